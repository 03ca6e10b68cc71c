import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { Busy } from "../base/errors.ts";
import {
  derive,
  hashDummy,
  hashPassword,
  needsRehash,
  type PasswordAlgorithm,
  preferredAlgorithm,
  verifyPassword,
} from "./passwords.ts";

const PASSWORD = "a quiet orange tram at noon";
const available: PasswordAlgorithm[] = preferredAlgorithm() === "argon2id"
  ? ["argon2id", "scrypt"]
  : ["scrypt"];

Deno.test("derive() answers the published scrypt vector (RFC 7914)", async () => {
  const key = await derive(
    "scrypt",
    { ln: 14, r: 8, p: 1 },
    new TextEncoder().encode("SodiumChloride"),
    64,
    "pleaseletmein",
  );
  assert.equal(
    Buffer.from(key).toString("hex"),
    "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2" +
      "d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887",
  );
});

Deno.test("the stored form of other libraries verifies", async () => {
  const scrypt = "$scrypt$ln=15,r=8,p=3$AAECAwQFBgcICQoLDA0ODw$" +
    "ANYWwrwG9exM4wRn3uDhnkTuLMG27uj4k9dz5KrBPkg";
  assert.equal(await verifyPassword("correct horse", scrypt), true);
  assert.equal(await verifyPassword("correct horsf", scrypt), false);
});

Deno.test("argon2id answers the vector of the reference implementation where the runtime has it", async () => {
  if (preferredAlgorithm() !== "argon2id") return;
  const reference = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$" +
    "CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";
  assert.equal(await verifyPassword("password", reference), true);
  assert.equal(await verifyPassword("passwore", reference), false);
});

for (const algorithm of available) {
  Deno.test(`${algorithm}: a password verifies, another does not, and salts differ`, async () => {
    const [first, second] = await Promise.all([
      hashPassword(PASSWORD, algorithm),
      hashPassword(PASSWORD, algorithm),
    ]);
    assert.match(first, new RegExp(`^\\$${algorithm}\\$`));
    assert.notEqual(first, second);
    assert.equal(await verifyPassword(PASSWORD, first), true);
    assert.equal(await verifyPassword(PASSWORD.toUpperCase(), first), false);
    assert.equal(needsRehash(first, algorithm), false);
  });
}

Deno.test("needsRehash() asks for the better algorithm and for the current parameters", async () => {
  const old = await hashPassword(PASSWORD, "scrypt");
  assert.equal(needsRehash(old, "argon2id"), true);
  assert.equal(needsRehash(old.replace("p=3", "p=2"), "scrypt"), true);
  assert.equal(needsRehash(old, "scrypt"), false);
});

Deno.test("the same letters typed on another keyboard are the same password", async () => {
  const stored = await hashPassword("Zürich im Spätherbst 🍂", "scrypt");
  assert.equal(await verifyPassword("Zürich im Spätherbst 🍂".normalize("NFD"), stored), true);
});

Deno.test("a stored text that is damaged or asks too much is refused, not counted as wrong", async () => {
  const good = await hashPassword(PASSWORD, "scrypt");
  const bad = [
    "",
    "plain",
    good.slice(0, 30),
    good.replace("ln=15", "ln=30"),
    good.replace("p=3", "p=0"),
    "$2b$10$abcdefghijklmnopqrstuv",
    "$argon2id$v=19$m=4194304,t=3,p=1$c29tZXNhbHRzb21lc2FsdA$" + "A".repeat(43),
  ];
  for (const stored of bad) {
    await assert.rejects(verifyPassword(PASSWORD, stored), /Cannot read a stored password/, stored);
  }
});

Deno.test("beyond the waiting places a sign-in is answered Busy, and those who wait are served", async () => {
  const tries = Array.from({ length: 70 }, () => hashDummy(PASSWORD));
  const results = await Promise.allSettled(tries);
  const refused = results.filter((result) => result.status === "rejected");
  assert.equal(refused.length, preferredAlgorithm() === "argon2id" ? 5 : 4);
  for (const result of refused) assert.ok(result.reason instanceof Busy);
  assert.equal(await hashDummy(PASSWORD), false);
});
