import { sql } from "kysely";
import { type OrgDb, sendAlong } from "./db.ts";

/**
 * From now on this transaction plans no statement anew for the values that it is given. For work that
 * asks the same each time: an organisation that the statistics do not know would have each of its
 * foreign keys planned with each row.
 */
export function keepPlans(tx: OrgDb): void {
  sendAlong(tx, sql`select ${KEEP_PLANS}`);
}

export const KEEP_PLANS = sql`set_config('plan_cache_mode', 'force_generic_plan', true)`;
