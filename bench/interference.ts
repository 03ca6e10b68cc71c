import { type Db, inOrg } from "../domain/base/db.ts";
import { enqueueAll } from "../domain/base/queue.ts";
import { type Figure, inRounds, perSecond, short } from "./figures.ts";
import { adminSession, asAdmin, type BenchHouse, type Floor, orgId, serve } from "./house.ts";
import { load, request } from "./load.ts";
import { changesOf, faults } from "./pages.ts";

const ORGS = 20;
const JOBS = 20_000;
const BUSY_SECONDS = 6;
const actor = { kind: "system", cause: "bench" } as const;

/**
 * Goal 20: how much slower a page gets while writing goes on at half its limit and a backlog drains.
 * No webhook comes in yet, so what is written are rows changed by people, at half the rate that 32
 * connections reached alone. The jobs are of the kind that seals events; more are put behind them
 * before they end, so that the queue drains for as long as the page is asked.
 */
export async function benchInterference({ large }: BenchHouse): Promise<Figure[]> {
  const token = await adminSession(large);
  await using program = await serve(large);
  const changes = await changesOf(large);
  const requests = [request({ path: "/members", token })];
  const ask = (seconds: number) => load({ url: program.url, connections: 8, seconds, requests });
  const write = (options: { connections: number; seconds: number; rate?: number }) =>
    load({ url: program.url, ...options, requests: changes(), once: true });
  await ask(2);
  const limit = await write({ connections: 32, seconds: 2 });
  return await inRounds(async () => {
    const idle = await ask(3);
    const end = new AbortController();
    const draining = drainUntil(large, end.signal);
    const [busy, written] = await Promise.all([
      ask(BUSY_SECONDS),
      write({ connections: 8, seconds: BUSY_SECONDS, rate: limit.rate / 2 }),
    ]);
    end.abort();
    const drained = await draining;
    return [{
      goal: 20,
      what: "members at 8 connections, writes and jobs beside: p99 against idle",
      value: busy.p99 / idle.p99,
      must: 4,
      stretch: 2.5,
      better: "less",
      note: `p99 ${short(busy.p99)} against ${short(idle.p99)} ms, ${
        perSecond(drained / BUSY_SECONDS)
      } jobs, ${perSecond(written.rate)} writes${faults(busy)}${faults(written)}`,
    }];
  });
}

/** Answers how many jobs were done. */
async function drainUntil({ db, adminUrl }: Floor, end: AbortSignal): Promise<number> {
  let put = 0;
  let left = 0;
  while (!end.aborted) {
    if (left < JOBS / 2) {
      await fill(db);
      put += JOBS;
    }
    await new Promise((done) => setTimeout(done, 200));
    left = await countJobs(adminUrl);
  }
  await asAdmin(adminUrl, "delete from jobs where lease_token is null");
  return put - left;
}

async function fill(db: Db) {
  const jobs = Array.from({ length: JOBS / ORGS / 2 }, () => ({ payload: {} }));
  for (let at = 0; at < ORGS; at++) {
    for (let half = 0; half < 2; half++) {
      await inOrg(db, orgId(at + 1), actor, (tx) => enqueueAll(tx, "seal_events", jobs));
    }
  }
}

async function countJobs(adminUrl: string): Promise<number> {
  const [row] = await asAdmin(
    adminUrl,
    "select count(*)::int as left from jobs where parked_at is null and kind = 'seal_events'",
  );
  return row!.left as number;
}
