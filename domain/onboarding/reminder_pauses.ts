import { sql } from "kysely";
import { lockAccount, recordAccount, updateAccount } from "../accounts/accounts.ts";
import type { OrgDb } from "../base/db.ts";

/** Whether the customer of one account is reminded, as far as that is switched on at all. */
export async function pauseReminders(
  tx: OrgDb,
  accountId: string,
  version: number,
  paused: boolean,
): Promise<string> {
  const account = await lockAccount(tx, accountId, version);
  if ((account.reminders_paused_at !== null) === paused) return account.name;
  await updateAccount(tx, accountId, {
    reminders_paused_at: paused ? sql<Date>`now()` : null,
  });
  const kind = paused ? "account.reminders_paused" : "account.reminders_resumed";
  await recordAccount(tx, accountId, kind, { name: account.name });
  return account.name;
}
