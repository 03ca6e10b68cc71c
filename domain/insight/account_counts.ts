import { sql } from "kysely";
import type { OrgDb, SystemDb } from "../base/db.ts";
import type { Health } from "../base/schema.ts";
import { filtersOf, grainOf, type Scope } from "./scope.ts";

/** How many accounts stand in one place, and what they are worth in one currency. */
export interface Standing {
  health: Health;
  currency: string;
  accounts: number;
  cents: number;
}

const AT_ONCE = 20_000;

/** For the clock: those with something that is not in the sums yet. */
export async function orgsToSum(tx: SystemDb): Promise<string[]> {
  const { rows } = await sql<{ org_id: string }>`
    with recursive found as (
      (select org_id from account_counts where grain = 'new' order by org_id limit 1)
      union all
      select next.org_id from found cross join lateral (
        select org_id from account_counts
        where grain = 'new' and org_id > found.org_id order by org_id limit 1
      ) next
    )
    select org_id from found`.execute(tx);
  return rows.map(({ org_id }) => org_id);
}

/** Adds what is new to the sums. In one statement, so that whoever asks meanwhile counts it once. */
export async function sumAccountCounts(tx: OrgDb): Promise<void> {
  await sql`
    with added as (
      delete from account_counts where org_id = current_org() and id in (
        select id from account_counts where org_id = current_org() and grain = 'new'
        order by id limit ${AT_ONCE} for update skip locked
      ) returning *
    )
    insert into account_counts (grain, csm_id, template_id, segment, source, health, arr_currency,
        accounts, arr_cents)
      select g.grain,
        case when g.grain in ('csm', 'cell') then csm_id end as csm_id,
        case when g.grain in ('template', 'cell') then template_id end as template_id,
        case when g.grain in ('segment', 'cell') then segment end as segment,
        case when g.grain in ('source', 'cell') then source end as source,
        health, arr_currency, sum(accounts), sum(arr_cents)
      from added, (values ('all'), ('csm'), ('template'), ('segment'), ('source'), ('cell')) g (grain)
      group by 1, 2, 3, 4, 5, 6, 7
      having sum(accounts) <> 0 or sum(arr_cents) <> 0
      order by 1, 2, 3, 4, 5, 6, 7
    on conflict (org_id, grain, csm_id, template_id, segment, source, health, arr_currency)
      where grain <> 'new'
      do update set accounts = account_counts.accounts + excluded.accounts,
        arr_cents = account_counts.arr_cents + excluded.arr_cents`.execute(tx);
}

/** Where the accounts stand now: the sums, and what has not been added to them yet. */
export async function countStandings(tx: OrgDb, scope: Scope): Promise<Standing[]> {
  const { rows } = await sql<Standing>`
    select health, arr_currency as currency, sum(accounts)::int as accounts,
      sum(arr_cents)::bigint as cents
    from account_counts c
    where org_id = current_org() and grain in ('new', ${grainOf(scope)})
      and ${filtersOf(scope, sql`c`)}
    group by health, arr_currency
    having sum(accounts) <> 0 order by health, arr_currency`.execute(tx);
  return rows;
}

export type Dimension = "csm" | "template" | "segment" | "source";

/** The same for each value of one filter. */
export interface GroupStanding extends Standing {
  /** An id, or the words themselves; null where an account has none. */
  value: string | null;
}

export async function countGroups(
  tx: OrgDb,
  scope: Scope,
  dimension: Dimension,
): Promise<GroupStanding[]> {
  const others = grainOf({ ...scope, [dimension]: undefined });
  const { rows } = await sql<GroupStanding>`
    select ${COLUMNS[dimension]}::text as value, health, arr_currency as currency,
      sum(accounts)::int as accounts, sum(arr_cents)::bigint as cents
    from account_counts c
    where org_id = current_org() and grain in ('new', ${others === "all" ? dimension : "cell"})
      and ${filtersOf(scope, sql`c`)}
    group by 1, health, arr_currency having sum(accounts) <> 0`.execute(tx);
  return rows;
}

export const COLUMNS = {
  csm: sql.ref("csm_id"),
  template: sql.ref("template_id"),
  segment: sql.ref("segment"),
  source: sql.ref("source"),
} satisfies Record<Dimension, unknown>;
