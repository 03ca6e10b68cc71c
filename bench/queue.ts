import { connect, type Db, inOrg, type OrgDb } from "../domain/base/db.ts";
import { openConnection } from "../domain/base/driver.ts";
import { recordEvent } from "../domain/base/events.ts";
import { openLog } from "../domain/base/log.ts";
import type { Outside } from "../domain/base/outside.ts";
import { enqueue, enqueueAll } from "../domain/base/queue.ts";
import { startTicker } from "../domain/base/ticker.ts";
import type { Handlers } from "../jobs/handler.ts";
import { handlers } from "../jobs/handlers.ts";
import { ringDue } from "../jobs/schedule.ts";
import { startWork } from "../jobs/start_work.ts";
import { workOff } from "../jobs/work_off.ts";
import { type BenchUrls, type Commits, measureCommits, quantile } from "./commits.ts";
import { type Figure, inRounds, perSecond } from "./figures.ts";

const actor = { kind: "system", cause: "bench" } as const;
const log = openLog({ write: console.error, now: () => new Date() });
const out: Outside = {
  resolveDns: () => Promise.resolve([]),
  fetch,
  now: () => new Date(),
  secret: () => undefined,
  publicUrl: new URL("http://thread.test"),
};

/** Goals 7 to 11. Each round measures the machine's own limit right before; medians count. */
export async function benchQueue(urls: BenchUrls, goals = [7, 8, 9, 10, 11]): Promise<Figure[]> {
  const db = connect(urls.appUrl, 10, "thread-bench");
  const orgs = await makeOrgs(urls, 20);
  const figures: Figure[] = [];
  try {
    for (
      const [goal, measure] of Object.entries({
        7: single,
        8: bulk,
        9: drain,
        10: latency,
        11: tick,
      })
    ) {
      if (!goals.includes(Number(goal))) continue;
      figures.push(
        ...await inRounds(async () => {
          await clear(urls);
          return await measure({ db, urls, orgs, limit: await measureCommits(urls) });
        }),
      );
    }
  } finally {
    await clear(urls);
    db.close();
  }
  return figures;
}

interface Bench {
  db: Db;
  urls: BenchUrls;
  orgs: string[];
  limit: Commits;
}

/** The same transaction of a caller, without a job and with one, in turns. */
async function single({ db, orgs }: Bench): Promise<Figure[]> {
  const rates = { without: 0, with: 0 };
  for (let turn = 0; turn < 4; turn++) {
    rates.without += await rateOf(db, orgs, (tx) => recordEvent(tx, { kind: "bench" }));
    rates.with += await rateOf(db, orgs, async (tx) => {
      await recordEvent(tx, { kind: "bench" });
      await enqueue(tx, "seal_events", {});
    });
  }
  const note = `${perSecond(rates.with / 4)} against ${perSecond(rates.without / 4)} transactions`;
  const value = rates.with / rates.without;
  return [{
    goal: 7,
    what: "single enqueue, 8 callers",
    value,
    must: 0.75,
    stretch: 0.85,
    note,
    better: "more",
  }];
}

async function rateOf(db: Db, orgs: string[], work: (tx: OrgDb) => Promise<unknown>) {
  let done = 0;
  const since = performance.now();
  const callers = Array.from({ length: 8 }, async (_, caller) => {
    while (performance.now() < since + 700) {
      await inOrg(db, orgs[caller % orgs.length]!, actor, work);
      done++;
    }
  });
  await Promise.all(callers);
  return done / ((performance.now() - since) / 1000);
}

async function bulk({ db, orgs, limit }: Bench): Promise<Figure[]> {
  const jobs = Array.from({ length: 1000 }, () => ({ payload: { mailId: crypto.randomUUID() } }));
  let rows = 0;
  const since = performance.now();
  const callers = Array.from({ length: 2 }, async (_, caller) => {
    while (performance.now() < since + 1500) {
      await inOrg(db, orgs[caller]!, actor, (tx) => enqueueAll(tx, "send_mail", jobs));
      rows += jobs.length;
    }
  });
  await Promise.all(callers);
  const rate = rows / ((performance.now() - since) / 1000);
  const value = rate / limit.c8;
  const note = `${perSecond(rate)} rows, C8 ${perSecond(limit.c8)}`;
  return [{
    goal: 8,
    what: "bulk enqueue, 1,000 a call",
    value,
    must: 3,
    stretch: 5,
    note,
    better: "more",
  }];
}

