import { type RawBuilder, sql } from "kysely";
import type { OrgDb } from "../base/db.ts";
import type { Health } from "../base/schema.ts";
import { wordConditions } from "./account_search.ts";
import type { View } from "./account_words.ts";
import { seesAll, type Viewer } from "./viewers.ts";

export type Sort = "name" | "go-live" | "newest";

export interface AccountFilter {
  view: View;
  q?: string;
  /** A member's id, or "none". */
  csm?: string;
  segment?: string;
  industry?: string;
  health?: Health;
  test?: boolean;
  sort: Sort;
  /** The edge of the page that was left: see `edgeOf`. */
  after?: Edge;
  before?: Edge;
}

/** Where a page ends: the value it is ordered by and the id. It stays true if the row moves. */
export interface Edge {
  key: string;
  id: string;
}

export interface ListedAccount {
  id: string;
  name: string;
  segment: string | null;
  milestone_name: string | null;
  actions_done: number;
  actions_total: number;
  drafts_waiting: number;
  health: Health;
  go_live_on: string | null;
  next_action: string | null;
  next_due_at: Date | null;
  is_late: boolean;
  /** Its own, where it is not the organisation's. */
  time_zone: string | null;
  test: boolean;
  archived_at: Date | null;
  csm: string | null;
  key: string;
}

export interface AccountPage {
  accounts: ListedAccount[];
  previous?: Edge;
  next?: Edge;
}

const PAGE = 50;
/** A count of a tab stops here and says "999+", so that it costs the same for any organisation. */
export const COUNTED = 1000;

/** One statement, and one index for its order, however many accounts there are. */
export async function listAccounts(
  tx: OrgDb,
  viewer: Viewer,
  filter: AccountFilter,
): Promise<AccountPage> {
  const backwards = Boolean(filter.before && !filter.after);
  const edge = filter.after ?? filter.before;
  const up = (filter.sort !== "newest") !== backwards;
  const key = KEYS[filter.sort];
  const said = filter.q ? await wordConditions(tx, filter.q) : [];
  const conditions = [...scope(viewer, filter.view), ...narrowed(filter), ...said];
  if (edge) {
    conditions.push(
      filter.sort === "newest"
        ? sql<boolean>`a.id ${up ? sql`>` : sql`<`} ${edge.id}::uuid`
        : sql<boolean>`(${key}, a.id) ${up ? sql`>` : sql`<`}
          (${edge.key}::${filter.sort === "name" ? sql`text` : sql`date`}, ${edge.id}::uuid)`,
    );
  }
  const direction = up ? sql`asc` : sql`desc`;
  const order = filter.sort === "newest"
    ? sql`a.id ${direction}`
    : sql`${key} ${direction}, a.id ${direction}`;
  const { rows } = await sql<ListedAccount>`
    select ${COLUMNS}, ${filter.sort === "newest" ? sql`''` : sql`${key}::text`} as key
    from accounts a left join members c on c.org_id = a.org_id and c.id = a.csm_id
    where ${sql.join(conditions, sql` and `)}
    order by ${order} limit ${PAGE + 1}`.execute(tx);
  const more = rows.length > PAGE;
  const accounts = rows.slice(0, PAGE);
  if (backwards) accounts.reverse();
  const [first, last] = [accounts[0], accounts.at(-1)];
  return {
    accounts,
    previous: (backwards ? more : Boolean(edge)) && first ? edgeOf(first) : undefined,
    next: (backwards || more) && last ? edgeOf(last) : undefined,
  };
}

/** Whether "accounts a" is one that the list with these filters holds, on any of its pages. */
export async function holds(
  tx: OrgDb,
  viewer: Viewer,
  filter: AccountFilter,
): Promise<RawBuilder<boolean>> {
  const said = filter.q ? await wordConditions(tx, filter.q) : [];
  const conditions = [...scope(viewer, filter.view), ...narrowed(filter), ...said];
  return sql<boolean>`(${sql.join(conditions, sql` and `)})`;
}

