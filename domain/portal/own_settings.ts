import { sql } from "kysely";
import type { AccountDb, OrgDb } from "../base/db.ts";
import { recordEvent } from "../base/events.ts";
import type { Language } from "../base/languages.ts";
import { enqueue } from "../base/queue.ts";
import type { ContactFrequency } from "../base/schema.ts";
import type { Author } from "./submissions.ts";

export interface OwnProfile {
  name: string;
  jobTitle: string;
}

export async function readProfile(tx: AccountDb, contactId: string): Promise<OwnProfile> {
  return await tx.selectFrom("contacts").select(["name", "job_title as jobTitle"])
    .where("id", "=", contactId).executeTakeFirstOrThrow();
}

/** As the organisation and the team see this contact from now on. */
export async function changeProfile(
  tx: AccountDb,
  { accountId, contactId }: Author,
  { name, jobTitle }: OwnProfile,
): Promise<void> {
  const before = await readProfile(tx, contactId);
  if (before.name === name && before.jobTitle === jobTitle) return;
  await tx.updateTable("contacts")
    .set({ name, job_title: jobTitle, version: sql<number>`version + 1` })
    .where("id", "=", contactId)
    .execute();
  await recordEvent(tx, {
    kind: "account.contact_profile",
    subjectId: accountId,
    accountId,
    data: { contactId, before, name, jobTitle },
  });
  await enqueue(tx, "index_contact", { contactId });
}

/** In which language this contact reads Thread; none leaves it to their browser. */
export async function chooseLanguage(
  tx: AccountDb,
  { accountId, contactId }: Author,
  language: Language | null,
): Promise<void> {
  const { numUpdatedRows } = await tx.updateTable("contacts")
    .set({ language, version: sql<number>`version + 1` })
    .where("id", "=", contactId)
    .where((where) => where(where.ref("language"), "is distinct from", language))
    .executeTakeFirst();
  if (numUpdatedRows === 0n) return;
  await recordEvent(tx, {
    kind: "account.contact_language",
    subjectId: accountId,
    accountId,
    data: { contactId, language },
  });
}

/** What they have chosen about mail that comes by itself. */
export async function readMailChoice(
  tx: AccountDb,
  contactId: string,
): Promise<ContactFrequency> {
  const row = await tx.selectFrom("contact_preferences").select("frequency")
    .where("contact_id", "=", contactId).executeTakeFirst();
  return row?.frequency ?? "each";
}

/** The first summary begins now: what happened before came by itself, or was not wanted. */
export async function chooseMail(
  tx: AccountDb | OrgDb,
  { accountId, contactId }: Author,
  frequency: ContactFrequency,
): Promise<void> {
  const chosen = {
    frequency,
    summary_at: frequency === "daily" ? sql<Date>`now()` : null,
  };
  const { numInsertedOrUpdatedRows } = await tx.insertInto("contact_preferences")
    .values({ contact_id: contactId, account_id: accountId, ...chosen })
    .onConflict((conflict) =>
      conflict.columns(["org_id", "contact_id"])
        .doUpdateSet({ ...chosen, summarised_at: sql<Date>`now()` })
        .where("contact_preferences.frequency", "!=", frequency)
    ).executeTakeFirst();
  if (!numInsertedOrUpdatedRows) return;
  await recordEvent(tx, {
    kind: "account.contact_mail",
    subjectId: accountId,
    accountId,
    data: { contactId, frequency },
  });
}
