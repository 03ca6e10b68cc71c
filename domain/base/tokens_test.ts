import assert from "node:assert/strict";
import {
  hashToken,
  hashTokenHex,
  isToken,
  newCode,
  newId,
  newToken,
  sameBytes,
  sameText,
} from "./tokens.ts";

Deno.test("newToken() has 256 bits and never repeats", () => {
  const tokens = new Set(Array.from({ length: 2_000 }, newToken));
  assert.equal(tokens.size, 2_000);
  for (const token of tokens) assert.ok(isToken(token), token);
  assert.equal(isToken("short"), false);
  assert.equal(isToken(newToken() + "="), false);
});

Deno.test("hashToken() is SHA-256, as bytes and as hex", () => {
  const known = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
  assert.equal(hashTokenHex("abc"), known);
  assert.equal(hashToken("abc").length, 32);
});

Deno.test("newCode() draws again where the rest would favour low codes", () => {
  const draws = [4_294_967_295, 4_294_000_000, 4_293_999_999];
  assert.equal(newCode(() => draws.shift()!), "999999");
  assert.equal(draws.length, 0);
  assert.equal(newCode(() => 42), "000042");
});

Deno.test("newCode() spreads evenly over its leading digit", () => {
  const counts = new Array<number>(10).fill(0);
  for (let i = 0; i < 20_000; i++) counts[Number(newCode()[0])]!++;
  const chiSquare = counts.reduce((sum, n) => sum + (n - 2_000) ** 2 / 2_000, 0);
  assert.ok(chiSquare < 60, `chi-square ${chiSquare}`);
});

Deno.test("sameBytes() and sameText() tell equal from different and from shorter", () => {
  assert.equal(sameBytes(Uint8Array.of(1, 2), Uint8Array.of(1, 2)), true);
  assert.equal(sameBytes(Uint8Array.of(1, 2), Uint8Array.of(1, 3)), false);
  assert.equal(sameBytes(Uint8Array.of(1, 2), Uint8Array.of(1)), false);
  assert.equal(sameText("token", "token"), true);
  assert.equal(sameText("token", "tokens"), false);
});

Deno.test("newId() is a version 7 UUID, unique and ascending within a process", () => {
  const ids = Array.from({ length: 20_000 }, newId);
  for (const id of ids) {
    assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  }
  assert.deepEqual(ids, [...new Set(ids)].sort());
});
