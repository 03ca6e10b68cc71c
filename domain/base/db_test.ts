import assert from "node:assert/strict";
import fc from "fast-check";
import { sql } from "kysely";
import { testDatabase } from "../../tests/postgres.ts";
import { asSystem, connect, type Db, inOrg, type OrgDb } from "./db.ts";
import { openConnection } from "./driver.ts";
import { Busy } from "./errors.ts";

const A = "aaaaaaaa-0000-4000-8000-000000000000";
const B = "bbbbbbbb-0000-4000-8000-000000000000";
const SYSTEM = { kind: "system" } as const;

Deno.test("a statement outside inOrg sees no tenant row", async () => {
  await using house = await twoOrgs();
  assert.equal(await countHolidays(house.db.plain), 0);
});

Deno.test("inOrg sees its own organisation only, and cannot write for another", async () => {
  await using house = await twoOrgs();
  const seen = await inOrg(
    house.db,
    A,
    SYSTEM,
    (tx) => tx.selectFrom("orgs").select("id").execute(),
  );
  assert.deepEqual(seen, [{ id: A }]);
  await assert.rejects(
    inOrg(
      house.db,
      A,
      SYSTEM,
      (tx) => sql`insert into holidays (org_id, day) values (${B}, '2026-01-01')`.execute(tx),
    ),
    /row-level security/,
  );
  const touched = await inOrg(
    house.db,
    A,
    SYSTEM,
    (tx) => tx.updateTable("orgs").set({ name: "Mine" }).where("id", "=", B).executeTakeFirst(),
  );
  assert.equal(touched.numUpdatedRows, 0n);
});

Deno.test("the app can neither truncate nor switch row security off", async () => {
  await using house = await twoOrgs();
  for (
    const text of [
      sql`truncate holidays`,
      sql`alter table holidays disable row level security`,
      sql`set local row_security = off`,
    ]
  ) {
    await assert.rejects(inOrg(house.db, A, SYSTEM, async (tx) => {
      await text.execute(tx);
      await tx.selectFrom("holidays").select("day").execute();
    }));
  }
});

Deno.test("the system role reads sign-in tables, no tenant's content", async () => {
  await using house = await twoOrgs();
  await asSystem(house.db, (tx) => tx.selectFrom("sessions").selectAll().execute());
  await assert.rejects(
    asSystem(house.db, (tx) => tx.selectFrom("mails").select("body_text").execute()),
    /permission denied/,
  );
  await assert.rejects(
    asSystem(house.db, (tx) => tx.selectFrom("jobs").select("payload").execute()),
    /permission denied/,
  );
  await assert.rejects(
    house.db.plain.selectFrom("sessions").select("id").execute(),
    /permission denied/,
  );
});

Deno.test("the opening of a transaction leaves before its first statement", async () => {
  await using house = await twoOrgs(1);
  for (let n = 0; n < 50; n++) {
    const own = n % 2 === 0 ? A : B;
    const seen = await inOrg(
      house.db,
      own,
      SYSTEM,
      (tx) =>
        sql<{ id: string; org: string; backend: boolean }>`
        select id, current_org() as org, pg_current_xact_id_if_assigned() is null as backend
        from orgs`.execute(tx),
    );
    assert.deepEqual(seen.rows, [{ id: own, org: own, backend: true }]);
  }
});

Deno.test("a handle kept after its transaction throws instead of reading somebody's rows", async () => {
  await using house = await twoOrgs(1);
  let kept: OrgDb | undefined;
  await inOrg(house.db, A, SYSTEM, (tx) => Promise.resolve(kept = tx));
  await assert.rejects(kept!.selectFrom("orgs").select("id").execute(), /after its transaction/);
});

Deno.test("no organisation leaks through the pool, whatever ends a transaction", async () => {
  await using house = await twoOrgs(2);
  const endings = fc.array(
    fc.record({
      org: fc.constantFrom(A, B),
      ending: fc.constantFrom("commit", "throw", "fail", "kill"),
    }),
    { minLength: 4, maxLength: 12 },
  );
  await fc.assert(
    fc.asyncProperty(endings, async (steps) => {
      await Promise.all(steps.map(async ({ org, ending }) => {
        await endTransaction(house.db, org, ending).catch(() => {});
        assert.equal(await countHolidays(house.db.plain), 0);
      }));
    }),
    { numRuns: 15 },
  );
});

Deno.test("a killed backend rejects the work and the next work is served", async () => {
  await using house = await twoOrgs(2);
  for (let n = 0; n < 10; n++) {
    await assert.rejects(endTransaction(house.db, A, "kill"));
    assert.equal(await inOrg(house.db, A, SYSTEM, countHolidays), 1);
  }
});

