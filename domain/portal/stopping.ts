import type { OrgDb } from "../base/db.ts";
import type { Language } from "../base/languages.ts";
import { frequencyOfContact } from "../messages/contact_mail.ts";
import type { Unsubscribing } from "../messages/unsubscribing.ts";
import { chooseMail } from "./own_settings.ts";

/** A contact whose mail a link would stop. */
export interface StoppableContact {
  org: string;
  email: string;
  language: Language | null;
  accountId: string;
  isStopped: boolean;
}

/** Absent where they are no contact any more. */
export async function findStoppableContact(
  tx: OrgDb,
  { id }: Unsubscribing,
): Promise<StoppableContact | undefined> {
  const row = await tx.selectFrom("contacts as c").innerJoin("orgs as o", "o.id", "c.org_id")
    .select(["o.name as org", "c.email", "c.language", "c.account_id as accountId"])
    .where("c.id", "=", id).where("c.removed_at", "is", null).executeTakeFirst();
  return row && { ...row, isStopped: await frequencyOfContact(tx, id) === "none" };
}

export async function stopContactMail(
  tx: OrgDb,
  { id: contactId }: Unsubscribing,
  { accountId }: StoppableContact,
): Promise<void> {
  await chooseMail(tx, { accountId, contactId }, "none");
}
