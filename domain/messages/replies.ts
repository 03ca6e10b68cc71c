import { sql } from "kysely";
import type { OrgDb } from "../base/db.ts";
import { NotFound, Refused } from "../base/errors.ts";
import { recordEvent } from "../base/events.ts";
import type { Language } from "../base/languages.ts";
import { findOrg } from "../people/orgs.ts";
import { keepMailMessage, markAnswered } from "./conversations.ts";
import { writeCustomerLetter } from "./customer_letter.ts";
import { findLetterhead } from "./letterheads.ts";
import { oneLine } from "./outgoing.ts";
import { type Mail, postMail } from "./outbox.ts";
import { type Words, wordsIn } from "./words/words.ts";

/** A mail of a customer that can be answered by mail. */
export interface Answerable {
  id: string;
  accountId: string;
  actionId: string | null;
  contactId: string;
  name: string;
  address: string;
  subject: string;
  messageKey: string | null;
  threadKeys: string[];
}

/** Only a contact is written to: whoever else sent it has to be made one first. */
export async function findAnswerable(
  tx: OrgDb,
  accountId: string,
  messageId: string,
): Promise<Answerable> {
  const row = await tx.selectFrom("messages as w")
    .innerJoin("inbound_mails as i", "i.id", "w.inbound_id")
    .innerJoin("contacts as c", "c.id", "w.contact_id")
    .select([
      "w.id",
      "w.action_id",
      "w.subject",
      "c.id as contact",
      "c.name",
      "c.email",
      "c.language",
    ])
    .select(["i.message_key", "i.thread_keys"])
    .where("w.id", "=", messageId).where("w.account_id", "=", accountId)
    .where("w.automatic", "=", false).where("c.removed_at", "is", null)
    .executeTakeFirst();
  if (!row) throw new NotFound();
  return {
    id: row.id,
    accountId,
    actionId: row.action_id,
    contactId: row.contact,
    name: row.name,
    address: row.email,
    subject: answerTo(row.subject, await wordsFor(tx, row.language)),
    messageKey: row.message_key,
    threadKeys: row.thread_keys,
  };
}

/** "Re: Kickoff", however often it went to and fro. */
export function answerTo(subject: string, { t }: Words): string {
  const plain = subject.replace(/^((re|aw|antw|sv|rv|res|r\u00e9f|rif)(\[\d+\])?\s?:\s*)+/i, "")
    .trim();
  return oneLine(`Re: ${plain || t("messages.yourMail")}`, 500);
}

async function wordsFor(tx: OrgDb, language: Language | null): Promise<Words> {
  return wordsIn(language ?? (await findOrg(tx)).language ?? "en");
}

export interface MailAnswer {
  body: string;
  member: { id: string; name: string; email: string };
  orgName: string;
}

/**
 * Answers by mail, as the person who writes it: pressing Send is the approval. It carries on the
 * thread that the customer's mail program knows.
 */
export async function answerByMail(
  tx: OrgDb,
  to: Answerable,
  { body, member, orgName }: MailAnswer,
  publicUrl: URL,
): Promise<string> {
  const account = await tx.selectFrom("accounts").select(["name", "archived_at"])
    .where("id", "=", to.accountId).executeTakeFirstOrThrow();
  if (account.archived_at) {
    throw new Refused(`${account.name} is archived. Restore it before you write.`);
  }
  const { replyTo: _, ...head } = await findLetterhead(tx, publicUrl);
  const mailId = await postMail(tx, {
    class: "customer",
    ...writeCustomerLetter({ subject: to.subject, body }, head),
    fromName: `${member.name} (${orgName})`,
    replyTo: member.email,
    to: { name: to.name, address: to.address },
    ...threadOf(to),
    takesReplies: true,
    accountId: to.accountId,
    subjectId: to.actionId ?? undefined,
    approvedBy: member.id,
  });
  await keepMailMessage(tx, {
    accountId: to.accountId,
    actionId: to.actionId ?? undefined,
    memberId: member.id,
    mailId,
    subject: to.subject,
    body,
    readers: [to.contactId],
  });
  await markAnswered(tx, to.accountId);
  await recordEvent(tx, {
    kind: "message.answered",
    subjectId: to.accountId,
    accountId: to.accountId,
    data: { channel: "mail", name: to.name, mailId },
  });
  return mailId;
}

