import { sql } from "kysely";
import type { OrgDb, SystemDb } from "../base/db.ts";
import { enqueue } from "../base/queue.ts";

const AT_ONCE = 5_000;

/** For the clock: where anything can have arrived at all. */
export async function orgsWithWorkflows(tx: SystemDb): Promise<string[]> {
  const rows = await tx.selectFrom("workflows").select("org_id").distinct().execute();
  return rows.map(({ org_id }) => org_id);
}

/**
 * What arrived to start workflows is kept for 90 days: that long it can be tried against a draft,
 * and counted where it arrives again. The runs that came of it stay.
 */
export async function pruneArrivals(tx: OrgDb, limit = AT_ONCE): Promise<void> {
  const { numAffectedRows } = await sql`
    delete from trigger_events where org_id = current_org() and id in (
      select id from trigger_events where org_id = current_org()
        and arrived_at < now() - interval '90 days' order by arrived_at limit ${limit})`
    .execute(tx);
  if (numAffectedRows === BigInt(limit)) await enqueue(tx, "prune_arrivals", {}, { key: "clock" });
}
