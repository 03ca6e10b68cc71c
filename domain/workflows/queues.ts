import { type Selectable, sql } from "kysely";
import type { OrgDb } from "../base/db.ts";
import { NotFound, Refused } from "../base/errors.ts";
import { recordEvent } from "../base/events.ts";
import type { HandoffQuestion, Queues, Role } from "../base/schema.ts";
import { newId } from "../base/tokens.ts";
import { differences, staleError } from "../people/versions.ts";

export type Queue = Selectable<Queues>;
export type QueueKind = Queue["kind"];

export interface ListedQueue extends Queue {
  members: number;
  waiting: number;
  late: number;
  /** The person's name; a role stands in `escalate_role`. */
  escalates_to: string | null;
}

/** What its form says of a queue. */
export interface QueueChange {
  name: string;
  about: string;
  slaHours: number | null;
  escalateTo: string | null;
  escalateRole: Role | null;
  memberIds: string[];
}

const MOST_QUEUES = 200;

/** Those in use first, then the archived ones, each by name. */
export async function listQueues(tx: OrgDb): Promise<ListedQueue[]> {
  const { rows } = await sql<ListedQueue>`
    select q.*, e.name as escalates_to,
      (select count(*) from queue_members m
        where m.org_id = q.org_id and m.queue_id = q.id)::integer as members,
      w.waiting, w.late
    from queues q
    left join members e on e.org_id = q.org_id and e.id = q.escalate_to
    cross join lateral (
      select count(*)::integer as waiting, count(*) filter (where due_at <= now())::integer as late
      from tasks t
      where t.org_id = q.org_id and t.queue_id = q.id and t.state in ('open', 'claimed')
    ) w
    where q.org_id = current_org()
    order by q.archived_at is not null, lower(q.name) limit ${MOST_QUEUES}`.execute(tx);
  return rows;
}

export async function findQueue(tx: OrgDb, id: string): Promise<Queue> {
  const queue = await tx.selectFrom("queues").selectAll().where("id", "=", id).executeTakeFirst();
  if (!queue) throw new NotFound();
  return queue;
}

export interface QueueMember {
  id: string;
  name: string;
  roles: Role[];
}

/** Who works on it: whoever has left the organisation does not. */
export async function membersOfQueue(tx: OrgDb, id: string): Promise<QueueMember[]> {
  return await tx.selectFrom("queue_members as q").innerJoin("members as m", "m.id", "q.member_id")
    .select(["m.id", "m.name", "m.roles"])
    .where("q.queue_id", "=", id).where("m.deactivated_at", "is", null)
    .orderBy("m.name_key").execute();
}

export async function addQueue(
  tx: OrgDb,
  { name, kind, memberIds = [] }: { name: string; kind: QueueKind; memberIds?: string[] },
): Promise<Queue> {
  await refuseTakenName(tx, name);
  const questions: HandoffQuestion[] = kind === "custom" ? [FIRST_QUESTION] : [];
  const queue = await tx.insertInto("queues")
    .values({ id: newId(), name, kind, questions: sql`${questions}::jsonb` })
    .returningAll().executeTakeFirstOrThrow();
  await recordEvent(tx, { kind: "queue.added", subjectId: queue.id, data: { name } });
  if (memberIds.length > 0) await setMembers(tx, queue.id, memberIds);
  return queue;
}

/** A custom task asks at least this, until its queue asks something else. */
const FIRST_QUESTION: HandoffQuestion = {
  id: "result",
  type: "long_text",
  label: "What came of it?",
  help: "",
  options: [],
  required: true,
};

export async function changeQueue(
  tx: OrgDb,
  id: string,
  version: number,
  change: QueueChange,
): Promise<Queue> {
  const before = await lockQueue(tx, id, version);
  if (before.archived_at) throw new Refused(`"${before.name}" is archived. Restore it first.`);
  await refuseTakenName(tx, change.name, id);
  const columns = {
    name: change.name,
    about: change.about,
    sla_hours: change.slaHours,
    escalate_to: change.escalateTo,
    escalate_role: change.escalateRole,
  };
  const queue = await tx.updateTable("queues").set({ ...columns, version: sql`version + 1` })
    .where("id", "=", id).returningAll().executeTakeFirstOrThrow();
  await setMembers(tx, id, change.memberIds);
  const changes = differences<Record<string, unknown>>({ ...before }, columns);
  const data = { name: queue.name, changes };
  await recordEvent(tx, { kind: "queue.changed", subjectId: id, data });
  return queue;
}

