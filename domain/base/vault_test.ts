import assert from "node:assert/strict";
import { inspect } from "node:util";
import fc from "fast-check";
import { Sealed, type SealedParts, Secret } from "./secret.ts";
import {
  type Keyring,
  missingKeys,
  newKeyringEntry,
  open,
  type Place,
  readKeyring,
  rewrap,
  seal,
} from "./vault.ts";

const K1 = newKeyringEntry("k1");
const K2 = newKeyringEntry("k2");
const PLACE: Place = { orgId: "org-a", owner: "connection/7", field: "refresh_token" };
const TOKEN = "canary-4711-refresh";

Deno.test("a sealed secret opens in its place and nowhere else", async () => {
  const ring = await readKeyring(K1);
  const sealed = await seal(ring, PLACE, new Secret(TOKEN));
  assert.equal((await open(ring, PLACE, sealed)).reveal(), TOKEN);
  const others: Place[] = [
    { ...PLACE, orgId: "org-b" },
    { ...PLACE, owner: "connection/8" },
    { ...PLACE, field: "access_token" },
    { ...PLACE, owner: "connection", field: "7|refresh_token" },
  ];
  for (const other of others) await assert.rejects(open(ring, other, sealed), /Cannot open/);
});

Deno.test("parts of two rows cannot be mixed, and no byte can be changed", async () => {
  const ring = await readKeyring(K1);
  const mine = (await seal(ring, PLACE, new Secret(TOKEN))).parts();
  const theirs = (await seal(ring, { ...PLACE, orgId: "org-b" }, new Secret("theirs"))).parts();
  const again = (await seal(ring, PLACE, new Secret("older"))).parts();
  const mixes: SealedParts[] = [
    { ...mine, ciphertext: theirs.ciphertext },
    { ...mine, wrappedKey: theirs.wrappedKey },
    { ...mine, wrappedKey: theirs.wrappedKey, iv: theirs.iv, ciphertext: theirs.ciphertext },
    { ...mine, iv: again.iv },
    { ...mine, wrappedKey: again.wrappedKey },
    { ...mine, ciphertext: mine.ciphertext.slice(0, -1) },
    { ...mine, ciphertext: new Uint8Array(0) },
    { ...mine, wrappedKey: new Uint8Array(0) },
  ];
  for (const name of ["wrappedKey", "iv", "ciphertext"] as const) {
    for (let at = 0; at < mine[name].length; at++) {
      const changed = mine[name].slice();
      changed[at] = changed[at]! ^ 1;
      mixes.push({ ...mine, [name]: changed });
    }
  }
  for (const parts of mixes) {
    await assert.rejects(open(ring, PLACE, new Sealed(parts)), /Cannot open/);
  }
});

Deno.test("any text survives, and equal texts never look equal", async () => {
  const ring = await readKeyring(K1);
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: "grapheme", maxLength: 200 }), async (text) => {
      const [first, second] = [
        await seal(ring, PLACE, new Secret(text)),
        await seal(ring, PLACE, new Secret(text)),
      ];
      assert.equal((await open(ring, PLACE, first)).reveal(), text);
      assert.notDeepEqual(first.parts(), second.parts());
      assert.equal(first.parts().iv.length, 12);
      assert.notDeepEqual(first.parts().iv, second.parts().iv);
    }),
    { numRuns: 50 },
  );
});

Deno.test("after a rotation old rows open, are sealed again, and then do without the old key", async () => {
  const before = await readKeyring(K1);
  const rotated = await readKeyring(`${K2},${K1}`);
  const after = await readKeyring(K2);
  const old = await seal(before, PLACE, new Secret(TOKEN));
  assert.equal((await open(rotated, PLACE, old)).reveal(), TOKEN);
  await assert.rejects(open(after, PLACE, old), /key "k1" is not in THREAD_SECRET_KEYS/);
  const fresh = await rewrap(rotated, PLACE, old);
  assert.equal(fresh?.parts().keyId, "k2");
  assert.equal((await open(after, PLACE, fresh!)).reveal(), TOKEN);
  assert.equal(await rewrap(rotated, PLACE, fresh!), undefined);
  assert.deepEqual(missingKeys(after, ["k1", "k2", "k1"]), ["k1"]);
  assert.deepEqual(missingKeys(rotated, ["k1", "k2"]), []);
});

Deno.test("the same id with other bytes does not open what the first sealed", async () => {
  const sealed = await seal(await readKeyring(K1), PLACE, new Secret(TOKEN));
  await assert.rejects(
    open(await readKeyring(newKeyringEntry("k1")), PLACE, sealed),
    /Cannot open/,
  );
});

Deno.test("readKeyring() names the entry that is wrong and never its bytes", async () => {
  const short = "k1:c2hvcnQ=";
  const wrong: [setting: string, message: RegExp][] = [
    ["", /there is no key/],
    [" , ", /there is no key/],
    ["c2VjcmV0LWNhbmFyeQ==", /entry 1 is not/],
    [`${K1},K3 :x`, /entry 2 is not/],
    [short, /key "k1" has 5 bytes instead of 32/],
    [`${K1},${K1}`, /key "k1" is there twice/],
  ];
  for (const [setting, message] of wrong) {
    await assert.rejects(readKeyring(setting), (error: Error) => {
      assert.match(error.message, message);
      assert.doesNotMatch(error.message, /c2hvcnQ|c2VjcmV0/);
      return true;
    });
  }
});

Deno.test("neither a secret nor a sealed value shows itself by accident", async () => {
  const ring: Keyring = await readKeyring(K1);
  const secret = new Secret(TOKEN);
  const sealed = await seal(ring, PLACE, secret);
  for (const [value, shown] of [[secret, "[redacted]"], [sealed, "[sealed]"]] as const) {
    assert.equal(String(value), shown);
    assert.equal(`${value}`, shown);
    assert.equal(JSON.stringify({ value }), JSON.stringify({ value: shown }));
    assert.equal(inspect(value), shown);
    assert.equal(Deno.inspect(value), shown);
    assert.equal(Deno.inspect([value, { deep: { value } }]).includes(shown), true);
    assert.deepEqual({ ...value }, {});
  }
  const everywhere = [secret, sealed, ring].map((value) =>
    Deno.inspect(value, { depth: 9, showHidden: true }) + JSON.stringify(value) +
    JSON.stringify(structuredClone({ ...value as object, keys: undefined }))
  ).join();
  assert.equal(everywhere.includes(TOKEN), false);
  assert.equal(everywhere.includes(K1.slice(3)), false);
});
