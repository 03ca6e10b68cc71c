import { sql } from "kysely";
import { crashpoint } from "../base/crashpoint.ts";
import { type Actor, type Db, inOrg, type OrgDb } from "../base/db.ts";
import { recordEvent } from "../base/events.ts";
import { mayGetMail } from "../base/mail_allowance.ts";
import type { MailWire, OutgoingMail, Outside } from "../base/outside.ts";
import { enqueue } from "../base/queue.ts";
import { sameBytes } from "../base/tokens.ts";
import { afterSilence, afterTry, type Step } from "./after_try.ts";
import { isPlainAddress } from "./outgoing.ts";
import { addressesOf, replyDomainOf } from "./reply_addresses.ts";
import { contentHash, forgotten, type Mail, readersOf } from "./outbox.ts";

/** What this call did. "underway" and "settled" mean that there was nothing for it to do. */
export type Delivered = Step["state"] | "kept" | "underway" | "settled";

/** A try is over long before: connecting, sending and writing down take under 60 s. */
const LEASE = sql<Date>`now() + interval '75 seconds'`;

const actor: Actor = { kind: "system", cause: "job:send_mail" };

/**
 * Sends one mail: marked as being sent in a transaction of its own, then the network with no
 * transaction open, then the outcome. Whoever dies between leaves a mark that says so.
 */
export async function deliver(
  db: Db,
  out: Outside,
  orgId: string,
  mailId: string,
): Promise<Delivered> {
  const wire = out.mail;
  const claimed = await inOrg(db, orgId, actor, (tx) => claim(tx, mailId, wire));
  if (typeof claimed === "string") return claimed;
  const { mail } = claimed;
  const outgoing = await withAddresses(out, orgId, mail, claimed.outgoing);
  await crashpoint("mail-before-smtp");
  const answer = await wire!.send(outgoing);
  await crashpoint("mail-after-250");
  const step = afterTry(mail.class, mail.attempts, answer);
  await patiently(() => inOrg(db, orgId, actor, (tx) => writeDown(tx, mail, step)));
  await crashpoint("mail-after-settled");
  return step.state;
}

/** Its own addresses for answers and for its way back, where mail is taken in. */
async function withAddresses(
  out: Outside,
  orgId: string,
  mail: Mail,
  outgoing: OutgoingMail,
): Promise<OutgoingMail> {
  const replies = mail.takes_replies && await replyDomainOf(out);
  if (!replies) return outgoing;
  const { replyTo, bounceTo } = await addressesOf(replies, orgId, mail.id);
  const takesBack = out.secret("INBOUND_BOUNCES") !== "off";
  return { ...outgoing, replyTo, ...(takesBack ? { bounceTo } : {}) };
}

interface Kept {
  /** Why, in the words that its state shows. */
  answer: string;
  body_text?: string;
  body_html?: null;
}

interface Claimed {
  mail: Mail;
  outgoing: OutgoingMail;
}

async function claim(
  tx: OrgDb,
  id: string,
  way?: Pick<MailWire, "carrier" | "onlyTo">,
): Promise<Claimed | Delivered> {
  const mail = await lockMail(tx, id);
  if (!mail) return "settled";
  if (mail.state === "sending") {
    if (!mail.is_overdue) return "underway";
    const step = afterSilence(mail.class, mail.attempts);
    // Only mail that may be sent twice goes on from here.
    if (step.state !== "approved") return await take(tx, mail, step);
  } else if (mail.state !== "approved") return "settled";
  const fault = faultOf(mail);
  if (fault) return await take(tx, mail, { state: "failed", words: fault });
  if (!way) return await keep(tx, mail, { answer: "no mail server is set" });
  if (mail.is_test && !await areMembers(tx, readersOf(mail))) {
    return await keep(tx, mail, { answer: "a test account's mail stays in Thread" });
  }
  if (!readersOf(mail).every((address) => mayGetMail(way.onlyTo, address))) {
    // Unlike in a demo, nobody is to open it.
    return await keep(tx, mail, { answer: NOT_ALLOWED, ...forgotten(mail) });
  }
  const leased = await tx.updateTable("mails")
    .set({
      state: "sending",
      carrier: way.carrier,
      attempts: mail.attempts + 1,
      lease_token: sql`gen_random_uuid()`,
      leased_until: LEASE,
    })
    .where("id", "=", id).returningAll().executeTakeFirstOrThrow();
  return { mail: leased, outgoing: await outgoingOf(tx, leased) };
}

/** A mail whose lease is past is nobody's, so its outcome is written without asking for a token. */
export async function settleOverdue(tx: OrgDb, id: string): Promise<Delivered> {
  const mail = await lockMail(tx, id);
  if (mail?.state !== "sending" || !mail.is_overdue) return "settled";
  return await take(tx, mail, afterSilence(mail.class, mail.attempts));
}

async function take(tx: OrgDb, mail: Mail, step: Step): Promise<Step["state"]> {
  await writeDown(tx, mail, step);
  return step.state;
}