/** A stranger's id, or one of somebody who has left, is not put in. */
async function setMembers(tx: OrgDb, id: string, memberIds: string[]): Promise<void> {
  await sql`
    with wanted as (
      select id from members
      where org_id = current_org() and id = any(${memberIds}::uuid[]) and deactivated_at is null
    ), gone as (
      delete from queue_members where org_id = current_org() and queue_id = ${id}
        and member_id not in (select id from wanted)
    )
    insert into queue_members (queue_id, member_id) select ${id}::uuid, id from wanted
    on conflict do nothing`.execute(tx);
}

/** The lock is taken before the version is compared: of two who save at once, one is told. */
export async function lockQueue(tx: OrgDb, id: string, version?: number): Promise<Queue> {
  const queue = await tx.selectFrom("queues").selectAll().where("id", "=", id).forUpdate()
    .executeTakeFirst();
  if (!queue) throw new NotFound();
  if (version !== undefined && queue.version !== version) {
    throw await staleError(tx, "this queue", id);
  }
  return queue;
}

async function refuseTakenName(tx: OrgDb, name: string, except?: string): Promise<void> {
  const taken = await tx.selectFrom("queues").select("id")
    .where(sql<string>`lower(name)`, "=", name.toLowerCase()).where("archived_at", "is", null)
    .$if(except !== undefined, (q) => q.where("id", "<>", except!)).executeTakeFirst();
  if (taken) throw new Refused(`There is a queue named "${name}" already.`);
}

/** What still waits goes to another queue of the same kind, or the archiving is refused. */
export async function archiveQueue(
  tx: OrgDb,
  id: string,
  { version, moveTo }: { version: number; moveTo?: string },
): Promise<Queue> {
  const queue = await lockQueue(tx, id, version);
  if (queue.archived_at) throw new Refused(`"${queue.name}" is archived already.`);
  const moved = moveTo ? await moveTasks(tx, queue, moveTo) : undefined;
  if (!moved) await refuseWaiting(tx, queue);
  const archived = await tx.updateTable("queues")
    .set({ archived_at: sql<Date>`now()`, version: sql`version + 1` })
    .where("id", "=", id).returningAll().executeTakeFirstOrThrow();
  const data = { name: queue.name, ...moved };
  await recordEvent(tx, { kind: "queue.archived", subjectId: id, data });
  return archived;
}

async function refuseWaiting(tx: OrgDb, { id, name }: Queue): Promise<void> {
  const { rows: [row] } = await sql<{ waiting: number }>`
    select count(*)::integer as waiting from tasks
    where org_id = current_org() and queue_id = ${id} and state in ('open', 'claimed')`.execute(tx);
  const { waiting } = row!;
  if (waiting === 0) return;
  const tasks = waiting === 1 ? "1 task waits" : `${waiting} tasks wait`;
  throw new Refused(
    `${tasks} in "${name}", and runs wait for them. Choose the queue they go to, or decide them first.`,
  );
}

async function moveTasks(tx: OrgDb, from: Queue, moveTo: string) {
  const to = await lockQueue(tx, moveTo);
  if (to.archived_at || to.kind !== from.kind || to.id === from.id) {
    throw new Refused("Choose a queue of the same kind that is in use.");
  }
  const { rows } = await sql<{ id: string; account_id: string | null }>`
    update tasks set queue_id = ${to.id}, version = version + 1
    where org_id = current_org() and queue_id = ${from.id} and state in ('open', 'claimed')
    returning id, account_id`.execute(tx);
  return { to: to.name, moved: rows.length };
}

export async function restoreQueue(tx: OrgDb, id: string): Promise<Queue> {
  const queue = await lockQueue(tx, id);
  if (!queue.archived_at) throw new Refused(`"${queue.name}" is in use already.`);
  await refuseTakenName(tx, queue.name);
  const restored = await tx.updateTable("queues")
    .set({ archived_at: null, version: sql`version + 1` })
    .where("id", "=", id).returningAll().executeTakeFirstOrThrow();
  await recordEvent(tx, { kind: "queue.restored", subjectId: id, data: { name: queue.name } });
  return restored;
}
