import assert from "node:assert/strict";
import { type Db, HOUSE, inOrg } from "../domain/base/db.ts";
import { Upstream } from "../domain/base/errors.ts";
import { enqueue, enqueueAll } from "../domain/base/queue.ts";
import { finishJob } from "../domain/base/queue_leases.ts";
import { closedOutside, type TestApp, testApp } from "../tests/test_app.ts";
import type { Handlers } from "./handler.ts";
import { handlers } from "./handlers.ts";
import { workOff } from "./work_off.ts";

const actor = { kind: "system", cause: "test" } as const;
const out = closedOutside();

/** Handlers that only note what they were given, but for those a test replaces. */
function noting(done: string[], others: Partial<Handlers> = {}): Handlers {
  return {
    ...handlers,
    send_mail: (_db, _out, job) => {
      done.push(job.payload.mailId);
      return Promise.resolve();
    },
    seal_events: (_tx, jobs) => {
      for (const { id } of jobs) done.push(`seal ${id}`);
      return Promise.resolve();
    },
    ...others,
  };
}

function post(db: Db, orgId: string, ...mailIds: string[]) {
  return inOrg(
    db,
    orgId,
    actor,
    (tx) => enqueueAll(tx, "send_mail", mailIds.map((mailId) => ({ payload: { mailId } }))),
  );
}

const jobsOf = (thread: TestApp) =>
  thread.rows<
    { kind: string; attempts: number; parked_at: Date | null; last_error: string | null }
  >(
    "select * from jobs order by id",
  );

Deno.test("workOff() does every due job once and leaves none", async () => {
  await using thread = await testApp();
  const done: string[] = [];
  await post(thread.db, thread.cast.alice!.orgId, "a", "b", "c");
  await post(thread.db, thread.cast.charlie!.orgId, "d");
  await workOff(thread.db, out, { handlers: noting(done) });
  assert.deepEqual(done.sort(), ["a", "b", "c", "d"]);
  assert.deepEqual(await jobsOf(thread), []);
});

Deno.test("what a rolled back transaction enqueued is never done", async () => {
  await using thread = await testApp();
  const done: string[] = [];
  await assert.rejects(inOrg(thread.db, HOUSE, actor, async (tx) => {
    await enqueue(tx, "send_mail", { mailId: "a" });
    throw new Error("No");
  }));
  await workOff(thread.db, out, { handlers: noting(done) });
  assert.deepEqual(done, []);
});

Deno.test("a job that is not due waits until it is", async () => {
  await using thread = await testApp();
  const done: string[] = [];
  await inOrg(
    thread.db,
    HOUSE,
    actor,
    (tx) => enqueue(tx, "send_mail", { mailId: "later" }, { delaySeconds: 3600 }),
  );
  await workOff(thread.db, out, { handlers: noting(done) });
  assert.deepEqual(done, []);
  await thread.pass("1 hour");
  await workOff(thread.db, out, { handlers: noting(done) });
  assert.deepEqual(done, ["later"]);
});

Deno.test("a failing job comes back later, with its error, and is parked after eight tries", async () => {
  await using thread = await testApp();
  let tries = 0;
  const failing = noting([], {
    send_mail: () => {
      tries++;
      return Promise.reject(new Error(`Try ${tries} failed`));
    },
  });
  await post(thread.db, thread.cast.alice!.orgId, "a");
  await workOff(thread.db, out, { handlers: failing });
  const [once] = await jobsOf(thread);
  assert.equal(once!.attempts, 1);
  assert.equal(once!.last_error, "Try 1 failed");
  await workOff(thread.db, out, { handlers: failing });
  assert.equal(tries, 1);
  for (let round = 0; round < 9; round++) {
    await thread.pass("11 minutes");
    await workOff(thread.db, out, { handlers: failing });
  }
  const [parked] = await jobsOf(thread);
  assert.equal(tries, 8);
  assert.equal(parked!.last_error, "Try 8 failed");
  assert.ok(parked!.parked_at);
  const events = await thread.rows("select kind, data from events where kind = 'job.parked'");
  assert.equal(events.length, 1);
});

Deno.test("a job whose error says that trying again is useless is parked at once", async () => {
  await using thread = await testApp();
  const refusing = noting([], {
    send_mail: () => Promise.reject(new Upstream("No such mailbox", false)),
  });
  await post(thread.db, thread.cast.alice!.orgId, "a");
  await workOff(thread.db, out, { handlers: refusing });
  const [job] = await jobsOf(thread);
  assert.ok(job!.parked_at);
  assert.equal(job!.attempts, 1);
});

Deno.test("one bad job in a batch does not stop the others, and leaves nothing behind", async () => {
  await using thread = await testApp();
  const { orgId } = thread.cast.alice!;
  await inOrg(
    thread.db,
    orgId,
    actor,
    (tx) => enqueueAll(tx, "seal_events", Array.from({ length: 5 }, () => ({ payload: {} }))),
  );
  const bad = (await thread.rows<{ id: number }>("select id from jobs order by id"))[2]!.id;
  const handlers = noting([], {
    seal_events: async (tx, jobs) => {
      for (const { id } of jobs) {
        await tx.insertInto("holidays").values({ day: `2027-01-0${id}` }).execute();
        if (id === bad) throw new Error("Bad");
      }
    },
  });
  await workOff(thread.db, out, { handlers });
  const left = await jobsOf(thread);
  assert.deepEqual(left.map(({ last_error }) => last_error), ["Bad"]);
  const written = await thread.rows("select day from holidays");
  assert.equal(written.length, 4);
});

Deno.test("a wake-up that arrives while its twin runs is not lost, and a waiting one is enough", async () => {
  await using thread = await testApp();
  const { orgId } = thread.cast.alice!;
  const wake = () =>
    inOrg(
      thread.db,
      orgId,
      actor,
      (tx) => enqueue(tx, "send_mail", { mailId: "same" }, { key: "same" }),
    );
  await wake();
  await wake();
  let runs = 0;
  const handlers = noting([], {
    send_mail: async () => {
      if (++runs === 1) await wake();
    },
  });
  await workOff(thread.db, out, { handlers });
  assert.equal(runs, 2);
});

Deno.test("a job may be completed together with what it brought back", async () => {
  await using thread = await testApp();
  const { orgId } = thread.cast.alice!;
  await post(thread.db, orgId, "a");
  const handlers = noting([], {
    send_mail: async (db, _out, job) => {
      await inOrg(db, job.orgId, actor, async (tx) => {
        await finishJob(tx, job);
        await tx.insertInto("holidays").values({ day: "2027-01-01" }).execute();
      });
    },
  });
  await workOff(thread.db, out, { handlers });
  assert.deepEqual(await jobsOf(thread), []);
  assert.equal((await thread.rows("select day from holidays")).length, 1);
});

Deno.test("every kind has a handler", () => {
  for (const handler of Object.values(handlers)) assert.equal(typeof handler, "function");
});
