import { sql } from "kysely";
import { addDays, type Day, dayOfWeek } from "../base/calendar.ts";
import type { OrgDb } from "../base/db.ts";
import { CONDITIONS, daysTaken, finishedOn, IS_RUNNING } from "./conditions.ts";
import { stepOf } from "./periods.ts";
import { countedIn, dayOf, type Scope, within } from "./scope.ts";

/** What the accounts that went live within some days have in common. */
export interface Finished {
  count: number;
  medianDays: number | null;
  p90Days: number | null;
  /** From the day the deal was closed. */
  medianFromClose: number | null;
  /** To the first milestone that was finished. */
  medianFirst: number | null;
  medianSlip: number | null;
  /** Of those for which a day was agreed or planned. */
  onTime: number;
  late: number;
  oursDays: number;
  theirsDays: number;
  blockedDays: number;
}

const middle = (value: ReturnType<typeof daysTaken>) =>
  sql`percentile_cont(0.5) within group (order by ${value})`;

/** The period and the one before it, in one look. */
export async function compareFinished(
  tx: OrgDb,
  scope: Scope,
): Promise<{ now: Finished; before: Finished }> {
  const { period } = scope;
  const both = sql`array[0.5, 0.9]::float8[]`;
  const { rows } = await sql<Finished & { current: boolean }>`
    with live as materialized (
      select ${within(sql`f.finished_at`, period, scope)} as current, closed_on, ours_seconds,
        theirs_seconds, blocked_seconds, coalesce(promised_on, planned_on) as wanted_on,
        ${finishedOn(scope)} as "on", ${dayOf(sql`f.started_at`, scope)} as started_on,
        ${dayOf(sql`f.first_done_at`, scope)} as first_on
      from account_facts f
      where ${countedIn(scope)} and f.finished_at is not null and (
        ${within(sql`f.finished_at`, period, scope)}
        or ${within(sql`f.finished_at`, period.before, scope)})
    ), summed as (
      select current, count(*)::int as count,
        percentile_cont(${both}) within group (order by l."on" - started_on) as days,
        ${middle(sql`(l."on" - closed_on)`)} as "medianFromClose",
        ${middle(sql`(first_on - started_on)`)} as "medianFirst",
        ${middle(sql`(l."on" - wanted_on)`)} as "medianSlip",
        (count(*) filter (where l."on" <= wanted_on))::int as "onTime",
        (count(*) filter (where l."on" > wanted_on))::int as late,
        coalesce(sum(ours_seconds), 0)::float8 / 86400 as "oursDays",
        coalesce(sum(theirs_seconds), 0)::float8 / 86400 as "theirsDays",
        coalesce(sum(blocked_seconds), 0)::float8 / 86400 as "blockedDays"
      from live l group by current
    )
    select *, days[1] as "medianDays", days[2] as "p90Days" from summed`.execute(tx);
  const of = (current: boolean) => rows.find((row) => row.current === current) ?? NONE;
  return { now: of(true), before: of(false) };
}

const NONE: Finished = {
  count: 0,
  medianDays: null,
  p90Days: null,
  medianFromClose: null,
  medianFirst: null,
  medianSlip: null,
  onTime: 0,
  late: 0,
  oursDays: 0,
  theirsDays: 0,
  blockedDays: 0,
};

export interface Step {
  from: Day;
  to: Day;
  count: number;
  medianDays: number | null;
}

/** Week by week, or month by month; one in which nobody went live is there with none. */
export async function trendOf(tx: OrgDb, scope: Scope): Promise<Step[]> {
  const { period } = scope;
  const step = stepOf(period);
  const { rows } = await sql<{ from: Day; count: number; medianDays: number | null }>`
    select date_trunc(${step}, ${finishedOn(scope)}::timestamp)::date as from,
      count(*)::int as count, ${middle(daysTaken(scope))} as "medianDays"
    from account_facts f where ${countedIn(scope)} and ${CONDITIONS.live(scope, {})}
    group by 1 order by 1`.execute(tx);
  return stepsOf(period, step).map(({ from, to }) => {
    const found = rows.find((row) => row.from === from);
    const clipped = {
      from: from < period.from ? period.from : from,
      to: to > period.to ? period.to : to,
    };
    return { ...clipped, count: found?.count ?? 0, medianDays: found?.medianDays ?? null };
  });
}

