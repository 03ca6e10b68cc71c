import { sql } from "kysely";
import type { OrgDb } from "../base/db.ts";
import { recordEvent } from "../base/events.ts";
import type { LeftOut } from "../base/schema.ts";
import type { ReadMail } from "../messages/inbound_reading.ts";
import { keepMailMessage } from "../messages/conversations.ts";
import { keepMailFiles } from "./mail_files.ts";
import { contactFrom, type KnownSender, type Match } from "./mail_matches.ts";
import { layReply } from "./reply_answers.ts";

export interface FiledReply {
  inboundId: string;
  read: ReadMail;
  match: Match;
  /** Why it is taken for a machine's. */
  automatic: string | undefined;
  own: string;
}

/**
 * Puts a mail into its account's conversation, with what came along. Only a contact's own mail counts
 * as the customer's: anybody may have got hold of the address that it was sent to.
 */
export async function fileReply(tx: OrgDb, reply: FiledReply): Promise<void> {
  const { read, match, automatic, inboundId } = reply;
  const { accountId } = match;
  const known = await contactFrom(tx, accountId, read);
  const doubt = doubtIn(read, known);
  const contact = doubt ? undefined : known;
  const messageId = await keepMailMessage(tx, {
    accountId,
    actionId: match.actionId ?? undefined,
    contactId: contact?.id,
    inboundId,
    subject: read.subject,
    body: reply.own || emptyWords(read),
    sender: read.from,
    doubt,
    automatic: automatic !== undefined,
    readers: contact && !automatic ? [contact.id] : [],
  });
  if (contact) await clearFailing(tx, read.from!.address);
  if (automatic) {
    return await recordEvent(tx, {
      kind: "message.automatic",
      subjectId: accountId,
      accountId,
      data: { messageId, name: contact?.name ?? read.from?.address ?? "" },
    });
  }
  const leftOut = await keepMailFiles(tx, {
    accountId,
    messageId,
    contactId: contact?.id ?? null,
    asked: contact && match.actionId ? await onlySlot(tx, match.actionId) : undefined,
    label: read.subject || "a mail",
  }, read.attachments);
  if (leftOut.length > 0) await noteLeftOut(tx, messageId, leftOut);
  await recordEvent(tx, {
    kind: "message.received",
    subjectId: accountId,
    accountId,
    data: {
      channel: "mail",
      messageId,
      name: contact?.name ?? "an address that is not known",
      ...(doubt ? { stranger: true } : {}),
    },
  });
  if (contact && match.actionId) await layReply(tx, messageId);
}

/** Nothing where it is a contact's, as far as anybody can tell. */
function doubtIn(read: ReadMail, known: KnownSender | undefined): string | undefined {
  if (!read.from) return "It does not say who it is from.";
  if (!known) return "It is from an address that Thread does not know as a contact.";
  if (read.proof === "failed") {
    return `It says it is from ${known.name}, and the mail server could not confirm that.`;
  }
}

function emptyWords({ attachments }: ReadMail): string {
  return attachments.length > 0 ? "(Only files came with it.)" : "(It has no words of its own.)";
}

/** Whoever can write to us can be written to. */
async function clearFailing(tx: OrgDb, address: string): Promise<void> {
  await tx.updateTable("contacts").set({ failing_since: null, failing_why: null })
    .where("email", "=", address).where("failing_since", "is not", null)
    .where("complained", "=", false).execute();
}

/** What is asked for, where it is one file: then it is clear which one came. */
async function onlySlot(
  tx: OrgDb,
  actionId: string,
): Promise<{ actionId: string; slot: string } | undefined> {
  const action = await tx.selectFrom("actions").select(["type", "content"])
    .where("id", "=", actionId).executeTakeFirst();
  const { files = [] } = (action?.content ?? {}) as { files?: { id: string }[] };
  const isRequest = action?.type === "REQUEST_DOCS" || action?.type === "REQUEST_ASSETS";
  return isRequest && files.length === 1 ? { actionId, slot: files[0]!.id } : undefined;
}

async function noteLeftOut(tx: OrgDb, id: string, leftOut: LeftOut[]): Promise<void> {
  await sql`update messages set left_out = ${leftOut}::jsonb
    where org_id = current_org() and id = ${id}`.execute(tx);
}
