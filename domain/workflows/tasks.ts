import { type Selectable, sql } from "kysely";
import type { OrgDb } from "../base/db.ts";
import { NotFound, Refused } from "../base/errors.ts";
import { recordEvent, recordEvents } from "../base/events.ts";
import type { HandoffQuestion, Tasks } from "../base/schema.ts";
import { newId } from "../base/tokens.ts";
import { calendarsOf } from "../onboarding/account_calendars.ts";
import { may } from "../people/roles.ts";
import type { Viewer } from "../accounts/viewers.ts";
import type { Queue } from "./queues.ts";
import { addWorkingHours } from "./working_hours.ts";

export type Task = Selectable<Tasks>;

/** With the names that a page shows. */
export type TaskWithNames = Task & {
  queue: string;
  queue_archived: boolean;
  account: string | null;
  claimant: string | null;
  decider: string | null;
  csm: string | null;
  /** Compared by the database's clock. */
  late: boolean;
  soon: boolean;
};

export interface NewTask {
  queueId: string;
  /** Left out, the queue's own kind: a node may take a person from any queue. */
  kind?: Task["kind"];
  runId: string;
  nodeId: string;
  visit: number;
  accountId?: string | null;
  title: string;
  detail?: string;
  /** Left out, what the queue asks. */
  questions?: HandoffQuestion[];
}

/** Called by a node that waits for a person. An archived queue takes none. */
export async function openTask(tx: OrgDb, task: NewTask): Promise<Task> {
  const queue = await takingQueue(tx, task.queueId);
  const kind = task.kind ?? queue.kind;
  const opened = await tx.insertInto("tasks").values({
    id: newId(),
    queue_id: queue.id,
    kind,
    run_id: task.runId,
    node_id: task.nodeId,
    visit: task.visit,
    account_id: task.accountId ?? null,
    title: task.title.slice(0, MOST_TITLE),
    detail: task.detail?.slice(0, MOST_DETAIL) ?? "",
    questions: sql`${kind === "custom" ? task.questions ?? queue.questions : []}::jsonb`,
    due_at: await dueAt(tx, queue, task.accountId ?? undefined),
  }).returningAll().executeTakeFirstOrThrow();
  await recordTask(tx, "task.opened", opened, { queue: queue.name });
  return opened;
}

const MOST_TITLE = 200;
const MOST_DETAIL = 5_000;

/** Locked against archiving, not against others who put something in. */
async function takingQueue(tx: OrgDb, id: string): Promise<Queue> {
  const queue = await tx.selectFrom("queues").selectAll().where("id", "=", id).forShare()
    .executeTakeFirst();
  if (!queue) throw new NotFound("This queue is not there any more");
  if (queue.archived_at) throw new Refused(`The queue "${queue.name}" is archived.`);
  return queue;
}

async function dueAt(tx: OrgDb, { sla_hours }: Queue, accountId?: string): Promise<Date | null> {
  if (sla_hours === null) return null;
  const { now, of } = await calendarsOf(tx, []);
  return addWorkingHours(now, sla_hours, of(accountId ?? ""));
}

/** Called where a run ends before somebody has decided. */
export async function cancelTasksOf(
  tx: OrgDb,
  runId: string,
  node?: { nodeId: string; visit: number },
): Promise<void> {
  const cancelled = await tx.updateTable("tasks")
    .set({ state: "cancelled", version: sql`version + 1` })
    .where("run_id", "=", runId).where("state", "in", ["open", "claimed"])
    .$if(
      node !== undefined,
      (q) => q.where("node_id", "=", node!.nodeId).where("visit", "=", node!.visit),
    )
    .returning(["id", "account_id", "title"]).execute();
  await recordEvents(
    tx,
    cancelled.map(({ id, account_id, title }) => ({
      kind: "task.cancelled",
      subjectId: id,
      accountId: account_id ?? undefined,
      data: { title },
    })),
  );
}

export async function findTask(tx: OrgDb, viewer: Viewer, id: string): Promise<TaskWithNames> {
  const { rows: [task] } = await sql<TaskWithNames>`
    select t.*, ${NAMES}
    ${FROM}
    where t.org_id = current_org() and t.id = ${id} and ${visibleTo(viewer)}`.execute(tx);
  if (!task) throw new NotFound();
  return task;
}

/** How near a deadline is called soon. */
const SOON = sql`interval '4 hours'`;

export const NAMES = sql`q.name as queue, q.archived_at is not null as queue_archived,
  a.name as account, c.name as claimant, d.name as decider, s.name as csm,
  coalesce(t.due_at <= now(), false) as late,
  coalesce(t.due_at > now() and t.due_at <= now() + ${SOON}, false) as soon`;

export const FROM = sql`from tasks t
  join queues q on q.org_id = t.org_id and q.id = t.queue_id
  left join accounts a on a.org_id = t.org_id and a.id = t.account_id
  left join members c on c.org_id = t.org_id and c.id = t.claimed_by
  left join members d on d.org_id = t.org_id and d.id = t.decided_by
  left join members s on s.org_id = t.org_id and s.id = t.csm_id`;

/** The queues that somebody works on. */
export const queuesOf = (memberId: string) =>
  sql`(select queue_id from queue_members
    where org_id = current_org() and member_id = ${memberId})`;

/**
 * Those of one's own queues, those one has taken, and late ones that escalate to oneself. Who reads
 * every queue sees them all.
 */
export function visibleTo(viewer: Viewer) {
  if (may(viewer.roles, "tasks.readAll")) return sql`true`;
  return sql`(${isTheirs(viewer)})`;
}

/** Whether somebody may act on it, beside admins and operations. */
export function isTheirs({ id, roles }: Viewer) {
  return sql`t.queue_id in ${queuesOf(id)} or t.claimed_by = ${id}
    or (t.escalated_at is not null
      and (q.escalate_to = ${id} or q.escalate_role = any(${[...roles]}::text[])))`;
}

/** Looks at it as its page does, and holds it: whoever comes second finds what the first has done. */
export async function lockTask(tx: OrgDb, viewer: Viewer, id: string): Promise<TaskWithNames> {
  await tx.selectFrom("tasks").select("id").where("id", "=", id).forUpdate().execute();
  return await findTask(tx, viewer, id);
}

export async function mayWorkOn(tx: OrgDb, viewer: Viewer, id: string): Promise<boolean> {
  if (may(viewer.roles, "queues.change")) return true;
  const { rows } = await sql`select 1 from tasks t
    join queues q on q.org_id = t.org_id and q.id = t.queue_id
    where t.org_id = current_org() and t.id = ${id} and (${isTheirs(viewer)})`.execute(tx);
  return rows.length > 0;
}

export async function recordTask(
  tx: OrgDb,
  kind: `task.${string}`,
  { id, account_id, title }: Pick<Task, "id" | "account_id" | "title">,
  data: Record<string, unknown> = {},
): Promise<void> {
  await recordEvent(tx, {
    kind,
    subjectId: id,
    accountId: account_id ?? undefined,
    data: { title, ...data },
  });
}