/** The rows of a page as they stand now, for those who may see them. */
export async function listTheseAccounts(
  tx: OrgDb,
  viewer: Viewer,
  ids: string[],
): Promise<ListedAccount[]> {
  const { rows } = await sql<ListedAccount>`
    select ${COLUMNS}, '' as key
    from accounts a left join members c on c.org_id = a.org_id and c.id = a.csm_id
    where a.org_id = current_org() and a.id = any(${ids}::uuid[])
      and (${seesAll(viewer)} or a.ae_id = ${viewer.id})`.execute(tx);
  return rows;
}

/** How many each tab holds, up to `COUNTED`. */
export async function countViews(tx: OrgDb, viewer: Viewer): Promise<Record<View, number>> {
  const count = (view: View) =>
    sql`(select count(*)::int from (select from accounts a
      where ${sql.join(scope(viewer, view), sql` and `)} limit ${COUNTED}) counted)`;
  const { rows: [row] } = await sql<Record<View, number>>`
    select ${count("needs-me")} as "needs-me", ${count("mine")} as mine,
      ${count("all")} as "all", ${count("archived")} as archived`.execute(tx);
  return row!;
}

/** What the filters offer: what the organisation's accounts say. */
export async function listIndustries(tx: OrgDb): Promise<string[]> {
  // Jumps from one value to the next in the index, instead of reading every account.
  const { rows } = await sql<{ industry: string }>`
    with recursive found as (
      (select industry from accounts where org_id = current_org() and archived_at is null
        and industry is not null order by industry limit 1)
      union all
      select (select a.industry from accounts a where a.org_id = current_org()
        and a.archived_at is null and a.industry > found.industry order by a.industry limit 1)
      from found where found.industry is not null
    ) select industry from found where industry is not null limit 100`.execute(tx);
  return rows.map(({ industry }) => industry);
}

const edgeOf = ({ key, id }: ListedAccount): Edge => ({ key, id });

const KEYS: Record<Sort, RawBuilder<unknown>> = {
  name: sql`a.name_key`,
  "go-live": sql`a.go_live_key`,
  newest: sql`a.id`,
};

const COLUMNS = sql`a.id, a.name, a.segment, a.milestone_name, a.actions_done, a.actions_total,
  a.drafts_waiting, a.health, a.go_live_on, a.next_action, a.next_due_at, a.time_zone,
  coalesce(a.next_due_at < now(), false) as is_late, a.test, a.archived_at, c.name as csm`;

function scope(viewer: Viewer, view: View): RawBuilder<boolean>[] {
  const all = seesAll(viewer);
  const mine = all && view !== "all" && view !== "archived"
    ? [sql<boolean>`a.csm_id = ${viewer.id}`]
    : all
    ? []
    : [sql<boolean>`a.ae_id = ${viewer.id}`];
  return [
    sql<boolean>`a.org_id = current_org()`,
    view === "archived"
      ? sql<boolean>`a.archived_at is not null and a.merged_into is null`
      : sql<boolean>`a.archived_at is null`,
    ...mine,
    ...(view === "needs-me" ? [NEEDS_SOMEBODY] : []),
  ];
}

/** A draft to review, something late, or trouble. */
const NEEDS_SOMEBODY = sql<boolean>`(a.drafts_waiting > 0 or a.next_due_at < now()
  or a.health in ('at_risk', 'blocked'))`;

function narrowed(filter: AccountFilter): RawBuilder<boolean>[] {
  const { csm, segment, industry, health, test } = filter;
  return [
    ...(csm === "none" ? [sql<boolean>`a.csm_id is null`] : []),
    ...(csm && csm !== "none" ? [sql<boolean>`a.csm_id = ${csm}`] : []),
    ...(segment ? [sql<boolean>`a.segment = ${segment}`] : []),
    ...(industry ? [sql<boolean>`a.industry = ${industry}`] : []),
    ...(health ? [sql<boolean>`a.health = ${health}`] : []),
    ...(test ? [sql<boolean>`a.test`] : []),
  ];
}
