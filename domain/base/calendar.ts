import { type Day, isTimeZone } from "./time_zones.ts";

export { type Day, dayIn, isTimeZone, timeIn, timeZones, zonedTime } from "./time_zones.ts";

export interface WorkingWeek {
  /** 1 is Monday and 7 is Sunday, as in ISO 8601. */
  workingDays: number[];
  holidays: ReadonlySet<Day>;
}

const DAY_MS = 86_400_000;
const MOST_DAYS_OFF = 3_660;

export function isDay(text: string): text is Day {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && Number(text.slice(0, 4)) > 0 &&
    new Date(`${text}T00:00:00Z`).toJSON()?.slice(0, 10) === text;
}

export function addDays(day: Day, count: number): Day {
  return new Date(midnight(day) + count * DAY_MS).toISOString().slice(0, 10);
}

export function daysBetween(from: Day, to: Day): number {
  return Math.round((midnight(to) - midnight(from)) / DAY_MS);
}

export function dayOfWeek(day: Day): number {
  return new Date(midnight(day)).getUTCDay() || 7;
}

export function isWorkingDay(day: Day, { workingDays, holidays }: WorkingWeek): boolean {
  return workingDays.includes(dayOfWeek(day)) && !holidays.has(day);
}

/**
 * The working day that is `count` working days after a day (before it, where the count is negative).
 * Zero answers the day itself, or the next working day where it is none.
 */
export function addWorkingDays(day: Day, count: number, week: WorkingWeek): Day {
  if (!Number.isInteger(count)) throw new RangeError(`Cannot add ${count} working days`);
  const step = count < 0 ? -1 : 1;
  if (count === 0 && isWorkingDay(day, week)) return day;
  let at = day;
  for (let left = Math.max(1, Math.abs(count)); left > 0; left--) {
    at = nextWorkingDay(at, step, week);
  }
  return at;
}

/** How many working days come after `from`, up to and with `to`; negative where `to` is earlier. */
export function workingDaysBetween(from: Day, to: Day, week: WorkingWeek): number {
  const days = daysBetween(from, to);
  if (days < 0) return -workingDaysBetween(addDays(to, -1), addDays(from, -1), week) || 0;
  const workingDays = new Set(week.workingDays.filter((day) => day >= 1 && day <= 7));
  let count = Math.floor(days / 7) * workingDays.size;
  for (let rest = days % 7, day = to; rest > 0; rest--, day = addDays(day, -1)) {
    if (workingDays.has(dayOfWeek(day))) count++;
  }
  for (const holiday of week.holidays) {
    if (holiday > from && holiday <= to && workingDays.has(dayOfWeek(holiday))) count--;
  }
  return count;
}

/** "20 November 2026" in the words of a locale. */
export function formatDay(
  day: Day,
  locale: string,
  dateStyle: "full" | "long" | "medium" | "short" = "long",
): string {
  return formatter(locale, "UTC", { dateStyle }).format(midnight(day));
}

/** "09:00" or "9:00 AM", as clocks are read in a locale, in the zone given. */
export function formatTime(instant: Date, locale: string, zone: string): string {
  return formatter(locale, zone, { timeStyle: "short" }).format(instant);
}

export function formatDayAndTime(instant: Date, locale: string, zone: string): string {
  return formatter(locale, zone, { dateStyle: "medium", timeStyle: "short" }).format(instant);
}

function nextWorkingDay(day: Day, step: number, week: WorkingWeek): Day {
  for (let days = 1; days <= MOST_DAYS_OFF; days++) {
    const at = addDays(day, step * days);
    if (isWorkingDay(at, week)) return at;
  }
  throw new RangeError(`There is no working day within ten years of ${day}`);
}

function midnight(day: Day): number {
  const at = Date.parse(`${day}T00:00:00Z`);
  if (Number.isNaN(at)) throw new RangeError(`Cannot read the day "${day}"`);
  return at;
}

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(
  locale: string,
  zone: string,
  options: Intl.DateTimeFormatOptions,
): Intl.DateTimeFormat {
  const timeZone = isTimeZone(zone) ? zone : "UTC";
  const key = `${locale}|${timeZone}|${JSON.stringify(options)}`;
  let found = formatters.get(key);
  if (!found) {
    if (formatters.size >= 500) formatters.clear();
    found = new Intl.DateTimeFormat(locale, { ...options, timeZone });
    formatters.set(key, found);
  }
  return found;
}
