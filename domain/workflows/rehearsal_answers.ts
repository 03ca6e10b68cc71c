import { csmRoster } from "../accounts/roster.ts";
import type { OrgDb } from "../base/db.ts";
import type { HandoffQuestion } from "../base/schema.ts";
import { journeysOf } from "./advances.ts";
import { findNode, type GraphNode } from "./graph.ts";
import { unreachable } from "./failures.ts";
import { type Run, valueAt, type WaitRow } from "./journeys.ts";
import { kindOf } from "./kinds.ts";
import type { Wake } from "./node.ts";
import type { Stage } from "./rehearsal_stage.ts";
import { readConfig } from "./step_config.ts";
import { candidatesFor, decideTask } from "./task_decisions.ts";
import type { Decision } from "./task_forms.ts";
import { findTask, type TaskWithNames } from "./tasks.ts";
import { wakeRun } from "./wakes.ts";

/** The choice with which the other side does not answer, or the event never comes. */
export const NO_ANSWER = "no_answer";

type FollowOn = (tx: OrgDb, runId: string, stage: Stage) => Promise<void>;

/** Brings a waiting run what it waits for, as it was chosen. False where that cannot be. */
export async function answerWait(
  tx: OrgDb,
  run: Run,
  stage: Stage,
  followOn: FollowOn,
): Promise<boolean> {
  const wait = await tx.selectFrom("run_waits").selectAll().where("run_id", "=", run.id)
    .executeTakeFirst();
  const [journey] = await journeysOf(tx, [run]);
  const node = journey && findNode(journey.published.graph, run.node_id!);
  if (!wait || !node) return false;
  const chosen = stage.trial.answers[node.id];
  if (wait.kind === "task") return await answerTask(tx, wait, stage, chosen);
  const wake = await wakeOf(tx, { run, wait, node, chosen, stage, followOn });
  if (!wake) return false;
  const at = { runId: run.id, nodeId: wait.node_id, visit: wait.visit };
  return await wakeRun(tx, at, wake, { rehearsal: stage.rehearsal });
}

interface Waiting {
  run: Run;
  wait: WaitRow;
  node: GraphNode;
  chosen: string | undefined;
  stage: Stage;
  followOn: FollowOn;
}

async function wakeOf(tx: OrgDb, waiting: Waiting): Promise<Wake | undefined> {
  const { wait, node, chosen, stage, run } = waiting;
  if (wait.kind === "timer") {
    stage.answered(node.id, "The time is taken as passed");
    return { timer: true };
  }
  if (wait.kind === "event") {
    const never = chosen === NO_ANSWER;
    stage.answered(node.id, never ? "It is taken as never come" : "It is taken as come");
    if (never) return { timer: true };
    const [kind, subjectId = null] = wait.key!.split(" ");
    const name = typeof node.config.named === "string" ? node.config.named : undefined;
    return { event: { kind: kind!, subjectId, accountId: run.account_id, data: { name } } };
  }
  return wait.kind === "run" ? await ofChild(tx, waiting) : await ofJob(tx, waiting);
}

/** The other workflow is played to its end on the same stage. */
async function ofChild(tx: OrgDb, { wait, stage, followOn }: Waiting): Promise<Wake | undefined> {
  await followOn(tx, wait.key!, stage);
  const child = await tx.selectFrom("runs").select(["id", "state", "outcome"])
    .where("id", "=", wait.key!).executeTakeFirst();
  if (!child) return undefined;
  const { id, state, outcome } = child;
  if (state !== "completed" && state !== "failed" && state !== "cancelled") return undefined;
  return { run: { id, state, outcome } };
}

/** Nothing is called: a sample stands in for what would come back. */
async function ofJob(tx: OrgDb, { run, node, chosen, stage }: Waiting): Promise<Wake> {
  const kind = kindOf(node.kind)!;
  if (chosen === NO_ANSWER) {
    stage.answered(node.id, "The other side is taken as not answering");
    return { lost: unreachable("The other side did not answer.") };
  }
  stage.answered(node.id, "A sample is taken as the answer");
  const typed = stage.trial.samples[node.id];
  if (typed) return { job: typed };
  const [journey] = await journeysOf(tx, [run]);
  const read = readConfig(kind, node, journey!, (path) => valueAt(journey!, path));
  if (!("config" in read)) return { lost: read.fail };
  const sample = Object.fromEntries(
    kind.outputs(node.config).map(({ key, sample }) => [key, sample]),
  );
  return { job: kind.trial?.(read.config) ?? sample };
}

/** Decided as people decide it, by the very same verb. */
async function answerTask(
  tx: OrgDb,
  wait: WaitRow,
  { trial, rehearsal, answered }: Stage,
  chosen: string | undefined,
): Promise<boolean> {
  const task = await findTask(tx, trial.by, wait.key!);
  const decision = await decisionFor(tx, task, chosen);
  answered(wait.node_id, await wordsOf(tx, decision));
  await decideTask(tx, trial.by, task.id, decision, { rehearsal });
  return true;
}

async function decisionFor(
  tx: OrgDb,
  task: TaskWithNames,
  chosen: string | undefined,
): Promise<Decision> {
  const reason = "Answered in a test";
  if (task.kind === "approval") {
    return { decision: chosen === "rejected" ? "rejected" : "approved", reason };
  }
  if (task.kind === "custom") {
    const answers = Object.fromEntries(task.questions.map((one) => [one.id, sampleOf(one)]));
    return { decision: "done", reason, answers };
  }
  const candidates = await candidatesFor(tx, task);
  const picked = candidates.find(({ id }) => id === chosen) ??
    candidates.filter(({ inQueue }) => inQueue).sort((a, b) => a.load - b.load)[0] ??
    candidates[0];
  return { decision: "assigned", reason, csmId: picked?.id };
}

function sampleOf({ type, options, label }: HandoffQuestion): string {
  if (type === "choice") return options[0] ?? "";
  return type === "yes_no" ? "Yes" : `Sample for "${label}"`;
}

async function wordsOf(tx: OrgDb, { decision, csmId }: Decision): Promise<string> {
  if (decision === "approved") return "Taken as approved";
  if (decision === "rejected") return "Taken as rejected";
  if (decision === "done") return "Answered with samples";
  const csm = (await csmRoster(tx)).find(({ id }) => id === csmId);
  return `Taken as given to ${csm?.name ?? "a CSM"}`;
}
