import assert from "node:assert/strict";
import { sql } from "kysely";
import { testDatabase } from "../../tests/postgres.ts";
import { asSystem, connect, type Db, inOrg, type OrgDb } from "./db.ts";
import { openConnection } from "./driver.ts";
import { NotFound } from "./errors.ts";
import { Secret } from "./secret.ts";
import { missingKeys, newKeyringEntry, readKeyring } from "./vault.ts";
import { entriesByKey, forget, keep, orgsToRewrap, recall, rewrapDue } from "./vault_entries.ts";

const ACME = "aaaaaaaa-0000-4000-8000-000000000001";
const OTHER = "bbbbbbbb-0000-4000-8000-000000000002";
const TOKEN = { owner: "connection/1", field: "refresh_token" };
const K1 = newKeyringEntry("k1");
const K2 = newKeyringEntry("k2");

async function twoOrgs() {
  const database = await testDatabase();
  const owner = await openConnection({ url: database.ownerUrl, applicationName: "test" });
  for (const id of [ACME, OTHER]) {
    await owner.script(
      `begin; set local thread.org_id = '${id}'; insert into orgs (id, name) values ('${id}', 'Org'); commit`,
    );
  }
  owner.destroy(new Error("Done"));
  const db = connect(database.appUrl, 4);
  return {
    db,
    [Symbol.asyncDispose]: async () => {
      db.close();
      await database.release();
    },
  };
}

function inAcme<T>(db: Db, work: (tx: OrgDb) => Promise<T>): Promise<T> {
  return inOrg(db, ACME, { kind: "system" }, work);
}

Deno.test("a kept secret is recalled by its organisation only, replaced, and forgotten", async () => {
  await using orgs = await twoOrgs();
  const ring = await readKeyring(K1);
  await inAcme(orgs.db, (tx) => keep(tx, ring, TOKEN, new Secret("first")));
  await inAcme(orgs.db, (tx) => keep(tx, ring, TOKEN, new Secret("second")));
  const found = await inAcme(orgs.db, (tx) => recall(tx, ring, TOKEN));
  assert.equal(found.reveal(), "second");
  const stranger = inOrg(orgs.db, OTHER, { kind: "system" }, (tx) => recall(tx, ring, TOKEN));
  await assert.rejects(stranger, NotFound);
  assert.equal(await inAcme(orgs.db, (tx) => forget(tx, TOKEN.owner, "nothing")), 0);
  assert.equal(await inAcme(orgs.db, (tx) => forget(tx, TOKEN.owner)), 1);
  await assert.rejects(inAcme(orgs.db, (tx) => recall(tx, ring, TOKEN)), NotFound);
});

Deno.test("ciphertext copied into another field or another organisation's row does not open", async () => {
  await using orgs = await twoOrgs();
  const ring = await readKeyring(K1);
  const access = { ...TOKEN, field: "access_token" };
  const stolen = await inAcme(orgs.db, async (tx) => {
    await keep(tx, ring, TOKEN, new Secret("mine"));
    await keep(tx, ring, access, new Secret("other"));
    await sql`update vault_entries a set wrapped_key = b.wrapped_key, iv = b.iv,
      ciphertext = b.ciphertext from vault_entries b
      where a.field = 'access_token' and b.field = 'refresh_token'`.execute(tx);
    return await tx.selectFrom("vault_entries").select(["wrapped_key", "iv", "ciphertext"])
      .where("field", "=", "refresh_token").executeTakeFirstOrThrow();
  });
  await assert.rejects(inAcme(orgs.db, (tx) => recall(tx, ring, access)), /Cannot open/);
  const elsewhere = inOrg(orgs.db, OTHER, { kind: "system" }, async (tx) => {
    await keep(tx, ring, TOKEN, new Secret("theirs"));
    await tx.updateTable("vault_entries").set(stolen).execute();
    return await recall(tx, ring, TOKEN);
  });
  await assert.rejects(elsewhere, /Cannot open/);
});

Deno.test("keys rotate while secrets are read, and the old key is then needed by nobody", async () => {
  await using orgs = await twoOrgs();
  const [before, both, after] = [
    await readKeyring(K1),
    await readKeyring(`${K2},${K1}`),
    await readKeyring(K2),
  ];
  const entries = Array.from({ length: 12 }, (_, n) => ({ owner: `connection/${n}`, field: "f" }));
  await inAcme(orgs.db, async (tx) => {
    for (const entry of entries) await keep(tx, before, entry, new Secret(entry.owner));
  });
  const keyUse = () => asSystem(orgs.db, entriesByKey);
  assert.deepEqual(missingKeys(after, (await keyUse()).keys()), ["k1"]);
  assert.deepEqual(await asSystem(orgs.db, (tx) => orgsToRewrap(tx, both, 10)), [ACME]);

  let rotating = true;
  let reads = 0;
  const reader = (async () => {
    while (rotating) {
      const entry = entries[reads % entries.length]!;
      const secret = await inAcme(orgs.db, (tx) => recall(tx, both, entry));
      assert.equal(secret.reveal(), entry.owner);
      reads++;
    }
  })();
  const rounds: number[] = [];
  while (rounds.at(-1) !== 0) rounds.push(await inAcme(orgs.db, (tx) => rewrapDue(tx, both, 5)));
  rotating = false;
  await reader;
  assert.deepEqual(rounds, [5, 5, 2, 0]);
  assert.ok(reads > 0);
  assert.deepEqual([...await keyUse()], [["k2", entries.length]]);
  assert.deepEqual(await asSystem(orgs.db, (tx) => orgsToRewrap(tx, both, 10)), []);
  for (const entry of entries) {
    const secret = await inAcme(orgs.db, (tx) => recall(tx, after, entry));
    assert.equal(secret.reveal(), entry.owner);
  }
});
