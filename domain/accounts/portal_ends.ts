import { sql } from "kysely";
import type { OrgDb } from "../base/db.ts";
import { hashToken, newToken } from "../base/tokens.ts";

/** Ends a contact's access with everything they have open. Answers whether they had any. */
export async function shutPortal(tx: OrgDb, contactId: string): Promise<boolean> {
  const { numUpdatedRows } = await tx.updateTable("portal_access")
    .set({ ended_at: sql<Date>`now()`, token_hash: hashToken(newToken()) })
    .where("contact_id", "=", contactId)
    .where("ended_at", "is", null)
    .executeTakeFirst();
  await endWaysIn(tx, contactId);
  return numUpdatedRows > 0n;
}

/** The letter that went to the old address leads nowhere now, and who signed in by it is out. */
export async function forgetOldAddress(tx: OrgDb, contactId: string): Promise<void> {
  await tx.updateTable("portal_access").set({
    token_hash: hashToken(newToken()),
    expires_at: sql<Date>`now()`,
    seen_at: null,
  })
    .where("contact_id", "=", contactId).execute();
  await endWaysIn(tx, contactId);
}

/** A password was of whoever had the address, so it goes with it. */
async function endWaysIn(tx: OrgDb, contactId: string): Promise<void> {
  await tx.deleteFrom("portal_passwords").where("contact_id", "=", contactId).execute();
  await tx.deleteFrom("portal_sessions").where("contact_id", "=", contactId).execute();
}
