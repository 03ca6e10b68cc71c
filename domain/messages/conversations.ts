import { sql } from "kysely";
import type { AccountDb, OrgDb } from "../base/db.ts";
import { recordEvent } from "../base/events.ts";
import type { Language } from "../base/languages.ts";
import type { ContactFrequency, LeftOut } from "../base/schema.ts";
import { newId } from "../base/tokens.ts";

/** One thing that a customer or somebody of the organisation wrote, in the portal or by mail. */
export interface Message {
  id: string;
  channel: "portal" | "mail";
  subject: string;
  body: string;
  at: Date;
  /** Who wrote it. */
  by: string;
  isFromCustomer: boolean;
  task: string | null;
  taskId: string | null;
  files: { id: string; name: string; size: number }[];
  /** A machine's answer: it says something of its sender, and asks for nothing. */
  isAutomatic: boolean;
  /** Why it is not taken for a contact's. Such a message is not shown to customers. */
  doubt: string | null;
  senderAddress: string | null;
  leftOut: LeftOut[];
  /** From a customer, and nobody has answered it. */
  waits: boolean;
  contactId: string | null;
  /** The mail as it came in. */
  inboundId: string | null;
  /** The mail as it left. */
  mailId: string | null;
}

export interface NewMessage {
  accountId: string;
  actionId?: string;
  /** One of the two wrote it; of a mail without review, nobody. */
  contactId?: string;
  memberId?: string;
  body: string;
}

export interface NewMailMessage extends NewMessage {
  subject: string;
  /** One of the two. */
  inboundId?: string;
  mailId?: string;
  sender?: { name: string; address: string };
  doubt?: string;
  automatic?: boolean;
  /** The contacts who see it in the portal. */
  readers: string[];
}

const MOST = 200;
export const MOST_BODY = 20_000;

/** The newest ones, in the order they were written. */
export async function listMessages(
  tx: OrgDb | AccountDb,
  accountId: string,
  { about, id }: { about?: string; id?: string } = {},
): Promise<Message[]> {
  const rows = await tx.selectFrom("messages as w")
    .leftJoin("contacts as c", "c.id", "w.contact_id")
    .leftJoin("members as m", "m.id", "w.member_id")
    .leftJoin("actions as a", "a.id", "w.action_id")
    .select(["w.id", "w.body", "w.created_at", "c.name as contact", "m.name as member"])
    .select(["w.contact_id", "w.member_id", "a.label", "a.id as action_id", "w.channel"])
    .select(["w.subject", "w.sender_name", "w.sender_address", "w.doubt", "w.automatic"])
    .select(["w.left_out", "w.answered_at", "w.inbound_id", "w.mail_id"])
    .select(
      sql<Message["files"]>`coalesce((
        select jsonb_agg(jsonb_build_object('id', f.id, 'name', f.name, 'size', f.size) order by f.id)
        from files f where f.message_id = w.id), '[]')`.as("files"),
    )
    .where("w.account_id", "=", accountId)
    .$if(about !== undefined, (q) => q.where("w.action_id", "=", about!))
    .$if(id !== undefined, (q) => q.where("w.id", "=", id!))
    .orderBy("w.id", "desc")
    .limit(MOST)
    .execute();
  return rows.reverse().map((row) => {
    const isFromCustomer = row.contact_id !== null || row.inbound_id !== null;
    return {
      id: row.id,
      channel: row.channel,
      subject: row.subject,
      body: row.body,
      at: row.created_at,
      by: row.contact ?? row.member ??
        (row.inbound_id ? row.sender_name || row.sender_address || "Somebody" : "Your CSM"),
      isFromCustomer,
      task: row.label,
      taskId: row.action_id,
      files: row.files,
      isAutomatic: row.automatic,
      doubt: row.doubt,
      senderAddress: row.sender_address,
      leftOut: row.left_out,
      waits: isFromCustomer && !row.automatic && row.answered_at === null,
      contactId: row.contact_id,
      inboundId: row.inbound_id,
      mailId: row.mail_id,
    };
  });
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

/** Puts a mail into the conversation. Its event is the caller's, who knows what it means. */
export async function keepMailMessage(tx: OrgDb, message: NewMailMessage): Promise<string> {
  const id = newId();
  await tx.insertInto("messages").values({
    id,
    account_id: message.accountId,
    action_id: message.actionId ?? null,
    contact_id: message.contactId ?? null,
    member_id: message.memberId ?? null,
    channel: "mail",
    subject: message.subject.slice(0, 500),
    body: message.body.slice(0, MOST_BODY).toWellFormed(),
    inbound_id: message.inboundId ?? null,
    mail_id: message.mailId ?? null,
    sender_name: message.sender?.name ?? null,
    sender_address: message.sender?.address ?? null,
    doubt: message.doubt ?? null,
    automatic: message.automatic ?? false,
    readers: message.readers,
  }).execute();
  return id;
}

/** Somebody has answered, or said that no answer is needed. Left out, all that waits there. */
export async function markAnswered(tx: OrgDb, accountId: string, id?: string): Promise<void> {
  await tx.updateTable("messages").set({ answered_at: sql<Date>`now()` })
    .where("account_id", "=", accountId)
    .where("answered_at", "is", null)
    .$if(id !== undefined, (q) => q.where("id", "=", id!))
    .execute();
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
        where.selectFrom("messages as w").select("w.id").whereRef("w.contact_id", "=", "c.id")
          .where("w.channel", "=", "portal"),
      )
    )
    .limit(20)
    .execute();
}
