import { sql } from "kysely";
import type { Viewer } from "../accounts/viewers.ts";
import { type Actor, type Db, inOrg, type OrgDb } from "../base/db.ts";
import { newId } from "../base/tokens.ts";
import { advance } from "./advances.ts";
import type { Graph } from "./graph.ts";
import type { Bounds } from "./interpreter.ts";
import { answerWait } from "./rehearsal_answers.ts";
import { baseline, type Effects, readEffects } from "./rehearsal_effects.ts";
import { openStage, type RehearsedStep, type Stage } from "./rehearsal_stage.ts";
import { startRun } from "./starts.ts";

/** What somebody tries: a drawing, what starts it, and what is answered on the way. */
export interface Trial {
  workflowId: string;
  graph: Graph;
  input: Record<string, unknown>;
  accountId: string | null;
  /** By step: how people, time or the other side answer. Left out, the first way. */
  answers: Record<string, string>;
  /** By step: what an answer from outside would hold. Left out, the kind's own sample. */
  samples: Record<string, Record<string, unknown>>;
  /** Whoever tries it decides its tasks. */
  by: Viewer;
}

export interface Rehearsed {
  steps: RehearsedStep[];
  effects: Effects;
  state: "completed" | "failed" | "cancelled" | "parked" | "stopped";
  outcome: string | null;
  /** Why it came no further, where it did not end. */
  why?: string;
  csm: string | null;
}

const DEADLINE_MS = 12_000;
const MOST_MS = 8_000;
const MOST_ROUNDS = 300;
const BOUNDS: Bounds = { steps: 32, ms: 1_000 };

/**
 * Runs the drawing as it would run, by the interpreter itself, in a transaction that is never
 * committed. Jobs are written and rolled back with the rest, so nothing reaches outside.
 */
export async function rehearse(
  db: Db,
  orgId: string,
  actor: Actor,
  trial: Trial,
  onStep: (steps: RehearsedStep[]) => void = () => {},
): Promise<Rehearsed> {
  const work = async (tx: OrgDb): Promise<never> => {
    throw new CurtainFalls(await perform(tx, trial, onStep));
  };
  try {
    return await inOrg(db, orgId, actor, work, { attempts: 1, deadlineMs: DEADLINE_MS });
  } catch (error) {
    if (error instanceof CurtainFalls) return error.rehearsed;
    throw error;
  }
}

/** What a rehearsal found. Thrown, because only an error undoes all that was written. */
class CurtainFalls extends Error {
  constructor(readonly rehearsed: Rehearsed) {
    super("A rehearsal ends by being undone");
  }
}

async function perform(
  tx: OrgDb,
  trial: Trial,
  onStep: (steps: RehearsedStep[]) => void,
): Promise<Rehearsed> {
  const stage = openStage(trial, onStep, MOST_ROUNDS, MOST_MS);
  const before = await baseline(tx);
  const versionId = await putDrawing(tx, trial);
  const { id } = await startRun(tx, {
    versionId,
    input: trial.input,
    businessKey: `rehearsal ${newId()}`,
    accountId: trial.accountId,
    startedBy: trial.by.id,
    cause: "member",
  }, { bounds: BOUNDS, rehearsal: stage.rehearsal });
  await followOn(tx, id, stage);
  const run = await tx.selectFrom("runs as r")
    .leftJoin("accounts as a", "a.id", "r.account_id")
    .leftJoin("members as c", "c.id", "a.csm_id")
    .select(["r.state", "r.outcome", "r.failure", "c.name as csm"])
    .where("r.id", "=", id).executeTakeFirstOrThrow();
  const stopped = run.state === "running" || run.state === "waiting";
  return {
    steps: stage.steps,
    effects: await readEffects(tx, before, stage),
    state: stopped ? "stopped" : run.state as Rehearsed["state"],
    outcome: run.outcome,
    why: stopped ? stage.why ?? "It is longer than a test may be." : run.failure?.text,
    csm: run.csm,
  };
}

/** A version of its own, which nobody else ever sees. A real one has a number above zero. */
async function putDrawing(tx: OrgDb, { workflowId, graph }: Trial): Promise<string> {
  await sql`set local lock_timeout = '3s'`.execute(tx);
  const id = newId();
  await tx.insertInto("workflow_versions").values({
    id,
    workflow_id: workflowId,
    number: sql<number>`-floor(random() * 2000000000)::integer - 1`,
    graph: sql`${graph}::jsonb`,
  }).execute();
  return id;
}

/** One round after another, until the run has ended or waits for what nobody can answer here. */
export async function followOn(tx: OrgDb, runId: string, stage: Stage): Promise<void> {
  while (stage.goesOn()) {
    const run = await tx.selectFrom("runs").selectAll().where("id", "=", runId)
      .executeTakeFirstOrThrow();
    if (run.state === "running") {
      await advance(tx, runId, { bounds: BOUNDS, rehearsal: stage.rehearsal });
    } else if (run.state === "waiting") {
      const answered = await answerWait(tx, run, stage, followOn);
      if (!answered) return;
    } else return;
  }
}
