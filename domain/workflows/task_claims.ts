import { sql } from "kysely";
import type { Viewer } from "../accounts/viewers.ts";
import type { OrgDb } from "../base/db.ts";
import { Forbidden, Refused } from "../base/errors.ts";
import { may, whoMay } from "../people/roles.ts";
import { membersOfQueue } from "./queues.ts";
import { ago, decidedWords } from "./task_words.ts";
import { lockTask, mayWorkOn, recordTask, type TaskWithNames } from "./tasks.ts";

/** Takes it, so that nobody else does the same work. Of two who try, one is told who has it. */
export async function claimTask(tx: OrgDb, viewer: Viewer, id: string): Promise<TaskWithNames> {
  const task = await lockOpenTask(tx, viewer, id);
  if (task.claimed_by === viewer.id) return task;
  await refuseClaimed(tx, task);
  await giveTo(tx, task, viewer.id);
  await recordTask(tx, "task.claimed", task, { queue: task.queue });
  return task;
}

/** Puts it back for the others. */
export async function releaseTask(tx: OrgDb, viewer: Viewer, id: string): Promise<TaskWithNames> {
  const task = await lockOpenTask(tx, viewer, id);
  if (task.state === "open") throw new Refused("Nobody has claimed this task.");
  if (task.claimed_by !== viewer.id && !may(viewer.roles, "queues.change")) {
    throw new Refused(`${task.claimant} has claimed this task. Only they can release it.`);
  }
  await tx.updateTable("tasks").set({
    state: "open",
    claimed_by: null,
    claimed_at: null,
    version: sql`version + 1`,
  }).where("id", "=", id).execute();
  await recordTask(tx, "task.released", task, { from: task.claimant });
  return task;
}

/** Gives it to somebody of its queue, whoever has it now. */
export async function reassignTask(
  tx: OrgDb,
  viewer: Viewer,
  id: string,
  memberId: string,
): Promise<{ to: string }> {
  const task = await lockOpenTask(tx, viewer, id);
  const member = (await membersOfQueue(tx, task.queue_id)).find((one) => one.id === memberId);
  if (!member) throw new Refused(`Choose somebody who works on "${task.queue}".`);
  if (task.claimed_by === memberId) throw new Refused(`${member.name} has this task already.`);
  await giveTo(tx, task, memberId);
  const data = { to: member.name, toId: member.id, from: task.claimant };
  await recordTask(tx, "task.reassigned", task, data);
  return { to: member.name };
}

async function giveTo(tx: OrgDb, { id }: TaskWithNames, memberId: string) {
  await tx.updateTable("tasks").set({
    state: "claimed",
    claimed_by: memberId,
    claimed_at: sql<Date>`now()`,
    version: sql`version + 1`,
  }).where("id", "=", id).execute();
}

/** One that still waits, for somebody who may work on it. */
export async function lockOpenTask(
  tx: OrgDb,
  viewer: Viewer,
  id: string,
): Promise<TaskWithNames> {
  const task = await lockTask(tx, viewer, id);
  if (!await mayWorkOn(tx, viewer, id)) {
    throw new Forbidden(`You do not work on "${task.queue}"`, whoMay("queues.change"));
  }
  if (task.state === "decided") throw new Refused(await decidedAgo(tx, task));
  if (task.state === "cancelled") {
    throw new Refused("The run that asked this has ended, so there is nothing left to decide.");
  }
  return task;
}

/** Tells a second person who was first. */
export async function refuseClaimed(tx: OrgDb, task: TaskWithNames): Promise<void> {
  if (task.state !== "claimed") return;
  const since = await secondsSince(tx, task.claimed_at!);
  throw new Refused(`${task.claimant} claimed this ${ago(since)}, so it is theirs to decide.`);
}

async function decidedAgo(tx: OrgDb, task: TaskWithNames): Promise<string> {
  const since = await secondsSince(tx, task.decided_at!);
  return `${task.decider} ${decidedWords(task)} ${ago(since)}. What you chose has no effect.`;
}

async function secondsSince(tx: OrgDb, at: Date): Promise<number> {
  const { rows: [row] } = await sql<{ seconds: number }>`
    select greatest(0, extract(epoch from clock_timestamp() - ${at}::timestamptz))::integer as seconds`
    .execute(tx);
  return row!.seconds;
}
