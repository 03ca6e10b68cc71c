import type { OrgDb } from "../base/db.ts";
import type { Language } from "../base/languages.ts";
import type { ContactFrequency } from "../base/schema.ts";

/** A contact whom Thread may write to by itself. */
export interface MailedContact {
  id: string;
  account_id: string;
  name: string;
  email: string;
  language: Language | null;
  is_primary: boolean;
  frequency: ContactFrequency;
}

/**
 * Of these accounts: still a contact, the portal open to them, and not without any mail. Nothing is
 * written by itself to an address from which it comes back, nor to whoever calls it spam.
 */
export async function mailedContacts(
  tx: OrgDb,
  accountIds: string[],
): Promise<Map<string, MailedContact[]>> {
  if (accountIds.length === 0) return new Map();
  const rows = await tx.selectFrom("contacts as c")
    .innerJoin("portal_access as p", "p.contact_id", "c.id")
    .leftJoin("contact_preferences as w", "w.contact_id", "c.id")
    .select(["c.id", "c.account_id", "c.name", "c.email", "c.language", "c.is_primary"])
    .select((e) => e.fn.coalesce("w.frequency", e.val("each" as const)).as("frequency"))
    .where("c.account_id", "in", accountIds)
    .where("c.removed_at", "is", null).where("p.ended_at", "is", null)
    .where("c.failing_since", "is", null)
    .orderBy("c.is_primary", "desc").orderBy("c.name_key").orderBy("c.id")
    .execute();
  const contacts = rows.filter(({ frequency }) => frequency !== "none");
  return Map.groupBy(contacts, ({ account_id }) => account_id);
}

/** What one contact has chosen. */
export async function frequencyOfContact(tx: OrgDb, contactId: string): Promise<ContactFrequency> {
  const row = await tx.selectFrom("contact_preferences").select("frequency")
    .where("contact_id", "=", contactId).executeTakeFirst();
  return row?.frequency ?? "each";
}

/** Whether something that comes by itself is mailed as it happens. `asks`: it asks them to do it. */
export function isMailedNow(frequency: ContactFrequency, { asks }: { asks: boolean }): boolean {
  return frequency === "each" || (asks && frequency === "requests");
}
