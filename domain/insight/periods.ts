import { addDays, type Day, daysBetween, isDay } from "../base/calendar.ts";

export const PERIODS = [
  { key: "30d", label: "Last 30 days" },
  { key: "90d", label: "Last 90 days" },
  { key: "12m", label: "Last 12 months" },
  { key: "quarter", label: "This quarter" },
  { key: "last-quarter", label: "Last quarter" },
  { key: "own", label: "Own dates" },
] as const;

export type PeriodKey = typeof PERIODS[number]["key"];

/** Whole days of the organisation, the last one included. */
export interface Days {
  from: Day;
  to: Day;
}

export interface Period extends Days {
  key: PeriodKey;
  /** What it is compared with: as many days directly before, or the quarter before. */
  before: Days;
}

const MOST_DAYS = 1_100;

/** What an address asks for, as far as it can be understood. */
export function readPeriod(
  { period, from, to }: { period?: string; from?: string; to?: string },
  today: Day,
): Period {
  const key = PERIODS.find((known) => known.key === period)?.key ?? "90d";
  if (key === "quarter" || key === "last-quarter") {
    const first = quarterOf(today);
    const days = key === "quarter"
      ? { from: first, to: today }
      : { from: quarterBefore(first), to: addDays(first, -1) };
    const earlier = quarterBefore(days.from);
    const length = key === "quarter" ? daysBetween(first, today) : 92;
    const last = addDays(days.from, -1);
    const same = addDays(earlier, length);
    return { key, ...days, before: { from: earlier, to: same < last ? same : last } };
  }
  if (key === "own") {
    const own = ownDays(from, to, today);
    if (own) return { key, ...own, before: daysBefore(own) };
  }
  const count = key === "30d" ? 30 : key === "12m" ? 365 : 90;
  const days = { from: addDays(today, 1 - count), to: today };
  return { key: key === "own" ? "90d" : key, ...days, before: daysBefore(days) };
}

function ownDays(from = "", to = "", today: Day): Days | undefined {
  if (!isDay(from) || from < "1970-01-01" || from > today) return undefined;
  const last = isDay(to) && to >= from && to < today ? to : today;
  const earliest = addDays(last, 1 - MOST_DAYS);
  return { from: from < earliest ? earliest : from, to: last };
}

function daysBefore({ from, to }: Days): Days {
  return { from: addDays(from, -(daysBetween(from, to) + 1)), to: addDays(from, -1) };
}

function quarterOf(day: Day): Day {
  const month = Math.floor((Number(day.slice(5, 7)) - 1) / 3) * 3 + 1;
  return `${day.slice(0, 5)}${String(month).padStart(2, "0")}-01`;
}

const quarterBefore = (first: Day): Day => quarterOf(addDays(first, -1));

/** Weeks that begin on Monday, or months where weeks would be too many to read. */
export function stepOf({ from, to }: Days): "week" | "month" {
  return daysBetween(from, to) > 125 ? "month" : "week";
}