Deno.test("work that outlasts its deadline is cut off and told so", async () => {
  await using house = await twoOrgs(1);
  await assert.rejects(
    inOrg(house.db, A, SYSTEM, (tx) => sql`select pg_sleep(10)`.execute(tx), { deadlineMs: 100 }),
    Busy,
  );
  await assert.rejects(
    inOrg(house.db, A, SYSTEM, () => new Promise(() => {}), { deadlineMs: 100 }),
    Busy,
  );
  assert.equal(await inOrg(house.db, A, SYSTEM, countHolidays), 1);
});

Deno.test("with every connection taken, a caller hears within the limit and then is served", async () => {
  await using house = await twoOrgs(1);
  const release = Promise.withResolvers<void>();
  const holder = inOrg(house.db, A, SYSTEM, () => release.promise);
  const since = performance.now();
  await assert.rejects(inOrg(house.db, A, SYSTEM, countHolidays), Busy);
  assert.ok(performance.now() - since < 10_000);
  release.resolve();
  await holder;
  assert.equal(await inOrg(house.db, A, SYSTEM, countHolidays), 1);
});

Deno.test("a serialization failure starts the work again", async () => {
  await using house = await twoOrgs();
  let tries = 0;
  const answer = await inOrg(house.db, A, SYSTEM, async (tx) => {
    if (++tries < 3) await sql`select fail('40001')`.execute(tx);
    return "done";
  });
  assert.deepEqual([answer, tries], ["done", 3]);
  tries = 0;
  await assert.rejects(inOrg(house.db, A, SYSTEM, async (tx) => {
    tries++;
    await sql`select fail('40P01')`.execute(tx);
  }));
  assert.equal(tries, 5);
});

Deno.test("two transactions that lock each other both finish", async () => {
  await using house = await twoOrgs();
  const both = Promise.withResolvers<void>();
  let arrived = 0;
  const swap = (first: string, second: string) =>
    inOrg(house.db, A, SYSTEM, async (tx) => {
      await sql`select pg_advisory_xact_lock(hashtext(${first}))`.execute(tx);
      if (++arrived === 2) both.resolve();
      await both.promise;
      await sql`select pg_advisory_xact_lock(hashtext(${second}))`.execute(tx);
    });
  await Promise.all([swap("x", "y"), swap("y", "x")]);
});

Deno.test("a swallowed statement error does not pass for a commit", async () => {
  await using house = await twoOrgs();
  await assert.rejects(
    inOrg(house.db, A, SYSTEM, async (tx) => {
      await sql`select fail('22000')`.execute(tx).catch(() => {});
    }),
    /rolled back/,
  );
});

Deno.test("an id that is no UUID never reaches the text of a statement", () => {
  const db = {} as Db;
  assert.throws(
    () => inOrg(db, "x'; drop table orgs; --", SYSTEM, () => Promise.resolve()),
    /UUID/,
  );
});

async function twoOrgs(size = 4) {
  const database = await testDatabase();
  const admin = await openConnection({ url: database.adminUrl, applicationName: "thread-test" });
  await admin.script(`
    create function fail(code text) returns void language plpgsql as
    $$ begin raise exception 'made to fail' using errcode = code; end $$;
    create function kill_me() returns boolean language sql security definer as
    $$ select pg_terminate_backend(pg_backend_pid()) $$;`);
  const db = connect(database.appUrl, size, "thread-test");
  for (const id of [A, B]) {
    await inOrg(db, id, SYSTEM, async (tx) => {
      await tx.insertInto("orgs").values({ id, name: id }).execute();
      await tx.insertInto("holidays").values({ day: "2026-12-25" }).execute();
    });
  }
  return {
    db,
    async [Symbol.asyncDispose]() {
      db.close();
      admin.destroy(new Error("The test is over"));
      await database.release();
    },
  };
}

async function endTransaction(db: Db, org: string, ending: string) {
  await inOrg(db, org, SYSTEM, async (tx) => {
    assert.equal(await countHolidays(tx), 1);
    if (ending === "throw") throw new Error("thrown");
    if (ending === "fail") await sql`select fail('22000')`.execute(tx);
    if (ending === "kill") await sql`select kill_me()`.execute(tx);
  });
}

async function countHolidays(db: Pick<Db["plain"], "selectFrom">): Promise<number> {
  return (await db.selectFrom("holidays").select("day").execute()).length;
}
