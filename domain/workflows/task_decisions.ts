import { sql } from "kysely";
import { mayBeAssigned } from "../accounts/assignments.ts";
import { csmRoster } from "../accounts/roster.ts";
import type { Viewer } from "../accounts/viewers.ts";
import type { OrgDb } from "../base/db.ts";
import { NotFound, Refused } from "../base/errors.ts";
import { findMember } from "../people/members.ts";
import type { Rehearsal, TaskDecision } from "./node.ts";
import { wakeRun } from "./wakes.ts";
import { membersOfQueue } from "./queues.ts";
import { lockOpenTask, refuseClaimed } from "./task_claims.ts";
import type { Decision } from "./task_forms.ts";
import { recordTask, type TaskWithNames } from "./tasks.ts";

/**
 * Decides it and wakes its run, in one transaction: there is no moment at which one has happened
 * without the other, and nobody has to press anything more.
 */
export async function decideTask(
  tx: OrgDb,
  viewer: Viewer,
  id: string,
  decision: Decision,
  how: { rehearsal?: Rehearsal } = {},
): Promise<TaskWithNames> {
  await lockRunOf(tx, id);
  const task = await lockOpenTask(tx, viewer, id);
  if (task.claimed_by !== viewer.id) await refuseClaimed(tx, task);
  const csm = decision.csmId ? await takerOf(tx, decision.csmId) : undefined;
  await tx.updateTable("tasks").set({
    state: "decided",
    claimed_by: viewer.id,
    claimed_at: task.claimed_at ?? sql<Date>`now()`,
    decision: decision.decision,
    csm_id: csm?.id ?? null,
    answers: decision.answers ? sql`${decision.answers}::jsonb` : null,
    reason: decision.reason || null,
    decided_by: viewer.id,
    decided_at: sql<Date>`now()`,
    version: sql`version + 1`,
  }).where("id", "=", id).execute();
  await recordTask(tx, "task.decided", task, {
    queue: task.queue,
    decision: decision.decision,
    ...(csm && { csm: csm.name }),
    ...(decision.reason && { reason: decision.reason }),
  });
  await wake(tx, task, await toldOf(tx, task, viewer, decision, csm), how);
  return task;
}

/** Whoever cancels a run holds the run first and then its tasks; so does whoever decides one. */
async function lockRunOf(tx: OrgDb, id: string): Promise<void> {
  const task = await tx.selectFrom("tasks").select("run_id").where("id", "=", id)
    .executeTakeFirst();
  if (!task) throw new NotFound();
  if (!task.run_id) return;
  await tx.selectFrom("runs").select("id").where("id", "=", task.run_id).forUpdate().execute();
}

async function takerOf(tx: OrgDb, memberId: string) {
  if (!await mayBeAssigned(tx, "csm", memberId)) throw new Refused("Choose a CSM from the list.");
  const { id, name } = await findMember(tx, memberId);
  return { id, name };
}

async function toldOf(
  tx: OrgDb,
  task: TaskWithNames,
  viewer: Viewer,
  { decision, reason, answers = {} }: Decision,
  csm?: TaskDecision["csm"],
): Promise<TaskDecision> {
  const { id, name } = await findMember(tx, viewer.id);
  const by = { id, name };
  return {
    ...{ taskId: task.id, kind: task.kind, decision, by, csm, answers },
    reason: reason || null,
  };
}

async function wake(
  tx: OrgDb,
  { run_id: runId, node_id: nodeId, visit }: TaskWithNames,
  task: TaskDecision,
  how: { rehearsal?: Rehearsal },
): Promise<void> {
  if (!runId || !nodeId || visit === null) return;
  await wakeRun(tx, { runId, nodeId, visit }, { task }, how);
}

/** Who could take the account over, those of the queue first, and how much each has already. */
export async function candidatesFor(tx: OrgDb, task: TaskWithNames) {
  if (task.kind !== "assignment") return [];
  const [roster, members] = await Promise.all([csmRoster(tx), membersOfQueue(tx, task.queue_id)]);
  const ofQueue = new Set(members.map(({ id }) => id));
  return roster.map((one) => ({ ...one, inQueue: ofQueue.has(one.id) }));
}
