import { sql } from "kysely";
import type { OrgDb } from "../base/db.ts";
import { Refused } from "../base/errors.ts";
import { recordEvents } from "../base/events.ts";
import { type Account, lockAccount, recordAccount, updateAccount } from "./accounts.ts";

export async function archiveAccount(tx: OrgDb, id: string, version?: number): Promise<Account> {
  const before = await lockAccount(tx, id, version);
  if (before.archived_at) throw new Refused(`${before.name} is already archived.`);
  const account = await updateAccount(tx, id, { archived_at: sql<Date>`now()` });
  await recordAccount(tx, id, "account.archived", { name: account.name });
  return account;
}

export async function restoreAccount(tx: OrgDb, id: string, version?: number): Promise<Account> {
  const before = await lockAccount(tx, id, version);
  if (!before.archived_at) throw new Refused(`${before.name} is not archived.`);
  if (before.merged_into) throw new Refused(`${before.name} was merged into another account.`);
  const account = await updateAccount(tx, id, { archived_at: null });
  await recordAccount(tx, id, "account.restored", { name: account.name });
  return account;
}

/** The same for many at once; those that are archived already stay as they are. */
export async function archiveAccounts(tx: OrgDb, ids: string[]): Promise<void> {
  const archived = await tx.updateTable("accounts")
    .set({ archived_at: sql<Date>`now()`, version: sql`version + 1` })
    .where("id", "=", sql<string>`any(${ids}::uuid[])`).where("archived_at", "is", null)
    .returning(["id", "name"]).execute();
  await recordAll(tx, "account.archived", archived);
}

export async function restoreAccounts(tx: OrgDb, ids: string[]): Promise<void> {
  const restored = await tx.updateTable("accounts")
    .set({ archived_at: null, version: sql`version + 1` })
    .where("id", "=", sql<string>`any(${ids}::uuid[])`)
    .where("archived_at", "is not", null).where("merged_into", "is", null)
    .returning(["id", "name"]).execute();
  await recordAll(tx, "account.restored", restored);
}

async function recordAll(tx: OrgDb, kind: string, accounts: { id: string; name: string }[]) {
  await recordEvents(
    tx,
    accounts.map(({ id, name }) => ({ kind, subjectId: id, accountId: id, data: { name } })),
  );
}

/** From a test account nothing leaves to real addresses. */
export async function markTest(
  tx: OrgDb,
  id: string,
  version: number,
  test: boolean,
): Promise<Account> {
  const before = await lockAccount(tx, id, version);
  if (before.test === test) return before;
  const account = await updateAccount(tx, id, { test });
  const kind = test ? "account.marked_test" : "account.marked_real";
  await recordAccount(tx, id, kind, { name: account.name });
  return account;
}