function stepsOf({ from, to }: { from: Day; to: Day }, step: "week" | "month") {
  const steps: { from: Day; to: Day }[] = [];
  let at = step === "week" ? addDays(from, 1 - dayOfWeek(from)) : `${from.slice(0, 7)}-01`;
  while (at <= to) {
    const next = step === "week" ? addDays(at, 7) : `${addDays(at, 31).slice(0, 7)}-01`;
    steps.push({ from: at, to: addDays(next, -1) });
    at = next;
  }
  return steps;
}

export interface Bucket {
  atLeast: number;
  /** Absent in the last one, which has no end. */
  atMost?: number;
  count: number;
}

const MOST_BUCKETS = 10;

/** How many took how long, in steps that people count in. */
export async function spreadOf(tx: OrgDb, scope: Scope): Promise<Bucket[]> {
  const { rows } = await sql<{ days: number; count: number }>`
    select ${daysTaken(scope)} as days, count(*)::int as count
    from account_facts f where ${countedIn(scope)} and ${CONDITIONS.live(scope, {})}
      and f.started_at is not null
    group by 1 order by 1`.execute(tx);
  const longest = rows.at(-1)?.days;
  if (longest === undefined) return [];
  const width = WIDTHS.find((days) => longest / days < MOST_BUCKETS) ?? WIDTHS.at(-1)!;
  const buckets = Math.min(MOST_BUCKETS, Math.floor(longest / width) + 1);
  return Array.from({ length: buckets }, (_, at) => {
    const atLeast = at * width;
    const atMost = at === MOST_BUCKETS - 1 ? undefined : atLeast + width - 1;
    const count = rows.filter(({ days }) =>
      days >= atLeast && (atMost === undefined || days <= atMost)
    )
      .reduce((sum, row) => sum + row.count, 0);
    return { atLeast, atMost, count };
  });
}

const WIDTHS = [1, 2, 7, 14, 30, 60, 90];

/** How many began, in the period and in the one before. */
export async function compareStarted(tx: OrgDb, scope: Scope) {
  const { period } = scope;
  const counted = (days: typeof period.before) =>
    sql`(count(*) filter (where ${within(sql`f.started_at`, days, scope)}))::int`;
  const { rows: [row] } = await sql<{ now: number; before: number }>`
    select ${counted(period)} as now, ${counted(period.before)} as before
    from account_facts f where ${countedIn(scope)} and f.started_at is not null
      and ${within(sql`f.started_at`, { from: period.before.from, to: period.to }, scope)}`
    .execute(tx);
  return row!;
}

export interface Week {
  from: Day;
  to: Day;
  count: number;
  /** Of these, after the day that was agreed. */
  late: number;
  money: { currency: string; cents: number }[];
}

const WEEKS = 8;

/** The running accounts by the week in which their plan is expected to end. */
export async function comingWeeks(tx: OrgDb, scope: Scope): Promise<Week[]> {
  const first = addDays(scope.today, 1 - dayOfWeek(scope.today));
  const { rows } = await sql<
    { week: Day; currency: string; count: number; late: number; cents: number }
  >`
    select date_trunc('week', f.projected_on::timestamp)::date as week, arr_currency as currency,
      count(*)::int as count, (count(*) filter (where f.projected_on > f.promised_on))::int as late,
      coalesce(sum(arr_cents), 0)::bigint as cents
    from account_facts f where ${countedIn(scope)} and ${IS_RUNNING}
      and f.projected_on >= ${first}::date and f.projected_on < ${first}::date + ${WEEKS * 7}::int
    group by 1, 2`.execute(tx);
  return Array.from({ length: WEEKS }, (_, at) => {
    const from = addDays(first, at * 7);
    const own = rows.filter(({ week }) => week === from);
    return {
      from,
      to: addDays(from, 6),
      count: own.reduce((sum, { count }) => sum + count, 0),
      late: own.reduce((sum, { late }) => sum + late, 0),
      money: own.filter(({ cents }) => cents > 0).map(({ currency, cents }) => ({
        currency,
        cents,
      })),
    };
  });
}

export async function countOverdue(tx: OrgDb, scope: Scope): Promise<number> {
  const { rows: [row] } = await sql<{ count: number }>`
    select count(*)::int as count from account_facts f
    where ${countedIn(scope)} and ${CONDITIONS.overdue(scope, {})}`.execute(tx);
  return row!.count;
}
