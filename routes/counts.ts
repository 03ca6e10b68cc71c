import { sql } from "kysely";
import type { OrgDb } from "../domain/base/db.ts";
import type { Ability } from "../domain/people/roles.ts";

/** What waits for a person, beside the sidebar's items. Partial indexes hold just these rows. */
export async function sidebarCounts(
  tx: OrgDb,
  may: (ability: Ability) => boolean,
): Promise<Record<string, number>> {
  if (!may("jobs.read") && !may("mails.settle")) return {};
  const { rows: [counts] } = await sql<{ jobs: number; mails: number }>`
    select (select count(*) from jobs where org_id = current_org() and parked_at is not null) as jobs,
      (select count(*) from mails where org_id = current_org() and state in ('unknown', 'failed'))
        as mails`.execute(tx);
  return {
    jobs: may("jobs.read") ? counts!.jobs : 0,
    mails: may("mails.settle") ? counts!.mails : 0,
  };
}
