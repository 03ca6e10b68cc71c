import {
  addDays,
  addWorkingDays,
  dayIn,
  dayOfWeek,
  isWorkingDay,
  type WorkingWeek,
  zonedTime,
} from "../base/calendar.ts";

/** When a person is not to be disturbed, on the clocks where they are. */
export interface Rest extends WorkingWeek {
  zone: string;
  /** "HH:MM"; where the end is the earlier of the two, it is on the next day. */
  quietFrom: string | null;
  quietUntil: string | null;
  /** Also the days on which they do not work. */
  restDays: boolean;
}

const MOST_STEPS = 800;

/** `now`, or the first moment after it that is neither in the quiet hours nor on a day of rest. */
export function nextOpenMoment(now: Date, rest: Rest): Date {
  let at = now;
  for (let step = 0; step < MOST_STEPS; step++) {
    const later = endOfRest(at, rest) ?? endOfQuiet(at, rest);
    if (!later) return at;
    at = later;
  }
  return at; // Somebody who never works is told in the end.
}

function endOfRest(at: Date, rest: Rest): Date | undefined {
  const day = dayIn(rest.zone, at);
  if (!rest.restDays || isWorkingDay(day, rest)) return undefined;
  return zonedTime(addDays(day, 1), "00:00", rest.zone);
}

/** Compared as moments and not as times, so that an hour which clocks show twice is quiet once. */
function endOfQuiet(at: Date, { zone, quietFrom, quietUntil }: Rest): Date | undefined {
  if (quietFrom === null || quietUntil === null || quietFrom === quietUntil) return undefined;
  const today = dayIn(zone, at);
  for (const day of [addDays(today, -1), today]) {
    const from = zonedTime(day, quietFrom, zone);
    const until = zonedTime(quietFrom < quietUntil ? day : addDays(day, 1), quietUntil, zone);
    if (from <= at && at < until) return until;
  }
}

export interface Slots extends WorkingWeek {
  zone: string;
  /** "HH:MM". */
  at: string;
}

/** The next working day's time for a summary, after `now`. */
export function nextDaily(now: Date, slots: Slots): Date {
  const today = dayIn(slots.zone, now);
  for (const from of [today, addDays(today, 1)]) {
    const at = zonedTime(addWorkingDays(from, 0, slots), slots.at, slots.zone);
    if (at > now) return at;
  }
  return zonedTime(addWorkingDays(today, 1, slots), slots.at, slots.zone);
}

/** The same once a week, on the day chosen, or the first working day after it. */
export function nextWeekly(now: Date, slots: Slots, weekday: number): Date {
  const today = dayIn(slots.zone, now);
  const ahead = (weekday - dayOfWeek(today) + 7) % 7;
  // The day of last week may have been moved past now by a holiday.
  for (const days of [ahead - 7, ahead, ahead + 7]) {
    const at = zonedTime(addWorkingDays(addDays(today, days), 0, slots), slots.at, slots.zone);
    if (at > now) return at;
  }
  return zonedTime(addDays(today, ahead + 7), slots.at, slots.zone);
}
