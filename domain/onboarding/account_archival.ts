import { sql } from "kysely";
import {
  archiveAccount,
  archiveAccounts,
  restoreAccount,
  restoreAccounts,
} from "../accounts/account_states.ts";
import type { Account } from "../accounts/accounts.ts";
import type { OrgDb } from "../base/db.ts";
import { enqueue } from "../base/queue.ts";
import { refreshPlans } from "./projections.ts";

/** Archives an account with its plan: whatever waits in it is held, and nothing fires. */
export async function archiveWithPlan(tx: OrgDb, id: string, version?: number): Promise<Account> {
  const account = await archiveAccount(tx, id, version);
  await holdPlans(tx, [id]);
  return account;
}

/** What became due meanwhile fires now. */
export async function restoreWithPlan(tx: OrgDb, id: string, version?: number): Promise<Account> {
  const account = await restoreAccount(tx, id, version);
  await releasePlans(tx, [id]);
  return account;
}

/** The same for many, in as many statements as for one. */
export async function archiveWithPlans(tx: OrgDb, ids: string[]): Promise<void> {
  await archiveAccounts(tx, ids);
  await holdPlans(tx, ids);
}

export async function restoreWithPlans(tx: OrgDb, ids: string[]): Promise<void> {
  await restoreAccounts(tx, ids);
  await releasePlans(tx, ids);
}

async function holdPlans(tx: OrgDb, accountIds: string[]) {
  await hold(tx, accountIds, true);
  await refreshPlans(tx, accountIds);
}

async function releasePlans(tx: OrgDb, accountIds: string[]) {
  await hold(tx, accountIds, false);
  await refreshPlans(tx, accountIds);
  await enqueue(tx, "activate_due_actions", {}, { key: "clock" });
}

async function hold(tx: OrgDb, accountIds: string[], held: boolean) {
  await tx.updateTable("actions").set({ held, version: sql`version + 1` })
    .where(
      "plan_id",
      "in",
      (q) =>
        q.selectFrom("plans").select("id")
          .where("account_id", "=", sql<string>`any(${accountIds}::uuid[])`)
          .where("ended_at", "is", null),
    )
    .where("state", "not in", ["completed", "skipped", "cancelled"])
    .where("held", "=", !held)
    .execute();
}
