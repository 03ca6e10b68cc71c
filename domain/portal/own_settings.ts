import { sql } from "kysely";
import type { AccountDb } from "../base/db.ts";
import { recordEvent } from "../base/events.ts";
import type { Language } from "../base/languages.ts";
import type { Author } from "./submissions.ts";

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
