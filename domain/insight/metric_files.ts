import { writeCsv } from "../accounts/csv_files.ts";
import type { Standing } from "./account_counts.ts";
import type { Behind } from "./behind.ts";
import type { Finished } from "./finished.ts";
import type { Group } from "./groups.ts";
import type { MilestoneTimes } from "./milestone_times.ts";
import { amountsOf, countOf, NUMBERS, RUNNING } from "./numbers.ts";
import type { Scope } from "./scope.ts";

/** The accounts behind a number. */
export function accountsCsv(accounts: Behind[]): string {
  const head = [
    ...["Account", "Id", "Health", "CSM", "Template", "Segment", "Source", "ARR", "Currency"],
    ...["Started", "Agreed go-live", "Planned go-live", "Expected go-live", "Went live", "Days"],
    "Days against plan",
  ];
  return writeCsv([
    head,
    ...accounts.map((one) => [
      one.name,
      one.id,
      one.health,
      one.csm ?? "",
      one.template ?? "",
      one.segment ?? "",
      one.source,
      one.arr_cents === null ? "" : money(one.arr_cents),
      one.arr_currency,
      one.started_on ?? "",
      one.promised_on ?? "",
      one.planned_on ?? "",
      one.projected_on ?? "",
      one.finished_on ?? "",
      text(one.days),
      text(one.slip),
    ]),
  ]);
}

/** The numbers of the overview, this period and the one before. */
export function numbersCsv(
  { period }: Scope,
  { standings, overdue, started, finished: { now, before } }: {
    standings: Standing[];
    overdue: number;
    started: { now: number; before: number };
    finished: { now: Finished; before: Finished };
  },
): string {
  const ofBoth = (label: string, of: (one: Finished) => number | null) => [
    label,
    text(of(now)),
    text(of(before)),
  ];
  return writeCsv([
    ["Number", `${period.from} to ${period.to}`, `${period.before.from} to ${period.before.to}`],
    [NUMBERS.running.label, text(countOf(standings, RUNNING)), ""],
    ...(["on_track", "at_risk", "blocked", "waiting", "not_started"] as const).map((key) => [
      NUMBERS[key].label,
      text(countOf(standings, [key])),
      "",
    ]),
    [NUMBERS.overdue.label, text(overdue), ""],
    ...amountsOf(standings, RUNNING).map(({ currency, cents }) => [
      `ARR in onboarding, ${currency}`,
      money(cents),
      "",
    ]),
    [NUMBERS.started.label, text(started.now), text(started.before)],
    ofBoth(NUMBERS.live.label, ({ count }) => count),
    ofBoth("Median days to go-live", ({ medianDays }) => medianDays),
    ofBoth("90% within days", ({ p90Days }) => p90Days),
    ofBoth("Median days to first value", ({ medianFirst }) => medianFirst),
    ofBoth("Median days from the closed deal", ({ medianFromClose }) => medianFromClose),
    ofBoth(NUMBERS.on_time.label, ({ onTime }) => onTime),
    ofBoth(NUMBERS.late.label, ({ late }) => late),
    ofBoth("Median days against the plan", ({ medianSlip }) => medianSlip),
  ]);
}

export function groupsCsv(noun: string, groups: Group[]): string {
  return writeCsv([
    [
      ...[noun, "Running", "At risk", "Blocked", "Waiting on customer", "Overdue", "Not started"],
      ...["Went live", "Median days", "On time", "Late", "ARR in onboarding"],
    ],
    ...groups.map((one) => [
      one.name ?? "",
      text(one.running),
      text(countOf(one.standings, ["at_risk"])),
      text(countOf(one.standings, ["blocked"])),
      text(countOf(one.standings, ["waiting"])),
      text(one.overdue),
      text(countOf(one.standings, ["not_started"])),
      text(one.live),
      text(one.medianDays),
      text(one.onTime),
      text(one.late),
      amountsOf(one.standings, RUNNING).map(({ currency, cents }) => `${money(cents)} ${currency}`)
        .join(" + "),
    ]),
  ]);
}

export function milestonesCsv(milestones: MilestoneTimes[]): string {
  return writeCsv([
    [
      ...[
        "Milestone",
        "Finished",
        "Median days",
        "90% within days",
        "Planned days",
        "Over the plan",
      ],
      ...["In it now", "With us", "Waiting on customer", "Blocked"],
    ],
    ...milestones.map((one) => [
      one.name,
      ...[one.done, one.medianDays, one.p90Days, one.planned, one.over].map(text),
      ...[one.inIt, one.withUs, one.withCustomer, one.blocked].map(text),
    ]),
  ]);
}

const money = (cents: number) => (cents / 100).toFixed(2);

const text = (value: number | null) => value === null ? "" : String(Math.round(value * 100) / 100);
