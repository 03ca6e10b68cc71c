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
  subject: string;
  text: string;
  html?: string;
  fromName?: string;
  replyTo?: string;
  unsubscribeUrl?: string;
  accountId?: string;
  subjectId?: string;
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
    subject: oneLine(mail.subject, 500),
    body_text: storable(mail.text),
    body_html: mail.html === undefined ? null : storable(mail.html),
    unsubscribe_url: webAddress(mail.unsubscribeUrl) ?? null,
  };
  await tx.insertInto("mails").values({
    id,
    class: mail.class,
    ...content,
    content_hash: contentHash(content),
    account_id: mail.accountId ?? null,
    subject_id: mail.subjectId ?? null,
    approved_by: mail.approvedBy ?? null,
  }).execute();
  await enqueue(tx, "send_mail", { mailId: id });
  return id;
}

type Content = Pick<
  Mail,
  | "from_name"
  | "reply_to"
  | "to_name"
  | "to_address"
  | "subject"
  | "body_text"
  | "body_html"
  | "unsubscribe_url"
>;

/** What was approved is what is sent: compared again just before sending. */
export function contentHash(mail: Content): Uint8Array<ArrayBuffer> {
  const parts = [
    ...[mail.from_name, mail.reply_to, mail.to_name, mail.to_address, mail.subject],
    ...[mail.body_text, mail.body_html, mail.unsubscribe_url],
  ];
  return new Uint8Array(createHash("sha256").update(JSON.stringify(parts)).digest());
}

/** Its link and code let somebody in, so once it has left nobody can read them here. */
export function forgotten(mail: Pick<Mail, "class">) {
  return mail.class === "sign_in" ? { body_text: "", body_html: null } : {};
}

/** PostgreSQL keeps no NUL in text, and half of a surrogate pair is no text. */
function storable(text: string): string {
  return text.toWellFormed().replaceAll("\0", "");
}
