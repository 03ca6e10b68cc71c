import { sql } from "kysely";
import { archiveAccount, restoreAccount } from "../accounts/account_states.ts";
import type { Account } from "../accounts/accounts.ts";
import type { OrgDb } from "../base/db.ts";
import { enqueue } from "../base/queue.ts";
import { refreshPlans } from "./projections.ts";

/** Archives an account with its plan: whatever waits in it is held, and nothing fires. */
export async function archiveWithPlan(tx: OrgDb, id: string, version?: number): Promise<Account> {
  const account = await archiveAccount(tx, id, version);
  await hold(tx, id, true);
  await refreshPlans(tx, [id]);
  return account;
}

/** What became due meanwhile fires now. */
export async function restoreWithPlan(tx: OrgDb, id: string, version?: number): Promise<Account> {
  const account = await restoreAccount(tx, id, version);
  await hold(tx, id, false);
  await refreshPlans(tx, [id]);
  await enqueue(tx, "activate_due_actions", {}, { key: "clock" });
  return account;
}

async function hold(tx: OrgDb, accountId: string, held: boolean) {
  await tx.updateTable("actions").set({ held, version: sql`version + 1` })
    .where(
      "plan_id",
      "=",
      (q) =>
        q.selectFrom("plans").select("id").where("account_id", "=", accountId)
          .where("ended_at", "is", null),
    )
    .where("state", "not in", ["completed", "skipped", "cancelled"])
    .where("held", "=", !held)
    .execute();
}
