import { sql } from "kysely";
import { asSystem, connect, type Db, inOrg } from "../domain/base/db.ts";
import { newId } from "../domain/base/tokens.ts";
import type { Graph } from "../domain/workflows/graph.ts";
import { startRun } from "../domain/workflows/starts.ts";
import { orgsWithDueRuns } from "../domain/workflows/wakes.ts";
import { type BenchUrls, type Commits, measureCommits, quantile } from "./commits.ts";
import { type Figure, inRounds, perSecond } from "./figures.ts";
import { besideDbos } from "./dbos.ts";
import { asAdmin, type BenchHouse } from "./house.ts";
import { growth, sixNodeFlow } from "./workflow_flows.ts";
import { manyWaiting, oneByOne } from "./workflow_jobs.ts";

export const actor = { kind: "system", cause: "bench" } as const;
export const STEPS = 5;
const MANY = { steps: 32, ms: 1000 };

/** Goals 3 to 6 and 18: what a step of a workflow costs, with tenancy, records and history on. */
export async function benchWorkflows({ large }: BenchHouse): Promise<Figure[]> {
  const db = connect(large.appUrl, 10, "thread-bench");
  try {
    const orgs = await Promise.all(Array.from({ length: 8 }, () => makeOrg(large, db)));
    const figures = await inRounds(async () => {
      const limit = await measureCommits(large);
      const floor = { db, urls: large, orgs, limit };
      return [
        ...await oneByOne(floor),
        await manyWaiting(floor),
        await startToFinish(db, orgs, limit),
      ];
    });
    return [
      ...figures,
      ...await written(large, db, orgs),
      await clockWith(large, db, orgs),
      await sixNodeFlow(large, db, orgs[0]!),
      await growth(large, db, orgs[1]!),
      ...await besideDbos(large, figures),
    ];
  } finally {
    db.close();
  }
}

export interface BenchOrg {
  id: string;
  versionId: string;
}

/** A start, three conditions and an end, none of which needs anything outside. */
export async function makeOrg(urls: BenchUrls, db: Db): Promise<BenchOrg> {
  const id = crypto.randomUUID();
  await asAdmin(urls.adminUrl, "insert into orgs (id, name) values ($1, 'Bench')", [id]);
  const versionId = newId();
  await inOrg(db, id, actor, async (tx) => {
    const workflowId = newId();
    await tx.insertInto("workflows")
      .values({ id: workflowId, name: "Bench", draft: sql`${FIVE_STEPS}::jsonb` }).execute();
    await tx.insertInto("workflow_versions").values({
      id: versionId,
      workflow_id: workflowId,
      number: 1,
      graph: sql`${FIVE_STEPS}::jsonb`,
    }).execute();
  });
  return { id, versionId };
}

const when = { match: "all", rows: [{ left: "{{n1.amount}}", operator: "greater", right: "10" }] };
const fields = [
  { id: "amount", label: "Amount", type: "money", required: false, options: [], sample: "" },
];
const nodes = [
  { id: "n1", kind: "start", config: { on: "manual", fields, account: false, paths: [] } },
  ...["n2", "n3", "n4"].map((id) => ({ id, kind: "condition", config: { when } })),
  { id: "n5", kind: "end", config: { outcome: "Done" } },
].map((node) => ({ ...node, title: "", x: 0, y: 0 }));
const FIVE_STEPS: Graph = {
  nodes,
  edges: [
    { from: "n1", port: "next", to: "n2" },
    { from: "n2", port: "yes", to: "n3" },
    { from: "n3", port: "yes", to: "n4" },
    { from: "n4", port: "yes", to: "n5" },
  ],
  notes: [],
};

export const newRun = ({ versionId }: BenchOrg) => ({
  versionId,
  input: { amount: 20 },
  cause: "bench",
});

