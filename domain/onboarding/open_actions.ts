import type { OrgDb } from "../base/db.ts";
import { FINISHED } from "./action_states.ts";

/** Those of these actions that a person may still complete. */
export async function openActionsAmong(tx: OrgDb, ids: string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const rows = await tx.selectFrom("actions as a").innerJoin("plans as p", "p.id", "a.plan_id")
    .select("a.id").where("a.id", "in", ids)
    .where("a.state", "not in", [...FINISHED, "pending", "waiting"])
    .where("p.ended_at", "is", null).execute();
  return new Set(rows.map(({ id }) => id));
}
