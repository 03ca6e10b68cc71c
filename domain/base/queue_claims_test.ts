import assert from "node:assert/strict";
import fc from "fast-check";
import { type TestApp, testApp } from "../../tests/test_app.ts";
import { type Db, HOUSE, inOrg } from "./db.ts";
import { enqueueAll, type JobKind } from "./queue.ts";
import { type Claimed, claimJobs, untilNextDue } from "./queue_claims.ts";

const actor = { kind: "system", cause: "test" } as const;
const kinds: JobKind[] = ["send_mail", "seal_events", "rewrap_vault"];

function addJobs(db: Db, orgId: string, count: number, delaySeconds = 0) {
  const jobs = Array.from({ length: count }, () => ({ payload: {} }));
  return inOrg(db, orgId, actor, (tx) => enqueueAll(tx, "seal_events", jobs, { delaySeconds }));
}

function claim(db: Db, limit: number, after?: string) {
  return claimJobs(db, { lane: "inside", kinds, limit, leaseMs: 90_000, after });
}

/** Organisations whose ids sort as they are numbered. */
async function makeOrgs(thread: TestApp, count: number): Promise<string[]> {
  const ids = Array.from(
    { length: count },
    (_, at) => `${(at + 1).toString(16).padStart(8, "0")}-0000-4000-8000-000000000000`,
  );
  await thread.rows("insert into orgs (id, name) select unnest($1::uuid[]), 'Org'", [ids]);
  return ids;
}

const tally = (jobs: Claimed[]) =>
  Object.fromEntries([...Map.groupBy(jobs, ({ orgId }) => orgId)].map(([org, { length }]) => [
    org,
    length,
  ]));

Deno.test("claimJobs() never gives a job to two workers, whatever they interleave", async () => {
  await using thread = await testApp();
  const orgs = [HOUSE, ...await makeOrgs(thread, 5)];
  const round = fc.record({
    jobs: fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 6, maxLength: 6 }),
    claims: fc.array(
      fc.record({ limit: fc.integer({ min: 1, max: 20 }), pause: fc.nat(3) }),
      { minLength: 2, maxLength: 9 },
    ),
  });
  await fc.assert(
    fc.asyncProperty(round, async ({ jobs, claims }) => {
      await Promise.all(jobs.map((count, at) => addJobs(thread.db, orgs[at]!, count)));
      const found = await Promise.all(claims.map(async ({ limit, pause }, at) => {
        for (let turn = 0; turn < pause; turn++) await thread.db.plain.selectNoFrom([]).execute();
        return await claim(thread.db, limit, orgs[at % orgs.length]);
      }));
      for (;;) {
        const rest = await claim(thread.db, 50);
        if (rest.jobs.length === 0) break;
        found.push(rest);
      }
      const ids = found.flatMap(({ jobs }) => jobs).map(({ id }) => id);
      assert.equal(new Set(ids).size, ids.length);
      assert.equal(ids.length, jobs.reduce((sum, count) => sum + count, 0));
      for (const [at, { limit }] of claims.entries()) assert.ok(found[at]!.jobs.length <= limit);
      await thread.rows("delete from jobs");
    }),
    { numRuns: 25 },
  );
});

Deno.test("claimJobs() shares a claim between the organisations that have work", async () => {
  await using thread = await testApp();
  const [big, ...small] = await makeOrgs(thread, 11);
  await addJobs(thread.db, big!, 1000);
  for (const org of small) await addJobs(thread.db, org, 5);
  const { jobs } = await claim(thread.db, 110);
  const taken = tally(jobs);
  for (const org of small) assert.equal(taken[org], 5);
  assert.equal(taken[big!], 10);
});

Deno.test("claimJobs() comes round to every organisation, also with room for only a few", async () => {
  await using thread = await testApp();
  const orgs = await makeOrgs(thread, 300);
  for (const each of [1, 3]) { // A short queue first, then one too long to be read whole.
    await thread.rows(
      `insert into jobs (org_id, kind, lane)
       select org, 'seal_events', 'inside' from unnest($1::uuid[]) org, generate_series(1, $2::int)`,
      [orgs, each],
    );
    const served: Claimed[] = [];
    let after: string | undefined;
    for (let turn = 0; turn < 75; turn++) {
      const found = await claim(thread.db, 4, after);
      served.push(...found.jobs);
      after = found.after;
    }
    assert.equal(served.length, 300);
    assert.deepEqual(new Set(Object.values(tally(served))), new Set([1]));
    await thread.rows("delete from jobs");
  }
});

Deno.test("claimJobs() finds the one due job behind many organisations whose jobs are not", async () => {
  await using thread = await testApp();
  const orgs = await makeOrgs(thread, 600);
  await thread.rows(
    `insert into jobs (org_id, kind, lane, run_at)
     select org, 'seal_events', 'inside', now() + interval '1 day' from unnest($1::uuid[]) org`,
    [orgs],
  );
  await addJobs(thread.db, orgs.at(-1)!, 1);
  const { jobs } = await claim(thread.db, 10);
  assert.deepEqual(jobs.map(({ orgId }) => orgId), [orgs.at(-1)]);
});

Deno.test("claimJobs() leaves kinds it does not know to another version of Thread", async () => {
  await using thread = await testApp();
  await thread.rows("insert into jobs (org_id, kind, lane) values ($1, 'of_tomorrow', 'inside')", [
    HOUSE,
  ]);
  assert.deepEqual((await claim(thread.db, 10)).jobs, []);
});

Deno.test("claimJobs() keeps an organisation within its share of what runs", async () => {
  await using thread = await testApp();
  const [org] = await makeOrgs(thread, 1);
  await addJobs(thread.db, org!, 10);
  const options = { lane: "inside", kinds, limit: 10, leaseMs: 90_000, perOrg: 4 } as const;
  const one = await claimJobs(thread.db, { ...options, running: { [org!]: 1 } });
  assert.equal(one.jobs.length, 3);
  const none = await claimJobs(thread.db, { ...options, running: { [org!]: 4 } });
  assert.equal(none.jobs.length, 0);
});

Deno.test("untilNextDue() is the time to the next job by the database's clock", async () => {
  await using thread = await testApp();
  assert.equal(await untilNextDue(thread.db), undefined);
  await addJobs(thread.db, HOUSE, 1, 100);
  const ms = await untilNextDue(thread.db);
  assert.ok(ms! > 90_000 && ms! <= 100_000);
  await addJobs(thread.db, HOUSE, 1);
  assert.equal(await untilNextDue(thread.db), 0);
});

Deno.test("one organisation's 10,000 jobs do not make fifty small ones wait", async () => {
  await using thread = await testApp();
  const [big, ...small] = await makeOrgs(thread, 51);
  await addJobs(thread.db, big!, 10_000);
  for (const org of small) await addJobs(thread.db, org, 5);
  const order: string[] = [];
  let after: string | undefined;
  for (;;) {
    const found = await claim(thread.db, 100, after);
    if (found.jobs.length === 0) break;
    order.push(...found.jobs.map(({ orgId }) => orgId));
    after = found.after;
  }
  const places = order.flatMap((org, place) => org === big ? [] : [place]).sort((a, b) => a - b);
  assert.equal(order.length, 10_250);
  assert.equal(places.length, 250);
  assert.ok(places[Math.floor(places.length * 0.95)]! < 500, `place ${places.at(-1)}`);
});
