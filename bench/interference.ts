import { inOrg } from "../domain/base/db.ts";
import { recordEvent } from "../domain/base/events.ts";
import { enqueueAll } from "../domain/base/queue.ts";
import { type Figure, inRounds, short } from "./figures.ts";
import { adminSession, asAdmin, type BenchHouse, type Floor, orgId, serve } from "./house.ts";
import { load, request } from "./load.ts";
import { faults } from "./pages.ts";

const JOBS = 20_000;
const ORGS = 20;
const EVENTS = 5_000;
const actor = { kind: "system", cause: "bench" } as const;

/** Goal 20: how much slower a page gets while a backlog of jobs drains and events are sealed. */
export async function benchInterference({ large }: BenchHouse): Promise<Figure[]> {
  const token = await adminSession(large);
  await using program = await serve(large);
  const requests = [request({ path: "/members", token })];
  const ask = (seconds: number, stop?: AbortSignal) =>
    load({ url: program.url, connections: 8, seconds, requests, stop });
  await ask(2);
  return await inRounds(async () => {
    const idle = await ask(3);
    const drained = new AbortController();
    const since = performance.now();
    await fill(large);
    const [busy, seconds] = await Promise.all([
      ask(60, drained.signal),
      untilDrained(large).then(() => {
        drained.abort();
        return (performance.now() - since) / 1000;
      }),
    ]);
    return [{
      goal: 20,
      what: "members at 8 connections, jobs draining: p99 against idle",
      value: busy.p99 / idle.p99,
      must: 4,
      stretch: 2.5,
      better: "less",
      note: `p99 ${short(busy.p99)} against ${short(idle.p99)} ms, drained in ${short(seconds)} s${
        faults(busy)
      }`,
    }];
  });
}

async function fill({ db }: Floor) {
  for (let at = 0; at < ORGS; at++) {
    await inOrg(db, orgId(at + 1), actor, async (tx) => {
      for (let event = 0; event < EVENTS / ORGS; event++) {
        await recordEvent(tx, { kind: "bench.happened" });
      }
      await enqueueAll(
        tx,
        "seal_events",
        Array.from({ length: JOBS / ORGS }, () => ({ payload: {} })),
      );
    });
  }
}

async function untilDrained({ adminUrl }: Floor) {
  const deadline = performance.now() + 60_000;
  const question = "select count(*)::int as left from jobs where parked_at is null";
  for (;;) {
    const left = (await asAdmin(adminUrl, question))[0]!.left;
    if (left === 0) return;
    if (performance.now() > deadline) throw new Error(`${left} jobs are left after a minute`);
    await new Promise((done) => setTimeout(done, 100));
  }
}
