import { sql } from "kysely";
import type { OrgDb } from "../base/db.ts";
import { recordEvent } from "../base/events.ts";
import type { DeliveryReport } from "../messages/bounces.ts";
import { COMPLAINED, type ProviderReport } from "../messages/provider_reports.ts";
import { type Mail, readersOf } from "../messages/outbox.ts";
import { refreshAccounts } from "./account_rollups.ts";
import { recordAction, updateAction } from "./actions.ts";

/**
 * Lays a report of a mail server against the mail that it is about. It is believed only for whom that
 * mail went to. Answers the mail, if there is one.
 */
export async function fileReport(
  tx: OrgDb,
  mailIds: string[],
  { outcomes }: DeliveryReport,
): Promise<Mail | undefined> {
  const mail = await lockMail(tx, mailIds);
  if (!mail) return undefined;
  const ours = outcomes.filter(({ address }) => readersOf(mail).includes(address));
  const failed = ours.filter(({ outcome }) => outcome === "failed");
  for (const { address, outcome, why } of ours) {
    if (outcome === "delivered") await markContact(tx, address, null);
    if (outcome === "failed") await markContact(tx, address, why);
  }
  if (failed.length > 0) await markBounced(tx, mail, failed);
  return mail;
}

/**
 * What the provider says of an address holds for the mailbox, whether or not its mail is known: it is
 * proven who says it.
 */
export async function fileProviderReport(
  tx: OrgDb,
  { kind, address, why, mailId }: ProviderReport,
): Promise<Mail | undefined> {
  const hasComplained = kind === "complained";
  await markContact(tx, address, why, hasComplained);
  const mail = await lockMail(tx, mailId ? [mailId] : []);
  if (!mail || !readersOf(mail).includes(address)) return undefined;
  if (hasComplained) await markComplaint(tx, mail, address);
  else await markBounced(tx, mail, [{ address, outcome: "failed", why }]);
  return mail;
}

async function lockMail(tx: OrgDb, ids: string[]): Promise<Mail | undefined> {
  if (ids.length === 0) return undefined;
  return await tx.selectFrom("mails").selectAll().where("id", "in", ids)
    .where("class", "!=", "sign_in").limit(1).forUpdate().executeTakeFirst();
}

/**
 * Of every account where it is a contact's: it is the same mailbox. That a server takes mail for it
 * takes back that mail came back, and no complaint.
 */
async function markContact(
  tx: OrgDb,
  address: string,
  why: string | null,
  complained = false,
): Promise<void> {
  await tx.updateTable("contacts")
    .set({
      failing_since: why === null ? null : sql<Date>`coalesce(failing_since, now())`,
      failing_why: why?.slice(0, 500) ?? null,
      ...(complained ? { complained } : {}),
    })
    .where("email", "=", address).where("removed_at", "is", null)
    .$if(!complained, (q) => q.where("complained", "=", false)).execute();
}

type Failed = DeliveryReport["outcomes"];

/** It has failed once nobody has it; where others do, it stays sent, and says who does not. */
async function markBounced(tx: OrgDb, mail: Mail, failed: Failed): Promise<void> {
  if (mail.state !== "sent" && mail.state !== "unknown") return;
  const bouncedTo = [...new Set([...mail.bounced_to, ...failed.map(({ address }) => address)])];
  const words = `Not delivered to ${
    failed.map(({ address, why }) => `${address}: ${why}`).join("; ")
  }`.slice(0, 1000);
  const isLost = readersOf(mail).every((reader) => bouncedTo.includes(reader));
  await tx.updateTable("mails").set({
    bounced_to: bouncedTo,
    bounced_at: sql<Date>`now()`,
    error: words,
    ...(isLost ? { state: "failed" as const } : {}),
  }).where("id", "=", mail.id).execute();
  const reasons = [...new Set(failed.map(({ why }) => why))].join("; ").slice(0, 500);
  await recordEvent(tx, {
    kind: "mail.bounced",
    subjectId: mail.id,
    accountId: mail.account_id ?? undefined,
    data: { words: withoutReaders(mail, reasons), subject: mail.subject },
  });
  await markAction(tx, mail, words, isLost);
}

/** It was delivered, so nothing is undone. */
async function markComplaint(tx: OrgDb, mail: Mail, address: string): Promise<void> {
  await recordEvent(tx, {
    kind: "mail.complained",
    subjectId: mail.id,
    accountId: mail.account_id ?? undefined,
    data: { subject: mail.subject },
  });
  await markAction(tx, mail, `${address}: ${COMPLAINED}.`, false);
}

/** An event is read by more people than may know who got the mail. */
function withoutReaders(mail: Mail, words: string): string {
  return readersOf(mail).reduce((text, reader) => text.replaceAll(reader, "a recipient"), words);
}

/** What only this mail has done is undone; what the customer did meanwhile stays done. */
async function markAction(tx: OrgDb, mail: Mail, words: string, isLost: boolean): Promise<void> {
  if (!mail.draft_id) return;
  const action = await tx.selectFrom("actions as a").innerJoin("plans as p", "p.id", "a.plan_id")
    .innerJoin("drafts as d", "d.action_id", "a.id")
    .select(["a.id", "a.account_id", "a.label", "a.state", "a.type"])
    .where("d.id", "=", mail.draft_id).where("p.ended_at", "is", null)
    .where("a.id", "=", mail.subject_id).executeTakeFirst();
  if (!action) return;
  const isByMail = action.state === "executed" ||
    action.state === "completed" && action.type === "SEND_EMAIL";
  if (!isByMail) return;
  if (!isLost) return await updateAction(tx, action.id, { problem: words });
  await updateAction(tx, action.id, {
    state: "failed",
    problem: words,
    finished_at: null,
    finished_by: null,
  });
  await recordAction(tx, action, "failed", { problem: "The mail was not delivered" });
  await refreshAccounts(tx, [action.account_id]);
}