/** Fenced: a process that comes back after its lease changes nothing that somebody else decided. */
async function writeDown(tx: OrgDb, mail: Mail, step: Step) {
  const isSent = step.state === "sent";
  const { numUpdatedRows } = await tx.updateTable("mails")
    .set({
      state: step.state,
      answer: isSent ? step.words : null,
      error: isSent ? step.missed ?? null : step.words,
      sent_at: isSent ? sql<Date>`now()` : null,
      leased_until: null,
      ...(isSent ? forgotten(mail) : {}),
      // Kept for `unknown`, so that an answer that still comes late may tell.
      ...(step.state === "unknown" ? {} : { lease_token: null }),
    })
    .where("id", "=", mail.id)
    .where("lease_token", "is not distinct from", mail.lease_token)
    .where("state", "in", ["approved", "sending", "unknown"])
    .executeTakeFirst();
  if (numUpdatedRows === 0n) return;
  if (isSent && mail.class === "customer") await clearFailing(tx, mail);
  await recordEvent(tx, {
    kind: step.state === "approved" ? "mail.deferred" : `mail.${step.state}`,
    subjectId: mail.id,
    accountId: mail.account_id ?? undefined,
    data: {
      attempt: mail.attempts,
      words: withoutReaders(mail, step.words),
    },
  });
  if (step.state === "approved") {
    const delaySeconds = step.afterSeconds * (0.9 + Math.random() * 0.2);
    await enqueue(tx, "send_mail", { mailId: mail.id }, { delaySeconds });
  }
}

/** A server takes mail for them again. If that comes back as well, its report says so. */
async function clearFailing(tx: OrgDb, mail: Mail): Promise<void> {
  await tx.updateTable("contacts").set({ failing_since: null, failing_why: null })
    .where("email", "in", readersOf(mail)).where("failing_since", "is not", null)
    .where("complained", "=", false).execute();
}

/** An event is read by more people than may know who got the mail. */
function withoutReaders(mail: Mail, words: string): string {
  return readersOf(mail).reduce((text, reader) => text.replaceAll(reader, "a recipient"), words);
}

async function areMembers(tx: OrgDb, addresses: string[]): Promise<boolean> {
  const members = await tx.selectFrom("members").select("email")
    .where("email", "in", addresses).where("deactivated_at", "is", null).execute();
  return new Set(members.map(({ email }) => email)).size === addresses.length;
}

const NOT_ALLOWED = "from this install no mail leaves to this address";

async function keep(tx: OrgDb, mail: Mail, words: Kept): Promise<"kept"> {
  await tx.updateTable("mails")
    .set({ state: "sent", carrier: "outbox", sent_at: sql<Date>`now()`, error: null, ...words })
    .where("id", "=", mail.id).execute();
  await recordEvent(tx, {
    kind: "mail.kept",
    subjectId: mail.id,
    accountId: mail.account_id ?? undefined,
    data: { words: words.answer },
  });
  return "kept";
}

function faultOf(mail: Mail): string | undefined {
  if (!sameBytes(contentHash(mail), mail.content_hash)) {
    return "The mail is not what was approved, so it was not sent";
  }
  for (const address of [...readersOf(mail), mail.reply_to]) {
    if (address !== null && !isPlainAddress(address)) return `"${address}" is not a plain address`;
  }
}

async function outgoingOf(tx: OrgDb, mail: Mail): Promise<OutgoingMail> {
  const org = await tx.selectFrom("orgs").select(["name", sql<Date>`now()`.as("now")])
    .executeTakeFirstOrThrow();
  return {
    id: mail.id,
    automatic: mail.class !== "customer",
    fromName: mail.from_name || org.name,
    fromAddress: await ownAddress(tx),
    list: { id: mail.org_id },
    replyTo: mail.reply_to,
    to: { name: mail.to_name, address: mail.to_address },
    moreTo: mail.more_to,
    cc: mail.cc,
    bcc: mail.bcc,
    subject: mail.subject,
    text: mail.body_text,
    html: mail.body_html,
    unsubscribeUrl: mail.unsubscribe_url,
    date: org.now,
    ...(mail.in_reply_to ? { inReplyTo: mail.in_reply_to, references: mail.thread_keys } : {}),
  };
}

/** The organisation's own address, while every record says that mail from it may leave here. */
async function ownAddress(tx: OrgDb): Promise<string | undefined> {
  const row = await tx.selectFrom("domains").select(["mailbox", "name"])
    .where("kind", "=", "mail").where("state", "=", "verified").where("is_ready", "=", true)
    .executeTakeFirst();
  return row && `${row.mailbox}@${row.name}`;
}

async function lockMail(tx: OrgDb, id: string) {
  return await tx.selectFrom("mails").selectAll()
    .select(sql<boolean>`coalesce(leased_until < now(), false)`.as("is_overdue"))
    .select(
      sql<boolean>`coalesce((select test from accounts where id = mails.account_id), false)`
        .as("is_test"),
    )
    .where("id", "=", id).forUpdate().executeTakeFirst();
}

/** The server has answered; a database that restarts just now must not make that unknown. */
async function patiently<T>(work: () => Promise<T>): Promise<T> {
  for (const waitMs of [250, 1000, 2000, 4000]) {
    try {
      return await work();
    } catch {
      await new Promise((done) => setTimeout(done, waitMs));
    }
  }
  return await work();
}