/** From just before the transaction that starts it to its end, nothing else to do. */
async function startToFinish(db: Db, [org]: BenchOrg[], { c1 }: Commits): Promise<Figure> {
  const waits: number[] = [];
  for (let at = 0; at < 200; at++) {
    const since = performance.now();
    await inOrg(db, org!.id, actor, (tx) => startRun(tx, newRun(org!), { bounds: MANY }));
    if (at >= 20) waits.push(performance.now() - since);
  }
  return {
    goal: 5,
    what: "5-step run, start to finish, p50 ms",
    value: quantile(waits, 0.5),
    must: 3 * 6 * 1000 / c1,
    stretch: 2 * 6 * 1000 / c1,
    note: `C1 ${perSecond(c1)}`,
    better: "less",
  };
}

const RUNS = 2000;

/** What 2,000 runs write: transactions, log, and bytes that stay. */
async function written(urls: BenchUrls, db: Db, [org]: BenchOrg[]): Promise<Figure[]> {
  await asAdmin(urls.adminUrl, "vacuum full runs, run_steps");
  await asAdmin(urls.adminUrl, "checkpoint");
  const before = await sizes(urls);
  for (let at = 0; at < RUNS; at++) {
    await inOrg(db, org!.id, actor, (tx) => startRun(tx, newRun(org!), { bounds: MANY }));
  }
  const after = await sizes(urls);
  const bytes = (after.kept - before.kept) / RUNS;
  const log = (after.wal - before.wal) / RUNS;
  const note = `${RUNS} runs of ${STEPS} steps`;
  const history = (after.events - before.events) / RUNS;
  return [
    {
      goal: 6,
      what: "WAL of a 5-step run, KB",
      value: log / 1024,
      must: 4,
      stretch: 3,
      note,
      better: "less",
    },
    {
      goal: 18,
      what: "disk of a 5-step run, KB",
      value: bytes / 1024,
      must: 1.2,
      stretch: 0.9,
      note: `${note}; its two events beside it ${(history / 1024).toFixed(2)} KB`,
      better: "less",
    },
  ];
}

const WAITING = 100_000;

/** The clock asks which organisation has a run that is due, with 100,000 that are not. */
async function clockWith(urls: BenchUrls, db: Db, [org]: BenchOrg[]): Promise<Figure> {
  const empty = await clockMs(db);
  await asAdmin(
    urls.adminUrl,
    `with made as (
       insert into runs (org_id, id, workflow_id, version_id, state, node_id)
       select v.org_id, gen_random_uuid(), v.workflow_id, v.id, 'waiting', 'n2'
       from workflow_versions v, generate_series(1, ${WAITING}) where v.id = $1
       returning org_id, id
     )
     insert into run_waits (org_id, run_id, node_id, visit, kind, wake_at)
     select org_id, id, 'n2', 1, 'timer', now() + interval '9 days' from made`,
    [org!.versionId],
  );
  await asAdmin(urls.adminUrl, "vacuum analyze run_waits");
  const full = await clockMs(db);
  await asAdmin(urls.adminUrl, "delete from run_waits where org_id = $1", [org!.id]);
  return {
    goal: "clock",
    what: "the clock's question, 100,000 runs waiting, ms",
    value: full,
    must: Math.max(2, empty * 3),
    stretch: Math.max(1, empty * 1.5),
    note: `${empty.toFixed(2)} ms with none`,
    better: "less",
  };
}

async function clockMs(db: Db): Promise<number> {
  const times: number[] = [];
  for (let at = 0; at < 50; at++) {
    const since = performance.now();
    await asSystem(db, (tx) => orgsWithDueRuns(tx));
    times.push(performance.now() - since);
  }
  return quantile(times, 0.5);
}

async function sizes(urls: BenchUrls) {
  const [row] = await asAdmin(
    urls.adminUrl,
    `select pg_total_relation_size('runs') + pg_total_relation_size('run_steps') as kept,
       pg_total_relation_size('events') as events,
       pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0') as wal`,
  );
  const { kept, events, wal } = row as Record<string, unknown>;
  return { kept: Number(kept), events: Number(events), wal: Number(wal) };
}
