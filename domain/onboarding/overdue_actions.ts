import { sql } from "kysely";
import type { OrgDb, SystemDb } from "../base/db.ts";
import { recordEvents } from "../base/events.ts";
import { lockAccounts, refreshAccounts } from "./account_rollups.ts";

/** For the clock: reads what is late and has not been marked, and nothing else. */
export async function orgsWithLateActions(tx: SystemDb): Promise<string[]> {
  const rows = await tx.selectFrom("actions").select("org_id").distinct().where(IS_LATE).execute();
  return rows.map(({ org_id }) => org_id);
}

/** Marks each once, when its deadline has passed where the customer is. Answers how many. */
export async function markOverdue(tx: OrgDb, limit: number): Promise<number> {
  const found = await tx.selectFrom("actions").select(["id", "account_id"]).where(IS_LATE)
    .orderBy("deadline_at").orderBy("id").limit(limit).execute();
  if (found.length === 0) return 0;
  const accountIds = [...new Set(found.map(({ account_id }) => account_id))];
  lockAccounts(tx, accountIds.sort());
  const late = await tx.updateTable("actions")
    .set({ overdue_at: sql<Date>`now()` })
    .where("id", "=", sql<string>`any(${found.map(({ id }) => id)}::uuid[])`).where(IS_LATE)
    .returning(["id", "account_id", "label", "deadline_on"]).execute();
  await recordEvents(
    tx,
    late.map(({ id, account_id, label, deadline_on }) => ({
      kind: "action.overdue",
      subjectId: id,
      accountId: account_id,
      data: { label, deadlineOn: deadline_on },
    })),
  );
  await refreshAccounts(tx, accountIds);
  return found.length;
}

// In the words of the index, which is not used otherwise.
const IS_LATE = sql<boolean>`(overdue_at is null and deadline_at is not null and not held
  and state in ('due', 'draft_ready', 'approved', 'executed', 'failed') and deadline_at <= now())`;
