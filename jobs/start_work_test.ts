import assert from "node:assert/strict";
import { connect, type Db, inOrg } from "../domain/base/db.ts";
import { Refused } from "../domain/base/errors.ts";
import { openLog } from "../domain/base/log.ts";
import { enqueue } from "../domain/base/queue.ts";
import { startTicker } from "../domain/base/ticker.ts";
import { closedOutside, type TestApp, testApp } from "../tests/test_app.ts";
import type { Handlers } from "./handler.ts";
import { handlers } from "./handlers.ts";
import type { Limits } from "./limits.ts";
import { startWork } from "./start_work.ts";

const actor = { kind: "system", cause: "test" } as const;
const out = closedOutside();

function quietLog() {
  const lines: string[] = [];
  return { lines, ...openLog({ write: (line) => lines.push(line), now: () => new Date() }) };
}

const post = (db: Db, orgId: string, mailId: string, delaySeconds = 0) =>
  inOrg(db, orgId, actor, (tx) => enqueue(tx, "send_mail", { mailId }, { delaySeconds }));

async function until(fact: () => boolean | Promise<boolean>, ms = 30_000) {
  const end = performance.now() + ms;
  while (!await fact()) {
    assert.ok(performance.now() < end, `not within ${ms} ms: ${fact}`);
    await new Promise((done) => setTimeout(done, 5));
  }
}

/** One process of Thread over the test's database, but without pages. */
function startProcess(thread: TestApp, handlers: Handlers, limits: Partial<Limits> = {}) {
  const db = connect(thread.urls.appUrl, 8, "thread-process");
  const ticker = startTicker(db, thread.urls.appUrl);
  const log = quietLog();
  const work = startWork(db, ticker, out, log, { handlers, limits });
  return {
    db,
    ticker,
    log,
    async stop() {
      await work.stop();
      await ticker.stop();
      db.close();
    },
  };
}

function noting(
  done: string[],
  before: () => Promise<unknown> = () => Promise.resolve(),
): Handlers {
  return {
    ...handlers,
    send_mail: async (_db, _out, job) => {
      await before();
      done.push(job.payload.mailId);
    },
  };
}

const leased = (thread: TestApp) =>
  thread.rows("select * from jobs where lease_token is not null and kind = 'send_mail'");

Deno.test("a commit wakes the work here, and in another process, without waiting for a poll", async () => {
  await using thread = await testApp();
  const done: string[] = [];
  const idle = startProcess(thread, noting(done), { pollMs: 3_600_000 });
  const other = connect(thread.urls.appUrl, 2, "thread-other");
  const ticker = startTicker(other, thread.urls.appUrl);
  try {
    await until(() => idle.ticker.isListening() && ticker.isListening());
    await post(idle.db, thread.cast.alice!.orgId, "here");
    await until(() => done.includes("here"), 3000);
    await post(other, thread.cast.alice!.orgId, "there");
    await until(() => done.includes("there"), 3000);
  } finally {
    await ticker.stop();
    other.close();
    await idle.stop();
  }
});

Deno.test("work that falls due is done then, without anybody telling of it", async () => {
  await using thread = await testApp();
  const done: string[] = [];
  await post(thread.db, thread.cast.alice!.orgId, "soon", 0.3);
  const process = startProcess(thread, noting(done), { pollMs: 3_600_000 });
  await until(() => done.includes("soon"), 3000);
  await process.stop();
});

Deno.test("a poll finds what nobody told of", async () => {
  await using thread = await testApp();
  const done: string[] = [];
  const process = startProcess(thread, noting(done), { pollMs: 200 });
  await until(() => process.ticker.isListening());
  await post(thread.db, thread.cast.alice!.orgId, "untold"); // No ticker tells for this one.
  await until(() => done.includes("untold"), 5000);
  await process.stop();
});

