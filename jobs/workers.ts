import type { Topic } from "../domain/base/db.ts";
import { crashpoint } from "../domain/base/crashpoint.ts";
import { type JobKind, type Lane, lanes } from "../domain/base/queue.ts";
import { type Claimed, claimJobs, untilNextDue } from "../domain/base/queue_claims.ts";
import { giveBack, keepLeases, takeBackExpired } from "../domain/base/queue_leases.ts";
import { makeBell } from "./bell.ts";
import type { Limits } from "./limits.ts";
import { type Batch, runInside, runOutside, type Workshop } from "./steps.ts";

const both = ["inside", "outside"] as const;
const kinds = Object.keys(lanes) as JobKind[];

/** One process's workers: they claim, run, keep the leases alive, and give back what is left. */
export function makeWorkers(shop: Workshop, limits: Limits) {
  const { db } = shop;
  const bell = makeBell();
  const stopped = new AbortController();
  const cutOff = new AbortController();
  const held = new Set<Claimed>();
  const waiting: Batch[] = [];
  const running = { inside: 0, outside: 0 };
  const outsideOf = new Map<string, number>();
  const after: Partial<Record<Lane, string>> = {};
  const quiet: Partial<Record<Lane, number>> = {};
  const news = { inside: 0, outside: 0 };
  let claimSize = limits.batch;
  let batchSize = Math.min(FIRST_BATCH, limits.batch);

  /** Tells the workers that there may be work. */
  function wake(topics: ReadonlySet<Topic>) {
    const told = both.filter((lane) => topics.has(`jobs:${lane}`));
    for (const lane of told) news[lane]++;
    if (told.length > 0) bell.ring();
  }

  /** Requests go before, as long as they come densely and patience lasts. */
  const lull = async () => await shop.traffic?.lull(limits.patienceMs);

  /** Claims what there is room for. Answers how many jobs that were. */
  async function claim(): Promise<number> {
    const rooms = { inside: roomInside(), outside: limits.outsideSlots - running.outside };
    const found = await Promise.all(
      both.map((lane) =>
        rooms[lane] > 0 && quiet[lane] !== news[lane] ? claimIn(lane, rooms[lane]) : 0
      ),
    );
    return found[0]! + found[1]!;
  }

  function roomInside(): number {
    return waiting.length < limits.insideSlots ? claimSize : 0;
  }

  async function claimIn(lane: Lane, limit: number): Promise<number> {
    const heard = news[lane];
    const fair = lane === "outside"
      ? { perOrg: limits.outsidePerOrg, running: Object.fromEntries(outsideOf) }
      : {};
    const { leaseMs } = limits;
    const claimed = await claimJobs(db, {
      lane,
      kinds,
      limit,
      leaseMs,
      after: after[lane],
      ...fair,
    });
    after[lane] = claimed.after;
    if (claimed.jobs.length > 0) crashpoint("job-claimed");
    if (!claimed.more) quiet[lane] = heard;
    for (const job of claimed.jobs) held.add(job);
    if (stopped.signal.aborted) await letGo(claimed.jobs);
    else if (lane === "inside") startInside(claimed.jobs);
    else for (const job of claimed.jobs) startOutside(job);
    return claimed.jobs.length;
  }

  function startInside(jobs: Claimed[]) {
    waiting.push(...batchesOf(jobs, batchSize));
    while (running.inside < limits.insideSlots && waiting.length > 0) void insideSlot();
  }

  async function insideSlot() {
    running.inside++;
    let turn = performance.now();
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      if (waiting.length === limits.insideSlots - 1) bell.ring(); // The next claim may overlap.
      const since = performance.now();
      await settle(next, runInside(shop, next, limits));
      const tookMs = performance.now() - since;
      pace(next.length, tookMs);
      // Requests have their turn between batches, but for those that leave time enough for them.
      if (tookMs > limits.turnMs / 2) await new Promise((done) => setTimeout(done));
      if (performance.now() - turn < limits.turnMs) continue;
      await lull();
      turn = performance.now();
    }
    running.inside--;
    bell.ring();
  }

  /** Short enough turns for pages, and short enough claims for who comes with a new job. */
  function pace(jobs: number, tookMs: number) {
    if (tookMs > limits.turnMs * 2) batchSize = Math.max(FEWEST, Math.ceil(jobs / 2));
    else if (jobs >= batchSize && tookMs < limits.turnMs) batchSize *= 2;
    batchSize = Math.min(batchSize, limits.batch);
    const jobMs = tookMs / jobs / limits.insideSlots;
    const wanted = Math.max(FEWEST, Math.min(limits.batch, Math.floor(limits.claimMs / jobMs)));
    claimSize = Math.ceil((claimSize + wanted) / 2);
  }

  async function startOutside(job: Claimed) {
    running.outside++;
    const busy = (outsideOf.get(job.orgId) ?? 0) + 1;
    outsideOf.set(job.orgId, busy);
    await settle([job], runOutside(shop, job, limits.stepMs, cutOff.signal));
    running.outside--;
    const left = outsideOf.get(job.orgId)! - 1;
    if (left > 0) outsideOf.set(job.orgId, left);
    else outsideOf.delete(job.orgId);
    if (left + 1 >= limits.outsidePerOrg) delete quiet.outside; // More of it may wait behind the cap.
    bell.ring();
  }

  /** A lease that could not be settled runs out by itself, and the job is taken back. */
  async function settle(jobs: Claimed[], work: Promise<void>) {
    try {
      await work;
    } catch (error) {
      shop.log.error("A job could not be settled", error, { kind: jobs[0]!.kind });
    }
    for (const job of jobs) held.delete(job);
  }

  async function letGo(jobs: Claimed[]) {
    for (const job of jobs) held.delete(job);
    await giveBack(db, jobs);
  }

  /** Claims no more, gives back what was not begun, and waits for the rest up to the grace. */
  async function stop() {
    if (stopped.signal.aborted) return;
    stopped.abort();
    bell.ring();
    const queued = waiting.splice(0).flat();
    await letGo(queued).catch(() => {});
    const graceTimer = setTimeout(() => cutOff.abort(), limits.graceMs);
    const end = performance.now() + limits.graceMs + 500;
    while (held.size > 0 && performance.now() < end) {
      await bell.after(bell.rings(), end - performance.now());
    }
    clearTimeout(graceTimer);
    await letGo([...held]).catch(() => {});
  }

  return {
    bell,
    wake,
    claim,
    lull,
    stop,
    stopping: stopped.signal,
    isRunning: () => running.inside + running.outside > 0,
    hasRoom: () => roomInside() > 0 || running.outside < limits.outsideSlots,
    listenAgain: () => {
      for (const lane of both) news[lane]++;
    },
    keepLeases: () => keepLeases(db, [...held], limits.leaseMs),
    takeBack: () => takeBackExpired(db),
    untilNextDue: () => untilNextDue(db),
  };
}

export type Workers = ReturnType<typeof makeWorkers>;

const FIRST_BATCH = 64;
const FEWEST = 8;

/**
 * By organisation and kind. A job that was begun before may be what stopped its process: such jobs
 * go last, alone and shuffled, so that the harmless ones in its company are done before it.
 */
export function batchesOf(jobs: Claimed[], most: number, random = Math.random): Batch[] {
  const together = Map.groupBy(
    jobs.filter(({ attempts }) => attempts === 1),
    ({ orgId, kind }) => `${orgId} ${kind}`,
  );
  const suspects = jobs.filter(({ attempts }) => attempts > 1)
    .map((job) => ({ job, place: random() })).sort((a, b) => a.place - b.place);
  return [
    ...[...together.values()].flatMap((group) => parts(group, most)),
    ...suspects.map(({ job }): Batch => [job]),
  ];
}

function parts(jobs: Claimed[], most: number): Batch[] {
  const found: Batch[] = [];
  for (let at = 0; at < jobs.length; at += most) found.push(jobs.slice(at, at + most) as Batch);
  return found;
}
