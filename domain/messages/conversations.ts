import type { AccountDb, OrgDb } from "../base/db.ts";
import { recordEvent } from "../base/events.ts";
import type { Language } from "../base/languages.ts";
import type { ContactFrequency } from "../base/schema.ts";
import { newId } from "../base/tokens.ts";

/** One thing that a customer or somebody of the organisation wrote. */
export interface Message {
  id: string;
  body: string;
  at: Date;
  /** Who wrote it. */
  by: string;
  isFromCustomer: boolean;
  task: string | null;
  taskId: string | null;
}

export interface NewMessage {
  accountId: string;
  actionId?: string;
  /** Exactly one of the two wrote it. */
  contactId?: string;
  memberId?: string;
  body: string;
}

const MOST = 200;

/** The newest ones, in the order they were written. */
export async function listMessages(
  tx: OrgDb | AccountDb,
  accountId: string,
  about?: string,
): Promise<Message[]> {
  const rows = await tx.selectFrom("messages as w")
    .leftJoin("contacts as c", "c.id", "w.contact_id")
    .leftJoin("members as m", "m.id", "w.member_id")
    .leftJoin("actions as a", "a.id", "w.action_id")
    .select(["w.id", "w.body", "w.created_at", "c.name as contact", "m.name as member"])
    .select(["w.contact_id", "a.label", "a.id as action_id"])
    .where("w.account_id", "=", accountId)
    .$if(about !== undefined, (q) => q.where("w.action_id", "=", about!))
    .orderBy("w.id", "desc")
    .limit(MOST)
    .execute();
  return rows.reverse().map((row) => ({
    id: row.id,
    body: row.body,
    at: row.created_at,
    by: row.contact ?? row.member ?? "Your CSM",
    isFromCustomer: row.contact_id !== null,
    task: row.label,
    taskId: row.action_id,
  }));
}

export async function writeMessage(tx: OrgDb | AccountDb, message: NewMessage): Promise<string> {
  const { accountId, actionId, contactId, memberId, body } = message;
  const id = newId();
  const author = contactId ? { contact_id: contactId } : { member_id: memberId };
  await tx.insertInto("messages")
    .values({
      id,
      account_id: accountId,
      body,
      ...author,
      ...(actionId && { action_id: actionId }),
    })
    .execute();
  await recordEvent(tx, {
    kind: contactId ? "message.received" : "message.answered",
    subjectId: accountId,
    accountId,
    data: { messageId: id },
  });
  return id;
}

export interface Writer {
  id: string;
  name: string;
  email: string;
  language: Language | null;
  /** How they want mail that comes by itself. */
  frequency: ContactFrequency;
}

/** The contacts who have written on this account and are still its contacts. */
export async function writersOf(
  tx: OrgDb,
  accountId: string,
): Promise<Writer[]> {
  return await tx.selectFrom("contacts as c")
    .innerJoin("portal_access as p", "p.contact_id", "c.id")
    .leftJoin("contact_preferences as w", "w.contact_id", "c.id")
    .select(["c.id", "c.name", "c.email", "c.language"])
    .select((e) => e.fn.coalesce("w.frequency", e.val("each" as const)).as("frequency"))
    .where("c.account_id", "=", accountId)
    .where("c.removed_at", "is", null)
    .where("p.ended_at", "is", null)
    .where((where) =>
      where.exists(
        where.selectFrom("messages as w").select("w.id").whereRef("w.contact_id", "=", "c.id"),
      )
    )
    .limit(20)
    .execute();
}
