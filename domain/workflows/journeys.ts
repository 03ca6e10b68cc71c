import { type Selectable, sql } from "kysely";
import type { OrgDb } from "../base/db.ts";
import type { Runs, RunWaits, StepState } from "../base/schema.ts";
import { accountValues } from "./account_values.ts";
import type { Failure, Rehearsal, RunFacts, Wait } from "./node.ts";
import type { Published } from "./published.ts";

export type Run = Selectable<Runs>;
export type WaitRow = Selectable<RunWaits>;

/** A run on its way through some steps: what it was, what it became, and what is yet to be written. */
export interface Journey {
  run: Run;
  published: Published;
  /** Whether the run has a row of its own, or is still to be written whole. */
  stored: boolean;
  /** Taken up from memory: how many steps its row must have, as nobody has locked it since. */
  leftAt?: number;
  made: Made[];
  /** The step that it stood at, if that is in the database already. */
  standing?: Standing;
  /** What each step brought, as it was last visited. */
  outputs: Map<string, Record<string, unknown>>;
  visits: Map<string, number>;
  account?: Record<string, unknown>;
  wait?: Wait;
  /** What woke it was not what it waits for. */
  stays?: boolean;
  happened: Happened[];
  rehearsal?: Rehearsal;
}

/** One visit of one step. */
export interface Made {
  nodeId: string;
  visit: number;
  position: number;
  state: StepState;
  port: string | null;
  output: Record<string, unknown> | null;
  failure: Failure | null;
  attempts: number;
  /** Milliseconds since the steps began to be made. */
  atMs: number;
  /** Its row is there from an earlier time, waiting or failed. */
  again: boolean;
}

export interface Standing {
  attempts: number;
  position: number;
  output: Record<string, unknown> | null;
}

/** That it recovered is said by whoever made it so, and only counted here. */
export type Happened = "completed" | "failed" | "parked" | "recovered";

export function factsOf({ run, published, outputs }: Journey): RunFacts {
  const read = outputs.get(published.start.id);
  return {
    id: run.id,
    workflowId: run.workflow_id,
    versionId: run.version_id,
    accountId: run.account_id,
    startedBy: run.started_by,
    cause: run.cause,
    sandbox: run.sandbox,
    input: { ...run.input, ...read },
  };
}

/** What stands at "n3.amount": what a person has put right counts before what a step brought. */
export function valueAt(journey: Journey, path: string): unknown {
  const { run, published, outputs, account } = journey;
  if (run.fixes && path in run.fixes) return run.fixes[path];
  const dot = path.indexOf(".");
  const [from, key] = [path.slice(0, dot), path.slice(dot + 1)];
  if (from === "account") return account?.[key] ?? undefined;
  const held = outputs.get(from) ?? (from === published.start.id ? run.input : undefined);
  if (!held) return undefined;
  return held[key] ?? inside(held, key);
}

/** Deeper in what a step brought: {{n4.body.deal.amount}}. */
function inside(held: Record<string, unknown>, key: string): unknown {
  let at: unknown = held;
  for (const part of key.split(".")) {
    if (at === null || typeof at !== "object" || !Object.hasOwn(at, part)) return undefined;
    at = (at as Record<string, unknown>)[part];
  }
  return at ?? undefined;
}

/** The run's account is read when a step names it, and again after a step that may have changed it. */
export async function readAccount(tx: OrgDb, journey: Journey, references: string[]) {
  const { run } = journey;
  if (journey.account || !run.account_id) return;
  if (references.some((path) => path.startsWith("account."))) {
    journey.account = await accountValues(tx, run.account_id);
  }
}

/** Runs as they stand, locked against everybody else who would move them on. */
export async function lockRuns(tx: OrgDb, ids: string[]): Promise<Run[]> {
  return await tx.selectFrom("runs").selectAll()
    .where("id", "=", sql<string>`any(${ids}::uuid[])`)
    .orderBy("id").forUpdate().execute();
}

/** What earlier steps left, for runs of which some step looks back. */
export async function readPast(tx: OrgDb, journeys: Journey[]): Promise<void> {
  const asking = journeys.filter(({ published, run }) =>
    published.looksBack || run.state !== "running"
  );
  if (asking.length === 0) return;
  const { rows } = await sql<PastStep>`
    select run_id as "runId", node_id as "nodeId", visit, position, attempts, output
    from run_steps where org_id = current_org()
      and run_id = any(${asking.map(({ run }) => run.id)}::uuid[])
    order by position, visit`.execute(tx);
  const byRun = Map.groupBy(rows, ({ runId }) => runId);
  for (const journey of asking) takeIn(journey, byRun.get(journey.run.id) ?? []);
}

interface PastStep extends Standing {
  runId: string;
  nodeId: string;
  visit: number;
}

function takeIn(journey: Journey, steps: PastStep[]) {
  const { run } = journey;
  for (const { nodeId, visit, position, attempts, output } of steps) {
    journey.visits.set(nodeId, visit);
    if (output) journey.outputs.set(nodeId, output);
    if (nodeId === run.node_id && visit === run.visit) {
      journey.standing = { attempts, position, output };
    }
  }
}

export function journeyOf(run: Run, published: Published, rehearsal?: Rehearsal): Journey {
  return {
    run,
    published,
    stored: true,
    made: [],
    outputs: new Map(),
    visits: new Map(),
    happened: [],
    rehearsal,
  };
}
