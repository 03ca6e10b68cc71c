import assert from "node:assert/strict";
import { testApp } from "../../tests/test_app.ts";
import { type Db, inOrg } from "./db.ts";
import { enqueue, type JobKind } from "./queue.ts";
import { claimJobs } from "./queue_claims.ts";
import * as leases from "./queue_leases.ts";

const actor = { kind: "system", cause: "test" } as const;
const kinds: JobKind[] = ["send_mail", "seal_events"];

const claim = async (db: Db) =>
  (await claimJobs(db, { lane: "inside", kinds, limit: 500, leaseMs: 90_000 })).jobs;

const seal = (db: Db, orgId: string) =>
  inOrg(db, orgId, actor, (tx) => enqueue(tx, "seal_events", {}));

Deno.test("a zombie's late work affects nothing, and what it wrote is undone", async () => {
  await using thread = await testApp();
  const { orgId } = thread.cast.alice!;
  await seal(thread.db, orgId);
  const [zombie] = await claim(thread.db);
  await thread.pass("2 minutes");
  assert.equal(await leases.takeBackExpired(thread.db), 1);
  await thread.pass("10 minutes");
  const [heir] = await claim(thread.db);
  assert.equal(heir!.id, zombie!.id);
  await assert.rejects(
    inOrg(thread.db, orgId, actor, async (tx) => {
      await tx.insertInto("holidays").values({ day: "2027-01-01" }).execute();
      await leases.finishJob(tx, zombie!);
    }),
    leases.LeaseLost,
  );
  assert.deepEqual(await thread.rows("select * from holidays"), []);
  await leases.failJob(thread.db, zombie!, new Error("Too late"));
  await leases.giveBack(thread.db, [zombie!]);
  const [held] = await thread.rows<{ lease_token: string; last_error: string }>(
    "select * from jobs",
  );
  assert.equal(held!.lease_token, heir!.token);
  assert.notEqual(held!.last_error, "Too late");
  await inOrg(thread.db, orgId, actor, (tx) => leases.finishJob(tx, heir!));
  assert.deepEqual(await thread.rows("select * from jobs"), []);
});

Deno.test("a lease that ran out is worth nothing, even before anybody took the job back", async () => {
  await using thread = await testApp();
  const { orgId } = thread.cast.alice!;
  await seal(thread.db, orgId);
  const [job] = await claim(thread.db);
  await thread.pass("91 seconds");
  await inOrg(thread.db, orgId, actor, async (tx) => {
    assert.deepEqual(await leases.takeJobs(tx, job!.token, [job!.id]), []);
    assert.equal(await leases.readJob(tx, job!), undefined);
  });
});

Deno.test("a heartbeat keeps a lease, but does not revive one that ran out", async () => {
  await using thread = await testApp();
  const { orgId } = thread.cast.alice!;
  await seal(thread.db, orgId);
  const jobs = await claim(thread.db);
  for (let beat = 0; beat < 4; beat++) {
    await thread.pass("60 seconds");
    await leases.keepLeases(thread.db, jobs, 90_000);
  }
  assert.equal(await leases.takeBackExpired(thread.db), 0);
  await thread.pass("91 seconds");
  await leases.keepLeases(thread.db, jobs, 90_000);
  assert.equal(await leases.takeBackExpired(thread.db), 1);
});

Deno.test("a job that stops its process every time is parked after eight", async () => {
  await using thread = await testApp();
  const { orgId } = thread.cast.alice!;
  await seal(thread.db, orgId);
  let claims = 0;
  for (let life = 0; life < 12; life++) {
    claims += (await claim(thread.db)).length;
    await thread.pass("11 minutes");
    await leases.takeBackExpired(thread.db);
    await thread.pass("11 minutes");
  }
  const [job] = await thread.rows<{ parked_at: Date | null; last_error: string }>(
    "select * from jobs",
  );
  assert.equal(claims, 8);
  assert.ok(job!.parked_at);
  assert.match(job!.last_error, /stopped before it was done/);
});

Deno.test("a job given back was not tried, and is due at once", async () => {
  await using thread = await testApp();
  const { orgId } = thread.cast.alice!;
  await seal(thread.db, orgId);
  await leases.giveBack(thread.db, await claim(thread.db));
  const [again] = await claim(thread.db);
  assert.equal(again!.attempts, 1);
});

Deno.test("a job that says when to come back comes back then", async () => {
  await using thread = await testApp();
  const { orgId } = thread.cast.alice!;
  await seal(thread.db, orgId);
  const [job] = await claim(thread.db);
  await leases.failJob(thread.db, job!, new leases.PutOff("Full", 3_600_000));
  await thread.pass("59 minutes");
  assert.deepEqual(await claim(thread.db), []);
  await thread.pass("1 minute");
  assert.equal((await claim(thread.db)).length, 1);
});

Deno.test("a job whose turn has not come has used none of its tries", async () => {
  await using thread = await testApp();
  await seal(thread.db, thread.cast.alice!.orgId);
  for (let times = 0; times < 20; times++) {
    const [job] = await claim(thread.db);
    assert.equal(job!.attempts, 1);
    assert.equal(await leases.failJob(thread.db, job!, new leases.NotYet("Full", 1000)), "later");
    await thread.pass("1 second");
  }
});

Deno.test("another organisation's transaction reads and completes nothing", async () => {
  await using thread = await testApp();
  await seal(thread.db, thread.cast.alice!.orgId);
  const [job] = await claim(thread.db);
  await inOrg(thread.db, thread.cast.charlie!.orgId, actor, async (tx) => {
    assert.equal(await leases.readJob(tx, job!), undefined);
    assert.deepEqual(await leases.takeJobs(tx, job!.token, [job!.id]), []);
  });
});
