import { addDays, dayIn, isWorkingDay, type WorkingWeek, zonedTime } from "../base/calendar.ts";

/** A working day has eight hours, by the clocks of the organisation. */
const OPENS = "09:00";
const CLOSES = "17:00";
const MOST_DAYS = 3_660;

/** The moment at which so many working hours have passed since another. */
export function addWorkingHours(
  from: Date,
  hours: number,
  week: WorkingWeek & { zone: string },
): Date {
  let left = hours * 3_600_000;
  let day = dayIn(week.zone, from);
  for (let days = 0; days < MOST_DAYS; days++, day = addDays(day, 1)) {
    if (!isWorkingDay(day, week)) continue;
    const opens = Math.max(from.getTime(), zonedTime(day, OPENS, week.zone).getTime());
    const room = zonedTime(day, CLOSES, week.zone).getTime() - opens;
    if (room > 0 && left <= room) return new Date(opens + left);
    left -= Math.max(0, room);
  }
  throw new RangeError(`There are no ${hours} working hours after ${from.toISOString()}`);
}