Deno.test("the ticker listens again after the server cut its connection", async () => {
  await using thread = await testApp();
  const done: string[] = [];
  const process = startProcess(thread, noting(done), { pollMs: 3_600_000 });
  const other = connect(thread.urls.appUrl, 2, "thread-other");
  const ticker = startTicker(other, thread.urls.appUrl);
  try {
    await until(() => process.ticker.isListening() && ticker.isListening());
    await thread.rows(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where application_name = 'thread-ticker' and datname = current_database()`,
    );
    await until(() => !process.ticker.isListening());
    await until(() => process.ticker.isListening() && ticker.isListening());
    await post(other, thread.cast.alice!.orgId, "after");
    await until(() => done.includes("after"), 3000);
  } finally {
    await ticker.stop();
    other.close();
    await process.stop();
  }
});

Deno.test("stopping waits for short work, and gives back what takes longer", async () => {
  await using thread = await testApp();
  const done: string[] = [];
  const process = startProcess(thread, {
    ...noting(done),
    send_mail: (_db, _out, job) => {
      const { promise, resolve } = Promise.withResolvers<void>();
      if (job.payload.mailId === "short") setTimeout(resolve, 200);
      return promise;
    },
  });
  const { orgId } = thread.cast.alice!;
  await post(process.db, orgId, "short");
  for (let at = 0; at < 6; at++) await post(process.db, orgId, `long ${at}`);
  await until(async () => (await leased(thread)).length >= 4);
  const since = performance.now();
  await process.stop();
  assert.ok(performance.now() - since < 10_000);
  const left = await thread.rows(
    "select attempts, lease_token, run_at <= now() as due from jobs where kind = 'send_mail'",
  );
  assert.equal(left.length, 6);
  for (const job of left) assert.deepEqual(job, { attempts: 0, lease_token: null, due: true });
});

Deno.test("a step that takes too long is cut off and counts as a failed try", async () => {
  await using thread = await testApp();
  let cut = false;
  const process = startProcess(thread, {
    ...noting([]),
    send_mail: (_db, _out, job) =>
      new Promise(() => job.signal.addEventListener("abort", () => cut = true)),
  }, { stepMs: 200 });
  await post(process.db, thread.cast.alice!.orgId, "endless");
  await until(() => cut);
  await until(async () => (await leased(thread)).length === 0);
  const [job] = await thread.rows("select attempts, last_error from jobs where kind = 'send_mail'");
  assert.ok(Number(job!.attempts) >= 1); // On a slow machine it may have been tried once more.
  assert.match(String(job!.last_error), /took longer/);
  await process.stop();
});

Deno.test("an organisation's slow calls leave room for the others'", async () => {
  await using thread = await testApp();
  const done: string[] = [];
  const process = startProcess(thread, {
    ...noting(done),
    send_mail: (_db, _out, job) => {
      if (job.orgId === thread.cast.alice!.orgId) return new Promise(() => {});
      done.push(job.payload.mailId);
      return Promise.resolve();
    },
  }, { outsideSlots: 6, graceMs: 100 });
  for (let at = 0; at < 20; at++) await post(process.db, thread.cast.alice!.orgId, `slow ${at}`);
  await until(async () => (await leased(thread)).length === 4);
  await post(process.db, thread.cast.charlie!.orgId, "quick");
  await until(() => done.includes("quick"), 3000);
  await until(async () => (await leased(thread)).length === 4);
  await process.stop();
});

Deno.test("work goes on after the database was away", async () => {
  await using thread = await testApp();
  const done: string[] = [];
  const process = startProcess(thread, noting(done), { pollMs: 200 });
  await until(() => process.ticker.isListening());
  await thread.rows(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where datname = current_database() and application_name like 'thread-%'
       and pid <> pg_backend_pid() and application_name <> 'thread-test'`,
  );
  await post(thread.db, thread.cast.alice!.orgId, "after");
  await until(() => done.includes("after"));
  await process.stop();
});

Deno.test("a lease no longer than a step is refused at the start", async () => {
  await using thread = await testApp();
  const ticker = {
    onWake: () => () => {},
    isListening: () => false,
    stop: () => Promise.resolve(),
  };
  assert.throws(
    () => startWork(thread.db, ticker, out, quietLog(), { limits: { leaseMs: 60_000 } }),
    Refused,
  );
});
