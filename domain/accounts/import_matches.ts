import { type RawBuilder, sql } from "kysely";
import type { OrgDb } from "../base/db.ts";

/**
 * Finds for each row the account it may be about, and the earlier row of the same file: by the
 * domain, and by the name without its legal form. Archived accounts and skipped rows do not count.
 */
export async function matchRows(
  tx: OrgDb,
  importId: string,
  which: RawBuilder<unknown> = sql`true`,
): Promise<void> {
  await sql`
    update import_rows r set
      twin_account_id = coalesce(m.by_domain, m.by_name),
      twin_unclear = coalesce(m.by_domain <> m.by_name, false) or m.names > 1 or m.domains > 1,
      twin_row = m.earlier,
      status = case
        when r.problems <> '{}' then 'fix'
        when m.by_domain is not null or m.by_name is not null or m.earlier is not null
          then 'duplicate'
        else 'ready' end
    from (
      select q.row_no, d.id as by_domain, d.count as domains, n.id as by_name, n.count as names,
        least(
          (select o.row_no from import_rows o where o.org_id = current_org()
            and o.import_id = ${importId} and o.match_key = q.match_key and o.row_no < q.row_no
            and o.decision is distinct from 'skip' order by o.row_no limit 1),
          (select o.row_no from import_rows o where o.org_id = current_org()
            and o.import_id = ${importId} and o.domain = q.domain and o.row_no < q.row_no
            and o.decision is distinct from 'skip' order by o.row_no limit 1)) as earlier
      from import_rows q
      cross join lateral (select min(a.id::text)::uuid as id, count(*) as count from (
        select a.id from accounts a where a.org_id = current_org() and a.domain = q.domain
          and a.archived_at is null limit 2) a) d
      cross join lateral (select min(a.id::text)::uuid as id, count(*) as count from (
        select a.id from accounts a where a.org_id = current_org() and a.match_key = q.match_key
          and a.archived_at is null limit 2) a) n
      where q.import_id = ${importId} and ${which}
    ) m
    where r.import_id = ${importId} and r.row_no = m.row_no`.execute(tx);
}

/** What is done with a row: what somebody decided, else what follows from its matches. */
export const plan = sql<"create" | "update" | "skip">`case
  when status = 'fix' then 'skip'
  when decision = 'update' and twin_account_id is null then 'skip'
  when decision is not null then decision
  when twin_row is not null or twin_unclear then 'skip'
  when twin_account_id is not null then 'update'
  else 'create' end`;
