import { sql } from "kysely";
import type { OrgDb } from "../base/db.ts";
import { NotFound, Refused } from "../base/errors.ts";
import { recordEvent } from "../base/events.ts";
import { enqueue } from "../base/queue.ts";
import { forgotten, type Mail } from "./outbox.ts";

export interface MailPage {
  mails: Mail[];
  /** The id to read on from, where there is more. */
  older?: string;
}

/** Mails that need a person: not known to have arrived, or known not to have. Newest first. */
export async function listUnsettled(tx: OrgDb, before?: string, size = 50): Promise<MailPage> {
  const rows = await tx.selectFrom("mails").selectAll()
    .where("state", "in", ["unknown", "failed"])
    .$if(before !== undefined, (q) => q.where("id", "<", before!))
    .orderBy("id", "desc").limit(size + 1).execute();
  return pageOf(rows, size);
}

/** Every mail in any state: the log of what was sent. */
export async function listMails(
  tx: OrgDb,
  { before, recipient = "", size = 50 }: { before?: string; recipient?: string; size?: number },
): Promise<MailPage> {
  const rows = await tx.selectFrom("mails").selectAll()
    .$if(before !== undefined, (q) => q.where("id", "<", before!))
    .$if(
      recipient !== "",
      (q) =>
        q.where(sql<boolean>`strpos(array_to_string(to_address || more_to || cc || bcc, ' '),
          ${recipient.toLowerCase()}) > 0`),
    )
    .orderBy("id", "desc").limit(size + 1).execute();
  return pageOf(rows, size);
}

export async function findMail(tx: OrgDb, id: string): Promise<Mail> {
  const mail = await tx.selectFrom("mails").selectAll().where("id", "=", id).executeTakeFirst();
  if (!mail) throw new NotFound();
  return mail;
}

export interface MailEvent {
  at: Date;
  kind: string;
  /** Absent where it was Thread itself. */
  actor: string | null;
  how: string | null;
  words: string | null;
}

export async function historyOf(tx: OrgDb, mailId: string): Promise<MailEvent[]> {
  return await tx.selectFrom("events as e")
    .leftJoin("members as m", "m.id", "e.actor_id")
    .select(["e.at", "e.kind", "m.name as actor"])
    .select([
      sql<string | null>`e.data ->> 'how'`.as("how"),
      sql<string | null>`e.data ->> 'words'`.as("words"),
    ])
    .where("e.subject_id", "=", mailId).where("e.kind", "like", "mail.%")
    .orderBy("e.id", "desc").limit(50).execute();
}

/** A person has learned that it arrived. */
export async function settleAsArrived(tx: OrgDb, id: string, memberId: string): Promise<Mail> {
  const mail = await lockUnsettled(tx, id);
  if (mail.state !== "unknown") {
    throw new Refused("This mail was refused, so it cannot have arrived");
  }
  return await settle(tx, mail, memberId, "arrived");
}

/** A person takes the chance of a second copy, or what was wrong has been put right. */
export async function sendAgain(tx: OrgDb, id: string, memberId: string): Promise<Mail> {
  const settled = await settle(tx, await lockUnsettled(tx, id), memberId, "again");
  await enqueue(tx, "send_mail", { mailId: id });
  return settled;
}

async function settle(tx: OrgDb, mail: Mail, memberId: string, how: "arrived" | "again") {
  const outcome = how === "arrived"
    ? {
      state: "sent" as const,
      sent_at: sql<Date>`coalesce(sent_at, now())`,
      error: null,
      ...forgotten(mail),
    }
    : {
      ...{ state: "approved" as const, attempts: 0, carrier: null, error: null },
      ...{ bounced_at: null, bounced_to: [] },
    };
  const settled = await tx.updateTable("mails")
    .set({ ...outcome, settled_by: memberId, lease_token: null, leased_until: null })
    .where("id", "=", mail.id).returningAll().executeTakeFirstOrThrow();
  await recordEvent(tx, {
    kind: "mail.settled",
    subjectId: mail.id,
    accountId: mail.account_id ?? undefined,
    data: { how, from: mail.state },
  });
  return settled;
}

async function lockUnsettled(tx: OrgDb, id: string): Promise<Mail> {
  const mail = await tx.selectFrom("mails").selectAll().where("id", "=", id)
    .forUpdate().executeTakeFirst();
  if (!mail) throw new NotFound();
  if (mail.state !== "unknown" && mail.state !== "failed") {
    throw new Refused("Somebody has settled this mail already");
  }
  return mail;
}

function pageOf(rows: Mail[], size: number): MailPage {
  const mails = rows.slice(0, size);
  return { mails, older: rows.length > size ? mails.at(-1)!.id : undefined };
}
