import type { OrgDb } from "../base/db.ts";
import type { Language } from "../base/languages.ts";
import { mailIdIn } from "../messages/outgoing.ts";
import type { ReadMail } from "../messages/inbound_reading.ts";

/** Where a mail belongs, and how that was found out. */
export interface Match {
  by: "address" | "thread" | "sender" | "person";
  accountId: string;
  actionId: string | null;
  mailId: string | null;
}

/**
 * By the address it was sent to, which only Thread can have made; by what it answers; else by its
 * sender, where that is one contact of one account. None of them says who it is from.
 */
export async function matchMail(
  tx: OrgDb,
  mail: ReadMail,
  namedMailIds: string[],
): Promise<Match | undefined> {
  const answered = mail.threadKeys.map(mailIdIn).filter((id) => id !== undefined);
  return await byMail(tx, "address", namedMailIds) ?? await byMail(tx, "thread", answered) ??
    await bySender(tx, mail);
}

async function byMail(
  tx: OrgDb,
  by: "address" | "thread",
  ids: string[],
): Promise<Match | undefined> {
  if (ids.length === 0) return undefined;
  const rows = await tx.selectFrom("mails as m")
    .innerJoin("accounts as c", "c.id", "m.account_id")
    .leftJoin(
      "actions as a",
      (on) => on.onRef("a.id", "=", "m.subject_id").onRef("a.account_id", "=", "m.account_id"),
    )
    .select(["m.id", "c.id as account", "c.merged_into", "a.id as action"])
    .where("m.id", "in", ids)
    .where("m.takes_replies", "=", true)
    .execute();
  const found = ids.map((id) => rows.find((row) => row.id === id)).find((row) => row);
  return found &&
    {
      by,
      accountId: found.merged_into ?? found.account,
      actionId: found.merged_into ? null : found.action,
      mailId: found.id,
    };
}

async function bySender(tx: OrgDb, { from }: ReadMail): Promise<Match | undefined> {
  if (!from) return undefined;
  const rows = await tx.selectFrom("contacts as k")
    .innerJoin("accounts as c", "c.id", "k.account_id")
    .select("c.id")
    .where("k.email", "=", from.address)
    .where("k.removed_at", "is", null)
    .where("c.archived_at", "is", null)
    .limit(2)
    .execute();
  return rows.length === 1
    ? { by: "sender", accountId: rows[0]!.id, actionId: null, mailId: null }
    : undefined;
}

export interface KnownSender {
  id: string;
  name: string;
  language: Language | null;
}

/** The contact of the account whose address a mail names as its sender. */
export async function contactFrom(
  tx: OrgDb,
  accountId: string,
  { from }: ReadMail,
): Promise<KnownSender | undefined> {
  if (!from) return undefined;
  return await tx.selectFrom("contacts").select(["id", "name", "language"])
    .where("account_id", "=", accountId)
    .where("email", "=", from.address)
    .where("removed_at", "is", null)
    .executeTakeFirst();
}