/** What it answers, and all before that, the oldest first; a line of no more than fits a header. */
function threadOf({ messageKey, threadKeys }: Answerable) {
  if (!messageKey) return {};
  return {
    inReplyTo: messageKey,
    threadKeys: [...threadKeys.slice(0, 20).reverse(), messageKey],
  };
}

export type SentState = Pick<Mail, "id" | "state" | "error" | "bounced_at" | "carrier">;

/** What became of the mails that left. */
export async function statesOfMails(tx: OrgDb, ids: string[]): Promise<Map<string, SentState>> {
  if (ids.length === 0) return new Map();
  const rows = await tx.selectFrom("mails").select([
    "id",
    "state",
    "error",
    "bounced_at",
    "carrier",
  ])
    .where("id", "in", ids).execute();
  return new Map(rows.map((row) => [row.id, row]));
}

/** A message of a customer that nobody has answered. */
export interface WaitingReply {
  id: string;
  accountId: string;
  account: string;
  by: string;
  body: string;
  channel: "portal" | "mail";
  doubt: string | null;
  at: Date;
  task: string | null;
  csm: string | null;
}

export const MOST_WAITING = 20;

/** The longest waiting first: for one CSM, or for all. */
export async function waitingReplies(tx: OrgDb, csmId?: string): Promise<WaitingReply[]> {
  const { rows } = await sql<WaitingReply>`
    select w.id, w.account_id as "accountId", c.name as account, left(w.body, 300) as body,
      coalesce(k.name, nullif(w.sender_name, ''), w.sender_address, 'Somebody') as by,
      w.channel, w.doubt, w.created_at as at, a.label as task, m.name as csm
    ${WAITING}
    left join contacts k on k.org_id = w.org_id and k.id = w.contact_id
    left join actions a on a.org_id = w.org_id and a.id = w.action_id
    left join members m on m.org_id = c.org_id and m.id = c.csm_id
    where ${IS_WAITING} ${csmId ? sql`and c.csm_id = ${csmId}` : sql``}
    order by w.id limit ${MOST_WAITING}`.execute(tx);
  return rows;
}

/** How many, up to a hundred. */
export async function countWaiting(tx: OrgDb, csmId?: string): Promise<number> {
  const { rows: [row] } = await sql<{ count: number }>`
    select count(*)::int as count from (select ${WAITING}
      where ${IS_WAITING} ${csmId ? sql`and c.csm_id = ${csmId}` : sql``} limit 100) counted`
    .execute(tx);
  return row!.count;
}

const WAITING = sql`from messages w
    join accounts c on c.org_id = w.org_id and c.id = w.account_id and c.archived_at is null`;

const IS_WAITING = sql`w.org_id = current_org() and w.answered_at is null and w.member_id is null
    and w.mail_id is null and not w.automatic`;

/** The mail that a message came as, whole. */
export interface WholeMail {
  id: string;
  subject: string;
  fromName: string;
  fromAddress: string;
  recipient: string;
  text: string;
  own: string;
  receivedAt: Date;
}

export async function findWholeMail(
  tx: OrgDb,
  accountId: string,
  messageId: string,
): Promise<WholeMail> {
  const row = await tx.selectFrom("messages as w")
    .innerJoin("inbound_mails as i", "i.id", "w.inbound_id")
    .select(["w.id", "i.subject", "i.from_name", "i.from_address", "i.recipient", "i.whole_text"])
    .select(["i.body", "i.received_at"])
    .where("w.id", "=", messageId).where("w.account_id", "=", accountId).executeTakeFirst();
  if (!row) throw new NotFound();
  return {
    id: row.id,
    subject: row.subject,
    fromName: row.from_name,
    fromAddress: row.from_address,
    recipient: row.recipient,
    text: row.whole_text,
    own: row.body,
    receivedAt: row.received_at,
  };
}
