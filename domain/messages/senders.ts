import type { OrgDb } from "../base/db.ts";
import { recordEvent } from "../base/events.ts";

/** What an address has written on this account is its contact's from now on. */
export async function recognise(
  tx: OrgDb,
  accountId: string,
  contact: { id: string; name: string; email: string },
): Promise<void> {
  await tx.updateTable("messages")
    .set({ contact_id: contact.id, doubt: null, readers: [contact.id] })
    .where("account_id", "=", accountId)
    .where("sender_address", "=", contact.email)
    .where("contact_id", "is", null).where("member_id", "is", null)
    .execute();
  await recordEvent(tx, {
    kind: "message.sender_known",
    subjectId: accountId,
    accountId,
    data: { name: contact.name },
  });
}