/** One large organisation and nineteen small ones, fenced and fair, as in production. */
async function drain({ db, urls, orgs, limit }: Bench): Promise<Figure[]> {
  const [big, ...small] = orgs;
  for (let at = 0; at < 20; at++) await addTrivial(db, big!, 1000);
  for (const org of small) await addTrivial(db, org, 500);
  await settle(urls);
  const done = new Map<string, number>();
  const since = performance.now();
  await workOff(db, out, {
    handlers: trivial((id) => done.set(id, performance.now() - since)),
    log,
  });
  const seconds = (performance.now() - since) / 1000;
  const rate = done.size / seconds;
  const note = `${perSecond(rate)} jobs, C8 ${perSecond(limit.c8)}`;
  return [{
    goal: 9,
    what: "trivial jobs drained",
    value: rate / limit.c8,
    must: 1.8,
    stretch: 2.7,
    note,
    better: "more",
  }];
}

/** From just before the enqueuing transaction to the handler, one at a time, nothing else to do. */
async function latency({ db, urls, orgs, limit }: Bench): Promise<Figure[]> {
  const ticker = startTicker(db, urls.appUrl);
  let started = Promise.withResolvers<void>();
  const work = startWork(db, ticker, out, log, { handlers: trivial(() => started.resolve()) });
  const waits: number[] = [];
  for (let at = 0; at < 330; at++) {
    await new Promise((done) => setTimeout(done, 3));
    started = Promise.withResolvers();
    const since = performance.now();
    await inOrg(db, orgs[at % orgs.length]!, actor, (tx) => enqueue(tx, "seal_events", {}));
    await started.promise;
    if (at >= 30) waits.push(performance.now() - since);
  }
  await work.stop();
  await ticker.stop();
  const [p50, p99] = [quantile(waits, 0.5), quantile(waits, 0.99)];
  const c1 = (limit.c1 + (await measureCommits(urls)).c1) / 2;
  const note = `C1 ${perSecond(c1)}`;
  const must = 2.5 * 1000 / c1 + 1;
  return [
    {
      goal: 10,
      what: "add to start, p50 ms",
      value: p50,
      must,
      stretch: must,
      note,
      better: "less",
    },
    {
      goal: 10,
      what: "add to start, p99 ms",
      value: p99,
      must: 8,
      stretch: 4,
      note,
      better: "less",
    },
  ];
}

async function tick({ db, urls, orgs, limit }: Bench): Promise<Figure[]> {
  for (const org of orgs) await addTrivial(db, org, 50);
  await settle(urls);
  let done = 0;
  const since = performance.now();
  await ringDue(db, out);
  await workOff(db, out, { forMs: 50_000, handlers: trivial(() => done++), log });
  const ms = performance.now() - since;
  if (done < 1000) throw new Error(`The tick did ${done} of 1,000 jobs`);
  const must = 1000 / limit.c8 * 1000;
  const note = `C8 ${perSecond(limit.c8)}`;
  return [{
    goal: 11,
    what: "cron tick of 1,000 jobs, ms",
    value: ms,
    must,
    stretch: must / 2,
    note,
    better: "less",
  }];
}

function addTrivial(db: Db, orgId: string, count: number) {
  const jobs = Array.from({ length: count }, () => ({ payload: {} }));
  return inOrg(db, orgId, actor, (tx) => enqueueAll(tx, "seal_events", jobs));
}

function trivial(done: (id: string) => void): Handlers {
  return {
    ...handlers,
    seal_events: (_tx, jobs) => {
      for (const { id } of jobs) done(String(id));
      return Promise.resolve();
    },
  };
}

async function makeOrgs(urls: BenchUrls, count: number): Promise<string[]> {
  const ids = Array.from({ length: count }, () => crypto.randomUUID());
  await asAdmin(urls, "insert into orgs (id, name) select unnest($1::uuid[]), 'Bench'", [ids]);
  return ids;
}

async function clear(urls: BenchUrls) {
  await asAdmin(urls, "delete from jobs");
  await asAdmin(urls, "delete from cron_slots");
  await settle(urls);
}

const settle = (urls: BenchUrls) => asAdmin(urls, "vacuum analyze jobs");

async function asAdmin({ adminUrl }: BenchUrls, text: string, values: unknown[] = []) {
  const admin = await openConnection({ url: adminUrl, applicationName: "thread-bench" });
  await admin.query(text, values);
  admin.destroy(new Error("Done"));
}
