import { refusal } from "../messages/words/refusal.ts";
import { sql } from "kysely";
import type { AccountDb } from "../base/db.ts";
import { NotFound } from "../base/errors.ts";
import { recordEvent } from "../base/events.ts";
import { newId } from "../base/tokens.ts";
import { refuseInvitee } from "./invitees.ts";
import { readZone, type SeenAction, selectActions } from "./journey.ts";
import type { Author, Task } from "./submissions.ts";
import { isAsked, needsCustomer } from "./tasks.ts";
import { type LetIn, letIn } from "./teammates.ts";

/** How far the colleague is with what was handed to them. */
export type DelegationState = "asked" | "opened" | "begun" | "sent" | "done" | "taken_back";

export interface Delegation {
  id: string;
  name: string;
  email: string;
  by: string;
  note: string;
  at: Date;
  state: DelegationState;
}

const MOST = 20;

/** Of one task, the newest first. */
export async function listDelegations(tx: AccountDb, taskId: string): Promise<Delegation[]> {
  return await tx.selectFrom("delegations as d")
    .innerJoin("contacts as c", "c.id", "d.contact_id")
    .innerJoin("contacts as b", "b.id", "d.delegated_by")
    .innerJoin("actions as a", "a.id", "d.action_id")
    .leftJoin("portal_access as p", "p.contact_id", "d.contact_id")
    .select(["d.id", "c.name", "c.email", "b.name as by", "d.note", "d.created_at as at"])
    .select(sql<DelegationState>`case
        when d.ended_at is not null then 'taken_back'
        when a.state in ('completed', 'skipped', 'cancelled') then 'done'
        when exists (select from submissions s where s.action_id = a.id and s.state = 'submitted')
          then 'sent'
        when exists (select from submissions s where s.action_id = a.id and s.state = 'open'
          and s.contact_id = d.contact_id) then 'begun'
        when p.seen_at >= d.created_at then 'opened' else 'asked' end`.as("state"))
    .where("d.action_id", "=", taskId)
    .orderBy("d.id", "desc")
    .limit(MOST)
    .execute();
}

/** Hands one task to a colleague, who sees that task and nothing else unless they had more before. */
export async function delegateTask(
  tx: AccountDb,
  author: Author & { email: string },
  task: Task,
  { name, email, note }: { name: string; email: string; note: string },
): Promise<LetIn> {
  const { accountId, contactId } = author;
  if (task.isClosed) throw refusal("sharing.isDone", { task: task.label });
  if (email === author.email) throw refusal("sharing.ownAddress");
  await refuseInvitee(tx, email, author.email);
  const open = await listDelegations(tx, task.id);
  if (open.some((one) => one.email === email && one.state !== "taken_back")) {
    throw refusal("sharing.hasIt", { email });
  }
  if (open.length >= MOST) throw refusal("sharing.tooMany", { most: MOST });
  const colleague = await letIn(tx, author, { name, email }, "delegate");
  await tx.insertInto("delegations").values({
    id: newId(),
    account_id: accountId,
    action_id: task.id,
    contact_id: colleague.contactId,
    delegated_by: contactId,
    note,
  }).execute();
  await record(tx, accountId, "account.task_delegated", {
    name: colleague.name,
    label: task.label,
  });
  return colleague;
}

/** From the next request on they do not see it any more. */
export async function endDelegation(
  tx: AccountDb,
  { accountId }: Author,
  task: Task,
  id: string,
): Promise<string> {
  const known = (await listDelegations(tx, task.id)).find((one) => one.id === id);
  if (!known) throw new NotFound();
  await tx.updateTable("delegations").set({ ended_at: sql<Date>`now()` })
    .where("id", "=", id).where("ended_at", "is", null).execute();
  await record(tx, accountId, "account.delegation_ended", { name: known.name, label: task.label });
  return known.name;
}

export interface HandedTask extends SeenAction {
  by: string;
  note: string;
}

/** What a delegate has to do: all that row security shows them. */
export async function handedTasks(
  tx: AccountDb,
  contactId: string,
): Promise<{ tasks: HandedTask[]; today: string; account: string }> {
  const zone = await readZone(tx);
  const { today, account } = await tx.selectFrom("accounts").select([
    "name as account",
    sql<string>`(now() at time zone ${zone})::date`.as("today"),
  ]).executeTakeFirstOrThrow();
  const rows = await selectActions(tx, zone)
    .innerJoin("delegations as d", "d.action_id", "a.id")
    .innerJoin("contacts as b", "b.id", "d.delegated_by")
    .select(["b.name as by", "d.note"])
    .where("d.contact_id", "=", contactId)
    .where("d.ended_at", "is", null)
    .execute();
  return { tasks: rows.filter((row) => isAsked(row) && needsCustomer(row)), today, account };
}

/** Whether this task, and no more, is in somebody's hands. */
export async function hasTask(tx: AccountDb, contactId: string, taskId: string): Promise<boolean> {
  const found = await tx.selectFrom("delegations").select("id")
    .where("contact_id", "=", contactId).where("action_id", "=", taskId)
    .where("ended_at", "is", null).executeTakeFirst();
  return found !== undefined;
}

function record(
  tx: AccountDb,
  accountId: string,
  kind: string,
  data: Record<string, unknown>,
): Promise<void> {
  return recordEvent(tx, { kind, subjectId: accountId, accountId, data });
}
