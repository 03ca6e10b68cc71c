import { createHash } from "node:crypto";
import type { OrgDb } from "../base/db.ts";
import { enqueue } from "../base/queue.ts";
import { newId } from "../base/tokens.ts";

export interface NewMail {
  /** Sign-in mail is sent at least once, customer mail at most once; notices as sign-in mail. */
  class: "sign_in" | "notice" | "customer";
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

/** Writes the mail and the job that sends it. Both exist if the caller's transaction commits. */
export async function postMail(tx: OrgDb, mail: NewMail): Promise<string> {
  const id = newId();
  await tx.insertInto("mails").values({
    id,
    class: mail.class,
    to_name: mail.to.name,
    to_address: mail.to.address,
    subject: mail.subject,
    body_text: mail.text,
    body_html: mail.html ?? null,
    content_hash: contentHash(mail.to.address, mail.subject, mail.text, mail.html ?? ""),
    from_name: mail.fromName ?? "",
    reply_to: mail.replyTo ?? null,
    unsubscribe_url: mail.unsubscribeUrl ?? null,
    account_id: mail.accountId ?? null,
    subject_id: mail.subjectId ?? null,
    approved_by: mail.approvedBy ?? null,
  }).execute();
  await enqueue(tx, "send_mail", { mailId: id });
  return id;
}

/** What was approved is what is sent: compared again just before sending. */
export function contentHash(...parts: string[]): Uint8Array {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part).update("\0");
  return new Uint8Array(hash.digest());
}
