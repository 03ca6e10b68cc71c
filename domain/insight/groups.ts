import { sql } from "kysely";
import type { OrgDb } from "../base/db.ts";
import { COLUMNS, countGroups, type Dimension, type Standing } from "./account_counts.ts";
import { CONDITIONS, daysTaken, IS_RUNNING, slipOf } from "./conditions.ts";
import { countOf, RUNNING } from "./numbers.ts";
import { countedIn, type Scope } from "./scope.ts";

/** One CSM, template, segment or source, and how its accounts are doing. */
export interface Group {
  /** As a filter takes it; null where accounts have none. */
  value: string | null;
  name: string | null;
  standings: Standing[];
  running: number;
  overdue: number;
  live: number;
  medianDays: number | null;
  onTime: number;
  late: number;
}

/** The busiest first. */
export async function listGroups(
  tx: OrgDb,
  scope: Scope,
  dimension: Dimension,
): Promise<Group[]> {
  const [standings, finished, overdue] = await Promise.all([
    countGroups(tx, scope, dimension),
    finishedBy(tx, scope, dimension),
    overdueBy(tx, scope, dimension),
  ]);
  const values = new Set([...standings, ...finished, ...overdue].map(({ value }) => value));
  const names = await namesOf(tx, dimension, [...values].filter((one) => one !== null));
  return [...values].map((value) => {
    const own = standings.filter((one) => one.value === value);
    const live = finished.find((one) => one.value === value);
    return {
      value,
      name: value === null ? null : names.get(value) ?? value,
      standings: own,
      running: countOf(own, RUNNING),
      overdue: overdue.find((one) => one.value === value)?.count ?? 0,
      live: live?.count ?? 0,
      medianDays: live?.medianDays ?? null,
      onTime: live?.onTime ?? 0,
      late: live?.late ?? 0,
    };
  }).sort((a, b) => b.running - a.running || (a.name ?? "").localeCompare(b.name ?? ""));
}

interface FinishedBy {
  value: string | null;
  count: number;
  medianDays: number | null;
  onTime: number;
  late: number;
}

async function finishedBy(tx: OrgDb, scope: Scope, dimension: Dimension) {
  const { rows } = await sql<FinishedBy>`
    select ${COLUMNS[dimension]}::text as value, count(*)::int as count,
      percentile_cont(0.5) within group (order by ${daysTaken(scope)}) as "medianDays",
      (count(*) filter (where ${slipOf(scope)} <= 0))::int as "onTime",
      (count(*) filter (where ${slipOf(scope)} > 0))::int as late
    from account_facts f where ${countedIn(scope)} and ${CONDITIONS.live(scope, {})}
    group by 1`.execute(tx);
  return rows;
}

async function overdueBy(tx: OrgDb, scope: Scope, dimension: Dimension) {
  const { rows } = await sql<{ value: string | null; count: number }>`
    select ${COLUMNS[dimension]}::text as value, count(*)::int as count
    from account_facts f
    where ${countedIn(scope)} and ${IS_RUNNING} and f.promised_on < ${scope.today}::date
    group by 1`.execute(tx);
  return rows;
}

async function namesOf(
  tx: OrgDb,
  dimension: Dimension,
  ids: string[],
): Promise<Map<string, string>> {
  if (ids.length === 0 || dimension === "segment" || dimension === "source") return new Map();
  const rows = await tx.selectFrom(dimension === "csm" ? "members" : "templates")
    .select(["id", "name"]).where("id", "=", sql<string>`any(${ids}::uuid[])`).execute();
  return new Map(rows.map(({ id, name }) => [id, name]));
}

export interface Choices {
  csms: { value: string; label: string }[];
  templates: { value: string; label: string }[];
  segments: { value: string; label: string }[];
}

/** What the filters offer: what real accounts have. */
export async function listChoices(tx: OrgDb): Promise<Choices> {
  const { rows } = await sql<{ kind: Dimension; value: string; label: string }>`
    with used as materialized (
      select grain, csm_id, template_id, segment from account_counts
      where org_id = current_org() and grain in ('new', 'csm', 'template', 'segment')
    )
    select 'csm' as kind, id::text as value, name as label from members
      where id in (select csm_id from used where csm_id is not null)
    union all
    select 'template', id::text, name from templates
      where id in (select template_id from used where template_id is not null)
    union all
    select distinct 'segment', segment, segment from used where segment is not null`.execute(tx);
  const of = (kind: Dimension) =>
    rows.filter((row) => row.kind === kind).map(({ value, label }) => ({ value, label }))
      .sort((a, b) => a.label.localeCompare(b.label));
  return { csms: of("csm"), templates: of("template"), segments: of("segment") };
}
