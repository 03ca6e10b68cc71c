import assert from "node:assert/strict";
import process from "node:process";
import { sql } from "kysely";
import { asSystem, connect, type Db, HOUSE, inOrg } from "../../domain/base/db.ts";
import { type ChaosPostgres, openChaosPostgres } from "../chaos_postgres.ts";
import { pause } from "../faults.ts";
import { eventually } from "../processes.ts";

const POOL = 8;
const LOOPS = 16;
const DEADLINE_MS = 3000;
/** Waiting for a connection, then the deadline, and no more than five seconds on top. */
const HUNG_MS = 2000 + DEADLINE_MS + 5000;
const KILLS = 100;

Deno.test("no call is left without an answer when Postgres restarts under sixteen loops", async () => {
  await using postgres = await openChaosPostgres();
  await using pool = openWatched(postgres);
  const { db, uncaught } = pool;
  const over = new AbortController();
  const calls: Calls = { done: 0, failed: 0, slowest: 0 };
  const loops = Array.from(
    { length: LOOPS },
    (_, nth) => keepAsking(db, nth % 2 === 0, calls, over.signal),
  );
  const back: number[] = [];
  for (const restart of [postgres.restart, postgres.restartFast, postgres.kill]) {
    await pause(1500);
    await restart();
    const start = performance.now();
    await eventually("the whole pool is back", () => hasWholePool(db), 10_000);
    back.push(Math.round(performance.now() - start));
  }
  await pause(500);
  over.abort();
  await Promise.all(loops);
  const slowest = Math.round(calls.slowest);
  console.log(
    `${calls.done} calls done, ${calls.failed} refused, slowest ${slowest} ms, back after ${back} ms`,
  );
  assert.ok(calls.done > 200, `only ${calls.done} calls were done`);
  assert.ok(calls.failed > 0, "the restarts were not felt");
  assert.ok(slowest < HUNG_MS, `a call took ${slowest} ms`);
  assert.deepEqual(uncaught, []);
  assert.equal(db.figures().waiting, 0);
});

Deno.test("a backend killed within a transaction a hundred times rejects that, and no more", async () => {
  await using postgres = await openChaosPostgres();
  await using pool = openWatched(postgres);
  const { db, uncaught } = pool;
  for (let kill = 0; kill < KILLS; kill++) {
    const started = Promise.withResolvers<number>();
    const struck = Promise.withResolvers<void>();
    const transaction = inOrg(db, HOUSE, { kind: "system" }, async (tx) => {
      const { rows: [row] } = await sql<{ pid: number }>`select pg_backend_pid() as pid`
        .execute(tx);
      await sql`update orgs set plan = ${`plan ${kill}`}`.execute(tx);
      started.resolve(row!.pid);
      // Killed between two statements, in the middle of one, or with some behind it in the queue.
      if (kill % 3 === 0) await struck.promise;
      else if (kill % 3 === 1) await sql`select pg_sleep(5)`.execute(tx);
      else await Promise.all([1, 2, 3].map(() => sql`select pg_sleep(2)`.execute(tx)));
    }, { deadlineMs: DEADLINE_MS });
    transaction.catch(() => {});
    const killed = started.promise.then((pid) =>
      postgres.ask("select pg_terminate_backend($1)", [pid])
    );
    await killed;
    struck.resolve();
    await assert.rejects(withinTime(transaction));
  }
  const [house] = await postgres.ask<{ plan: string }>("select plan from orgs where id = $1", [
    HOUSE,
  ]);
  assert.equal(house!.plan, "pro", "what a killed transaction wrote is there");
  assert.deepEqual(uncaught, []);
  await eventually("the whole pool is back", () => hasWholePool(db), 10_000);
});

/** A pool, and every error that nobody caught while it was open. */
function openWatched(postgres: ChaosPostgres) {
  const db = connect(postgres.appUrl, POOL, "thread-torture");
  const uncaught: string[] = [];
  const note = (error: unknown) => void uncaught.push(String(error));
  const noteRejection = (event: PromiseRejectionEvent) => {
    event.preventDefault();
    note(event.reason);
  };
  process.on("uncaughtException", note);
  globalThis.addEventListener("unhandledrejection", noteRejection);
  return {
    db,
    uncaught,
    async [Symbol.asyncDispose]() {
      db.close();
      await pause(50); // What the closing sets free is still watched.
      process.off("uncaughtException", note);
      globalThis.removeEventListener("unhandledrejection", noteRejection);
    },
  };
}

interface Calls {
  done: number;
  failed: number;
  slowest: number;
}

async function keepAsking(db: Db, inTransaction: boolean, calls: Calls, over: AbortSignal) {
  while (!over.aborted) {
    const start = performance.now();
    try {
      await (inTransaction ? transaction(db) : sql`select pg_sleep(0.005)`.execute(db.plain));
      calls.done++;
    } catch {
      calls.failed++;
      await pause(5);
    }
    calls.slowest = Math.max(calls.slowest, performance.now() - start);
  }
}

function transaction(db: Db): Promise<unknown> {
  return inOrg(db, HOUSE, { kind: "system" }, async (tx) => {
    await sql`select count(*) from events`.execute(tx);
    await Promise.all([1, 2].map(() => sql`select pg_sleep(0.005)`.execute(tx)));
  }, { deadlineMs: DEADLINE_MS });
}

/** Every connection at once sleeps 0.3 s; with half of them gone this takes twice as long. */
async function hasWholePool(db: Db): Promise<boolean> {
  const start = performance.now();
  try {
    await Promise.all(
      Array.from(
        { length: POOL },
        () =>
          asSystem(db, (tx) => sql`select pg_sleep(0.3)`.execute(tx), { deadlineMs: DEADLINE_MS }),
      ),
    );
  } catch {
    return false;
  }
  return performance.now() - start < 1000;
}

async function withinTime<T>(promise: Promise<T>): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const hung = new Error(`No answer in ${HUNG_MS} ms`);
  const timer = setTimeout(() => reject(hung), HUNG_MS);
  try {
    return await Promise.race([promise, late]);
  } catch (error) {
    assert.notEqual(error, hung, "a call hung");
    throw error;
  } finally {
    clearTimeout(timer);
  }
}
