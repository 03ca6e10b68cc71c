import { sql } from "kysely";
import { type Db, inOrg, type OrgDb, type SystemDb } from "../base/db.ts";
import { recordEvents } from "../base/events.ts";
import type { Role } from "../base/schema.ts";
import { findLetterhead, postLetterOn } from "../messages/letterheads.ts";
import { roleLabels } from "../people/roles.ts";
import { escalationLetter } from "../messages/task_letters.ts";

const AT_ONCE = 100;
const MOST_TOLD = 20;

/** For the clock: where a task is late and nobody has been told. */
export async function orgsToEscalate(tx: SystemDb): Promise<string[]> {
  const rows = await tx.selectFrom("tasks").select("org_id").distinct()
    .where("state", "in", ["open", "claimed"]).where("escalated_at", "is", null)
    .where(sql<boolean>`due_at <= now()`).execute();
  return rows.map(({ org_id }) => org_id);
}

const ACTOR = { kind: "system", cause: "job:escalate_tasks" } as const;

/** Each late task is told of once, whoever rings and however often. */
export function escalateTasks(db: Db, orgId: string, publicUrl: URL): Promise<void> {
  return inOrg(db, orgId, ACTOR, async (tx) => {
    const late = await markLate(tx);
    if (late.length === 0) return;
    const readers = new Map<string, Reader[]>();
    for (const task of late) readers.set(task.id, await readersOf(tx, task));
    await recordEvents(tx, late.map((task) => escalation(task, readers.get(task.id)!)));
    const head = await findLetterhead(tx, publicUrl);
    for (const task of late) {
      const link = new URL(`/queue/${task.id}`, publicUrl).href;
      for (const { name, address } of readers.get(task.id)!) {
        const letter = escalationLetter({ ...task, link });
        const to = { name, address };
        await postLetterOn(tx, head, letter, { class: "notice", to, subjectId: task.id });
      }
    }
  });
}

interface Reader {
  id: string;
  name: string;
  address: string;
}

function escalation({ id, account_id, title, queue, to, escalate_role }: Late, readers: Reader[]) {
  return {
    kind: "task.escalated",
    subjectId: id,
    accountId: account_id ?? undefined,
    data: {
      title,
      queue,
      to: to ?? (escalate_role ? roleLabels([escalate_role]) : null),
      toIds: readers.map((reader) => reader.id),
    },
  };
}

interface Late {
  id: string;
  account_id: string | null;
  title: string;
  queue: string;
  account: string | null;
  claimant: string | null;
  escalate_to: string | null;
  escalate_role: Role | null;
  to: string | null;
}

async function markLate(tx: OrgDb): Promise<Late[]> {
  const { rows } = await sql<Late>`
    with late as (
      select id from tasks
      where state in ('open', 'claimed') and escalated_at is null and due_at <= now()
      order by due_at limit ${AT_ONCE} for update skip locked
    ), told as (
      update tasks t set escalated_at = now(), version = version + 1
      from late where t.id = late.id and t.org_id = current_org()
      returning t.*
    )
    select t.id, t.account_id, t.title, q.name as queue, q.escalate_to, q.escalate_role,
      a.name as account, c.name as claimant, e.name as to
    from told t
    join queues q on q.org_id = t.org_id and q.id = t.queue_id
    left join accounts a on a.org_id = t.org_id and a.id = t.account_id
    left join members c on c.org_id = t.org_id and c.id = t.claimed_by
    left join members e on e.org_id = t.org_id and e.id = q.escalate_to`.execute(tx);
  return rows;
}

/** Where a queue names nobody, being late is recorded and shown, and nobody gets a letter. */
async function readersOf(tx: OrgDb, { escalate_to, escalate_role }: Late): Promise<Reader[]> {
  if (!escalate_to && !escalate_role) return [];
  return await tx.selectFrom("members").select(["id", "name", "email as address"])
    .where("deactivated_at", "is", null)
    .$if(escalate_to !== null, (q) => q.where("id", "=", escalate_to!))
    .$if(
      escalate_role !== null,
      (q) => q.where(sql<boolean>`roles @> array[${escalate_role}]::text[]`),
    )
    .orderBy("name_key").limit(MOST_TOLD).execute();
}
