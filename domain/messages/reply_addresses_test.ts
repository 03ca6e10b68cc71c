import assert from "node:assert/strict";
import { newKeyringEntry, readKeyring } from "../base/vault.ts";
import { newId } from "../base/tokens.ts";
import { addressesOf, isOurAddress, namedIn } from "./reply_addresses.ts";

Deno.test("addressesOf() writes an address that is found again in any case, and by no other key", async () => {
  const entry = newKeyringEntry("k1");
  const ring = await readKeyring(entry);
  const [orgId, mailId] = [newId(), newId()];
  const { replyTo, bounceTo } = await addressesOf({ domain: "in.acme.test", ring }, orgId, mailId);
  for (const address of [replyTo, bounceTo, replyTo.toUpperCase()]) {
    assert.ok(address.split("@")[0]!.length <= 64, address);
    const named = namedIn(address)!;
    assert.equal(named.mailId, mailId);
    assert.ok(await isOurAddress(ring, orgId, named));
    assert.equal(await isOurAddress(ring, newId(), named), false, "another organisation's");
    const turned = await readKeyring(`${newKeyringEntry("k2")},${entry}`);
    assert.ok(await isOurAddress(turned, orgId, named), "after a change of keys");
    assert.equal(await isOurAddress(await readKeyring(newKeyringEntry("k1")), orgId, named), false);
  }
  const token = replyTo.slice(6, 58);
  for (let at = 0; at < token.length; at++) {
    const other = token[at] === "a" ? "b" : "a";
    const named = namedIn(`reply+${token.slice(0, at)}${other}${token.slice(at + 1)}@in.acme.test`);
    assert.ok(!named || !await isOurAddress(ring, orgId, named), `letter ${at}`);
  }
  for (
    const odd of ["reply+@x", "reply@x", `reply+${"a".repeat(51)}@x`, `reply+${"1".repeat(52)}@x`]
  ) {
    assert.equal(namedIn(odd), undefined, odd);
  }
});
