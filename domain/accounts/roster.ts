import { sql } from "kysely";
import type { OrgDb } from "../base/db.ts";

export interface RosterEntry {
  id: string;
  name: string;
  /** Accounts that are theirs now, test accounts and archived ones left out. */
  load: number;
}

const MOST = 500;

/** Who can take an account over, and how much each has already. */
export async function csmRoster(tx: OrgDb): Promise<RosterEntry[]> {
  const { rows } = await sql<RosterEntry>`
    select m.id, m.name, (
      select count(*) from accounts a
      where a.csm_id = m.id and a.archived_at is null and not a.test
    )::integer as load
    from members m
    where m.roles && '{csm,ops,admin}'::text[] and m.deactivated_at is null
    order by not m.roles && '{csm}'::text[], m.name_key limit ${MOST}`.execute(tx);
  return rows;
}
