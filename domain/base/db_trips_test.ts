import assert from "node:assert/strict";
import { sql } from "kysely";
import { testDatabase } from "../../tests/postgres.ts";
import { connect, type Db, inOrg, inOrgOf, sendAlong, sendLast } from "./db.ts";
import { openConnection } from "./driver.ts";

const A = "aaaaaaaa-0000-4000-8000-000000000000";
const B = "bbbbbbbb-0000-4000-8000-000000000000";
const SYSTEM = { kind: "system" } as const;

Deno.test("what is sent along commits with the transaction, in its place", async () => {
  await using house = await twoOrgs();
  const days = await inOrg(house.db, A, SYSTEM, async (tx) => {
    sendAlong(tx, sql`insert into holidays (day) values ('2031-01-01')`);
    const seen = await tx.selectFrom("holidays").select("day").where("day", ">=", "2031-01-01")
      .execute();
    sendAlong(tx, sql`insert into holidays (day) values ('2031-01-02')`);
    return seen;
  });
  assert.deepEqual(days, [{ day: "2031-01-01" }]);
  const kept = await inOrg(
    house.db,
    A,
    SYSTEM,
    (tx) =>
      tx.selectFrom("holidays").select("day").where("day", ">=", "2031-01-01").orderBy("day")
        .execute(),
  );
  assert.deepEqual(kept.map(({ day }) => day), ["2031-01-01", "2031-01-02"]);
});

Deno.test("a statement sent along that fails undoes the transaction and says why", async () => {
  await using house = await twoOrgs();
  const wrong = sql`insert into holidays (org_id, day) values (${B}, '2032-01-01')`;
  for (const isLast of [true, false]) {
    await assert.rejects(
      inOrg(house.db, A, SYSTEM, async (tx) => {
        await tx.insertInto("holidays").values({ day: "2031-01-01" }).execute();
        sendAlong(tx, wrong);
        if (!isLast) await tx.selectFrom("holidays").select("day").execute();
      }),
      /row-level security/,
    );
  }
  const kept = await inOrg(
    house.db,
    A,
    SYSTEM,
    (tx) => tx.selectFrom("holidays").select("day").where("day", ">=", "2031-01-01").execute(),
  );
  assert.deepEqual(kept, []);
});

Deno.test("nothing is sent along after the transaction has ended", async () => {
  await using house = await twoOrgs();
  const tx = await inOrg(house.db, A, SYSTEM, (tx) => Promise.resolve(tx));
  assert.throws(() => sendAlong(tx, sql`select 1`), /after its transaction ended/);
});

Deno.test("the last statement answers, and the commit that left with it counts", async () => {
  await using house = await twoOrgs();
  const rows = await inOrg(house.db, A, SYSTEM, (tx) =>
    sendLast(
      tx,
      sql<{ day: string }>`insert into holidays (day) values ('2034-01-01') returning day`,
    ));
  assert.deepEqual(rows, [{ day: "2034-01-01" }]);
  const wrong = sql`insert into holidays (org_id, day) values (${B}, '2034-01-02')`;
  await assert.rejects(
    inOrg(house.db, A, SYSTEM, async (tx) => {
      sendAlong(tx, sql`insert into holidays (day) values ('2034-01-03')`);
      await sendLast(tx, wrong);
    }),
    /row-level security/,
  );
  const kept = await inOrg(
    house.db,
    A,
    SYSTEM,
    (tx) => tx.selectFrom("holidays").select("day").where("day", ">=", "2034-01-01").execute(),
  );
  assert.deepEqual(kept, [{ day: "2034-01-01" }]);
});

Deno.test("a transaction that only read is not waited for, one that sent something along is", async () => {
  await using house = await twoOrgs();
  const readOnly = { readOnly: true };
  await inOrg(
    house.db,
    A,
    SYSTEM,
    (tx) => tx.selectFrom("holidays").select("day").execute(),
    readOnly,
  );
  await assert.rejects(
    inOrg(house.db, A, SYSTEM, (tx) => {
      sendAlong(tx, sql`insert into holidays (day) values ('2035-01-01')`);
      return Promise.resolve();
    }, readOnly),
    /read-only transaction/,
  );
  await inOrg(house.db, B, SYSTEM, async (tx) => {
    assert.deepEqual(await tx.selectFrom("orgs").select("id").execute(), [{ id: B }]);
  });
});

Deno.test("inOrgOf is in the organisation that its first statement pins, and in none without", async () => {
  await using house = await twoOrgs();
  const pin = (org: string) =>
    sql<{ org: string }>`select set_config('thread.org_id', ${org}, true) as org`;
  const seen = await inOrgOf(house.db, pin(A), async (tx, [who]) => {
    assert.equal(who!.org, A);
    return await tx.selectFrom("orgs").select("id").execute();
  });
  assert.deepEqual(seen, [{ id: A }]);
  const none = sql<{ org: string }>`select 'nobody' as org where false`;
  const hidden = await inOrgOf(house.db, none, async (tx, who) => {
    assert.deepEqual(who, []);
    return await tx.selectFrom("orgs").select("id").execute();
  });
  assert.deepEqual(hidden, []);
});

async function twoOrgs() {
  const database = await testDatabase();
  const admin = await openConnection({ url: database.adminUrl, applicationName: "thread-test" });
  await admin.script(`insert into orgs (id, name) values ('${A}', 'A'), ('${B}', 'B')`);
  admin.destroy(new Error("The test is prepared"));
  const db: Db = connect(database.appUrl, 2, "thread-test");
  return {
    db,
    async [Symbol.asyncDispose]() {
      db.close();
      await database.release();
    },
  };
}
