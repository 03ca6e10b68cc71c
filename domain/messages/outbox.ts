import { createHash } from "node:crypto";
import type { Selectable } from "kysely";
import type { AccountDb, OrgDb } from "../base/db.ts";
import { enqueue } from "../base/queue.ts";
import type { Mails } from "../base/schema.ts";
import { newId } from "../base/tokens.ts";
import { normaliseEmail } from "../people/work_email.ts";
import type { MailClass } from "./after_try.ts";
import { oneLine, webAddress } from "./outgoing.ts";

export interface NewMail {
  /** Sign-in mail is sent at least once, customer mail at most once; notices as sign-in mail. */
  class: MailClass;
  to: { name: string; address: string };
  moreTo?: string[];
  cc?: string[];
  bcc?: string[];
  subject: string;
  text: string;
  html?: string;
  fromName?: string;
  replyTo?: string;
  unsubscribeUrl?: string;
  /** An answer to it by mail comes to Thread, where mail is taken in. */
  takesReplies?: true;
  /** The Message-IDs of the mail that it answers, and of those before it. */
  inReplyTo?: string;
  threadKeys?: string[];
  accountId?: string;
  subjectId?: string;
  /** What it carries out: at most one mail of a draft may leave. */
  draftId?: string;
  approvedBy?: string;
}

export type Mail = Selectable<Mails>;

/** Writes the mail and the job that sends it. Both exist if the caller's transaction commits. */
export async function postMail(tx: OrgDb | AccountDb, mail: NewMail): Promise<string> {
  const id = newId();
  const content = {
    from_name: oneLine(mail.fromName ?? "", 120),
    reply_to: mail.replyTo ? normaliseEmail(mail.replyTo) : null,
    to_name: oneLine(mail.to.name, 120),
    to_address: normaliseEmail(mail.to.address),
    more_to: (mail.moreTo ?? []).map(normaliseEmail),
    cc: (mail.cc ?? []).map(normaliseEmail),
    bcc: (mail.bcc ?? []).map(normaliseEmail),
    subject: oneLine(mail.subject, 500),
    body_text: storable(mail.text),
    body_html: mail.html === undefined ? null : storable(mail.html),
    unsubscribe_url: webAddress(mail.unsubscribeUrl) ?? null,
  };
  const thread = mail.inReplyTo
    ? { in_reply_to: mail.inReplyTo, thread_keys: mail.threadKeys ?? [] }
    : {};
  await tx.insertInto("mails").values({
    id,
    class: mail.class,
    ...content,
    content_hash: contentHash({ ...content, ...thread }),
    ...thread,
    ...(mail.takesReplies && { takes_replies: true }),
    account_id: mail.accountId ?? null,
    subject_id: mail.subjectId ?? null,
    draft_id: mail.draftId ?? null,
    approved_by: mail.approvedBy ?? null,
  }).execute();
  await enqueue(tx, "send_mail", { mailId: id });
  return id;
}

type Content =
  & Pick<
    Mail,
    | "from_name"
    | "reply_to"
    | "to_name"
    | "to_address"
    | "more_to"
    | "cc"
    | "bcc"
    | "subject"
    | "body_text"
    | "body_html"
    | "unsubscribe_url"
  >
  & Partial<Pick<Mail, "in_reply_to" | "thread_keys">>;

/** What was approved is what is sent: compared again just before sending. */
export function contentHash(mail: Content): Uint8Array<ArrayBuffer> {
  const { more_to, cc, bcc } = mail;
  const parts = [
    ...[mail.from_name, mail.reply_to, mail.to_name, mail.to_address, mail.subject],
    ...[mail.body_text, mail.body_html, mail.unsubscribe_url],
    // Mails to one reader are hashed as they were before there could be more.
    ...(more_to.length + cc.length + bcc.length > 0 ? [more_to, cc, bcc] : []),
    ...(mail.in_reply_to ? [mail.in_reply_to, mail.thread_keys] : []),
  ];
  return new Uint8Array(createHash("sha256").update(JSON.stringify(parts)).digest());
}

/** Everybody who gets it, the first reader first. */
export function readersOf(mail: Pick<Mail, "to_address" | "more_to" | "cc" | "bcc">): string[] {
  return [...new Set([mail.to_address, ...mail.more_to, ...mail.cc, ...mail.bcc])];
}

/** Its link and code let somebody in, so once it has left nobody can read them here. */
export function forgotten(mail: Pick<Mail, "class">) {
  return mail.class === "sign_in" ? { body_text: "", body_html: null } : {};
}

/** PostgreSQL keeps no NUL in text, and half of a surrogate pair is no text. */
function storable(text: string): string {
  return text.toWellFormed().replaceAll("\0", "");
}
