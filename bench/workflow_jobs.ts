import { type Db, inOrg } from "../domain/base/db.ts";
import { openLog } from "../domain/base/log.ts";
import type { Outside } from "../domain/base/outside.ts";
import type { Taken } from "../domain/base/queue_leases.ts";
import { startTicker } from "../domain/base/ticker.ts";
import type { Bounds } from "../domain/workflows/interpreter.ts";
import { startRun, startRuns } from "../domain/workflows/starts.ts";
import type { Handlers, Turn } from "../jobs/handler.ts";
import { handlers } from "../jobs/handlers.ts";
import { advancingRuns } from "../jobs/run_jobs.ts";
import { startWork } from "../jobs/start_work.ts";
import type { BenchUrls, Commits } from "./commits.ts";
import { type Figure, perSecond, short } from "./figures.ts";
import { asAdmin } from "./house.ts";
import { actor, type BenchOrg, newRun, STEPS } from "./workflows.ts";

export interface Bench {
  db: Db;
  urls: BenchUrls;
  orgs: BenchOrg[];
  limit: Commits;
}

const log = openLog({ write: console.error, now: () => new Date() });
const out: Outside = {
  resolveDns: () => Promise.resolve([]),
  fetch,
  now: () => new Date(),
  secret: () => undefined,
  publicUrl: new URL("http://thread.test"),
};
const NONE: Bounds = { steps: 0, ms: 0 };
const ONE: Bounds = { steps: 1, ms: 1000 };
const SECONDS = 3;

/**
 * Eight runs at once, and no step shares a transaction with another: each run is claimed from the
 * queue by the worker loops of production, and held by its lease from commit to commit.
 */
export async function oneByOne({ db, urls, orgs, limit }: Bench): Promise<Figure[]> {
  const endOf = new Map<string, () => void>();
  const work = startWorking(db, urls, advancingRuns(ONE), (runId) => endOf.get(runId)!());
  const before = await counted(urls);
  let runs = 0;
  const since = performance.now();
  await Promise.all(orgs.map(async (org) => {
    while (performance.now() < since + SECONDS * 1000) {
      const ended = Promise.withResolvers<void>();
      await inOrg(db, org.id, actor, async (tx) => {
        const { id } = await startRun(tx, newRun(org), { bounds: NONE });
        endOf.set(id, ended.resolve);
      });
      await ended.promise;
      runs++;
    }
  }));
  const seconds = (performance.now() - since) / 1000;
  await work.stop();
  const after = await counted(urls);
  const steps = runs * STEPS;
  const commits = (after.commits - before.commits) / steps;
  const wal = (after.wal - before.wal) / steps / 1024;
  const note = `claims, starts and polls included; ${short(wal)} KB of WAL a step`;
  return [
    rateFigure(3, "durable steps through the queue, one commit each, 8 runs", {
      ...{ steps, seconds, limit, must: 0.3, stretch: 0.42 },
    }),
    {
      goal: 6,
      what: "commits a step, where each has its own",
      value: commits,
      must: 1.2,
      stretch: 1,
      note,
      better: "less",
    },
  ];
}

const WAITING = 4_000;

/** Thousands of runs stand and wait for a worker; it takes them in batches, as in production. */
export async function manyWaiting({ db, urls, orgs, limit }: Bench): Promise<Figure> {
  for (let made = 0; made < WAITING; made += 100) {
    const org = orgs[made / 100 % orgs.length]!;
    const batch = Array.from({ length: 100 }, () => newRun(org));
    await inOrg(db, org.id, actor, (tx) => startRuns(tx, batch, { bounds: NONE }));
  }
  await asAdmin(urls.adminUrl, "vacuum analyze jobs");
  const all = Promise.withResolvers<void>();
  let done = 0;
  const since = performance.now();
  const work = startWorking(db, urls, handlers.advance_runs, () => {
    if (++done === WAITING) all.resolve();
  });
  await all.promise;
  const seconds = (performance.now() - since) / 1000;
  await work.stop();
  return rateFigure(4, `durable steps where ${WAITING.toLocaleString("en")} runs wait`, {
    ...{ steps: WAITING * STEPS, seconds, limit, must: 1.2, stretch: 1.8 },
  });
}

type Advance = Handlers["advance_runs"];

function startWorking(db: Db, urls: BenchUrls, advance: Advance, through: (runId: string) => void) {
  const ticker = startTicker(db, urls.appUrl);
  const telling: Advance = (jobs) => tellingOf(jobs, advance(jobs), through);
  const work = startWork(db, ticker, out, log, {
    handlers: { ...handlers, advance_runs: telling },
  });
  return {
    async stop() {
      await work.stop();
      await ticker.stop();
    },
  };
}

/** The same turns, and word of each run that is through. */
function tellingOf(
  jobs: Taken<"advance_runs">[],
  turn: Turn,
  through: (runId: string) => void,
): Turn {
  return async (tx) => {
    const { left, next } = await turn(tx);
    const open = new Set(left);
    for (const { id, payload } of jobs) if (!open.has(id)) through(payload.runId);
    return { left, next: tellingOf(jobs.filter(({ id }) => open.has(id)), next, through) };
  };
}

interface Rate {
  steps: number;
  seconds: number;
  limit: Commits;
  must: number;
  stretch: number;
}

function rateFigure(goal: number, what: string, rate: Rate): Figure {
  const { steps, seconds, limit: { c8 }, must, stretch } = rate;
  const value = steps / seconds;
  const note = `${perSecond(value)} steps, C8 ${perSecond(c8)}`;
  return { goal, what, value: value / c8, must, stretch, note, better: "more" };
}

/** Sessions report what they have committed a second later. */
async function counted({ adminUrl }: BenchUrls) {
  await new Promise((done) => setTimeout(done, 1500));
  const [row] = await asAdmin(
    adminUrl,
    `select xact_commit as commits, pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0') as wal
     from pg_stat_database where datname = current_database()`,
  );
  const { commits, wal } = row as Record<string, unknown>;
  return { commits: Number(commits), wal: Number(wal) };
}
