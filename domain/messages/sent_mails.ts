import type { OrgDb } from "../base/db.ts";
import { keepMailMessage } from "./conversations.ts";
import { type Mail, readersOf } from "./outbox.ts";

/** What has left by mail stands in the account's conversation, once; whom it went to see it there. */
export async function keepSentMail(
  tx: OrgDb,
  mail: Mail,
  { actionId, memberId }: { actionId: string; memberId: string | null },
): Promise<void> {
  if (!mail.account_id || mail.body_text.trim() === "") return;
  const known = await tx.selectFrom("messages").select("id").where("mail_id", "=", mail.id)
    .limit(1).executeTakeFirst();
  if (known) return;
  await keepMailMessage(tx, {
    accountId: mail.account_id,
    actionId,
    memberId: memberId ?? undefined,
    mailId: mail.id,
    subject: mail.subject,
    body: mail.body_text.trim(),
    readers: await contactsAmong(tx, mail.account_id, readersOf(mail)),
  });
}

/** By their ids; whoever was a hidden reader is one here too, in their own portal only. */
export async function contactsAmong(
  tx: OrgDb,
  accountId: string,
  addresses: string[],
): Promise<string[]> {
  const rows = await tx.selectFrom("contacts").select("id").where("account_id", "=", accountId)
    .where("email", "in", addresses).where("removed_at", "is", null).execute();
  return rows.map(({ id }) => id);
}
