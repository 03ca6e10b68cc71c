import { type Selectable, sql } from "kysely";
import type { OrgDb } from "../base/db.ts";
import { NotFound, Refused } from "../base/errors.ts";
import { recordEvent } from "../base/events.ts";
import { enqueue } from "../base/queue.ts";
import type { InboundMails } from "../base/schema.ts";

export type UnmatchedMail = Selectable<InboundMails>;

export interface UnmatchedPage {
  mails: UnmatchedMail[];
  older?: string;
}

const OPEN = ["unmatched", "unreadable"] as const;

/** What a person has to place, the newest first. */
export async function listUnmatched(
  tx: OrgDb,
  before?: string,
  size = 50,
): Promise<UnmatchedPage> {
  const rows = await tx.selectFrom("inbound_mails").selectAll()
    .where("state", "in", OPEN)
    .$if(before !== undefined, (q) => q.where("id", "<", before!))
    .orderBy("id", "desc").limit(size + 1).execute();
  const mails = rows.slice(0, size);
  return { mails, older: rows.length > size ? mails.at(-1)!.id : undefined };
}

export async function countUnmatched(tx: OrgDb): Promise<number> {
  const { rows: [row] } = await sql<{ count: number }>`
    select count(*)::int as count from (select from inbound_mails
      where org_id = current_org() and state in ('unmatched', 'unreadable') limit 100) counted`
    .execute(tx);
  return row!.count;
}

export async function findUnmatched(tx: OrgDb, id: string): Promise<UnmatchedMail> {
  const mail = await tx.selectFrom("inbound_mails").selectAll().where("id", "=", id)
    .where("state", "in", OPEN).executeTakeFirst();
  if (!mail) throw new NotFound();
  return mail;
}

export interface Suggested {
  id: string;
  name: string;
}

/** The accounts that it may belong to: by the domain it came from, or by what a person looks for. */
export async function suggestAccounts(
  tx: OrgDb,
  mail: UnmatchedMail,
  wanted: string,
): Promise<Suggested[]> {
  const domain = mail.from_address.split("@")[1] ?? "";
  return await tx.selectFrom("accounts").select(["id", "name"])
    .where("archived_at", "is", null)
    .where((where) =>
      wanted === ""
        ? where.or([
          where("domain", "=", domain),
          where.exists(
            where.selectFrom("contacts as k").select("k.id")
              .whereRef("k.account_id", "=", "accounts.id")
              .where("k.email", "=", mail.from_address).where("k.removed_at", "is", null),
          ),
        ])
        : sql<boolean>`strpos(lower(name), ${wanted.toLowerCase()}) > 0`
    )
    .orderBy("name_key").orderBy("id").limit(10).execute();
}

/** It is read once more, and filed with all that came with it. */
export async function assignMail(tx: OrgDb, id: string, account: Suggested): Promise<void> {
  const mail = await lockOpen(tx, id);
  if (mail.state === "unreadable") throw new Refused("Nobody could read this mail.");
  await tx.updateTable("inbound_mails").set({
    state: "received",
    account_id: account.id,
    matched_by: "person",
    settled_by: sql<string>`current_actor_id()`,
  }).where("id", "=", id).execute();
  await recordEvent(tx, {
    kind: "inbound.assigned",
    subjectId: id,
    accountId: account.id,
    data: { name: account.name },
  });
  await enqueue(tx, "file_mail", { inboundId: id });
}

export async function discardMail(tx: OrgDb, id: string): Promise<void> {
  await lockOpen(tx, id);
  await tx.updateTable("inbound_mails").set({
    state: "discarded",
    settled_at: sql<Date>`now()`,
    settled_by: sql<string>`current_actor_id()`,
  }).where("id", "=", id).execute();
  await recordEvent(tx, { kind: "inbound.discarded", subjectId: id });
}

async function lockOpen(tx: OrgDb, id: string): Promise<UnmatchedMail> {
  const mail = await tx.selectFrom("inbound_mails").selectAll().where("id", "=", id)
    .forUpdate().executeTakeFirst();
  if (!mail) throw new NotFound();
  if (!OPEN.some((state) => state === mail.state)) {
    throw new Refused("Somebody has placed this mail already.");
  }
  return mail;
}

/** When a mail came in last, over any way. */
export async function lastReceived(
  tx: OrgDb,
): Promise<{ at: Date; source: string } | undefined> {
  return await tx.selectFrom("inbound_mails").select(["received_at as at", "source"])
    .orderBy("received_at", "desc").limit(1).executeTakeFirst();
}
