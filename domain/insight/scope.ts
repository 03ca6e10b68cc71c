import { type RawBuilder, sql } from "kysely";
import type { Day } from "../base/calendar.ts";
import type { OrgDb } from "../base/db.ts";
import type { AccountCounts, AccountSource } from "../base/schema.ts";
import { NO_SEGMENT, NOBODY } from "./numbers.ts";
import type { Days, Period } from "./periods.ts";

/** Which accounts and which days a page of numbers speaks of. */
export interface Scope {
  period: Period;
  today: Day;
  timeZone: string;
  /** A member's id, or "none". */
  csm?: string;
  /** A template's id, or "none". */
  template?: string;
  /** Its words, or "(none)". */
  segment?: string;
  source?: AccountSource;
}

/** What day it is for the organisation, by the database's clock. */
export async function todayOf(tx: OrgDb): Promise<{ today: Day; timeZone: string }> {
  const { rows: [row] } = await sql<{ today: Day; timeZone: string }>`
    select (now() at time zone time_zone)::date as today, time_zone as "timeZone"
    from orgs where id = current_org()`.execute(tx);
  return row!;
}

/** Which sums answer: those of one filter, unless several narrow the accounts. */
export function grainOf(
  scope: Pick<Scope, "csm" | "template" | "segment" | "source">,
): AccountCounts["grain"] {
  const { csm, template, segment, source } = scope;
  const set = Object.entries({ csm, template, segment, source }).filter(([, value]) => value);
  const [only] = set;
  return set.length > 1 ? "cell" : only ? only[0] as AccountCounts["grain"] : "all";
}

/** The filters of a scope, for a table that has these columns. */
export function filtersOf(scope: Scope, table: RawBuilder<unknown>): RawBuilder<unknown> {
  const { csm, template, segment, source } = scope;
  const conditions = [
    csm && (csm === NOBODY ? sql`${table}.csm_id is null` : sql`${table}.csm_id = ${csm}::uuid`),
    template &&
    (template === NOBODY
      ? sql`${table}.template_id is null`
      : sql`${table}.template_id = ${template}::uuid`),
    segment &&
    (segment === NO_SEGMENT ? sql`${table}.segment is null` : sql`${table}.segment = ${segment}`),
    source && sql`${table}.source = ${source}`,
  ].filter((one) => one !== undefined && one !== "");
  return conditions.length > 0
    ? sql.join(conditions as RawBuilder<unknown>[], sql` and `)
    : sql`true`;
}

/** Real accounts within the filters. Every question on `account_facts f` begins with this. */
export function countedIn(scope: Scope): RawBuilder<unknown> {
  return sql`f.org_id = current_org() and f.counted and ${filtersOf(scope, sql`f`)}`;
}

/** The midnight with which a day of the organisation begins. */
export const startOf = (day: Day, { timeZone }: Pick<Scope, "timeZone">): RawBuilder<unknown> =>
  sql`(${day}::date::timestamp at time zone ${timeZone})`;

export function within(
  column: RawBuilder<unknown>,
  { from, to }: Days,
  scope: Pick<Scope, "timeZone">,
): RawBuilder<unknown> {
  return sql`(${column} >= ${startOf(from, scope)}
    and ${column} < ((${to}::date + 1)::timestamp at time zone ${scope.timeZone}))`;
}

/** The day of the organisation on which something happened. */
export const dayOf = (column: RawBuilder<unknown>, { timeZone }: Pick<Scope, "timeZone">) =>
  sql<Day>`(${column} at time zone ${timeZone})::date`;
