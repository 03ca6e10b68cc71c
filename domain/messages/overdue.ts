import { sql } from "kysely";
import type { OrgDb, SystemDb } from "../base/db.ts";
import { settleOverdue } from "./deliveries.ts";

const IS_PAST = sql<boolean>`leased_until < now()`;
const AT_ONCE = 200;

/** For the clock: where a process died, or fell silent, while it was sending. */
export async function orgsWithOverdueMails(tx: SystemDb): Promise<string[]> {
  const rows = await tx.selectFrom("mails").select("org_id").distinct()
    .where("state", "=", "sending").where(IS_PAST).execute();
  return rows.map(({ org_id }) => org_id);
}

/** Gives each such mail its outcome. Answers which these were. */
export async function settleOverdueMails(tx: OrgDb): Promise<string[]> {
  const overdue = await tx.selectFrom("mails").select("id")
    .where("state", "=", "sending").where(IS_PAST)
    .orderBy("leased_until").limit(AT_ONCE).execute();
  for (const { id } of overdue) await settleOverdue(tx, id);
  return overdue.map(({ id }) => id);
}
