import { type Day, dayIn, isWorkingDay, timeIn, workingDaysBetween } from "../base/calendar.ts";
import type { AccountCalendar } from "./account_calendars.ts";
import type { NotificationPolicy } from "./notification_policies.ts";

/** Reminders leave in the morning, and not later than people work. */
const FROM = "09:00";
const UNTIL = "17:00";
/** A stage that was missed, as while nothing ran, is made up for within so many working days. */
const LATE_BY = 1;

type Policy = Pick<NotificationPolicy, "before_days" | "after_days" | "most_reminders">;

/**
 * The distance from the deadline at which the customer is reminded now, if they are: negative
 * before it, positive after. Never on a day on which they do not work.
 */
export function stageNow(
  now: Date,
  deadline: Day,
  calendar: AccountCalendar,
  policy: Policy,
  sent: number[],
): number | undefined {
  const today = dayIn(calendar.zone, now);
  const time = timeIn(calendar.zone, now);
  if (time < FROM || time >= UNTIL || !isWorkingDay(today, calendar)) return undefined;
  if (sent.length >= policy.most_reminders) return undefined;
  const days = workingDaysBetween(today, deadline, calendar);
  const stage = today <= deadline ? stageBefore(days, policy) : stageAfter(-days, policy);
  return stage === undefined || sent.includes(stage) ? undefined : stage;
}

/** The nearest that has been reached. */
function stageBefore(left: number, { before_days }: Policy): number | undefined {
  const reached = before_days.filter((days) => days >= left).sort((a, b) => a - b)[0];
  return reached !== undefined && reached - left <= LATE_BY ? -reached : undefined;
}

function stageAfter(since: number, { after_days }: Policy): number | undefined {
  const reached = after_days.filter((days) => days <= since).sort((a, b) => b - a)[0];
  return reached !== undefined && since - reached <= LATE_BY ? reached : undefined;
}

/** "2 working days before its deadline". */
export function stageInWords(stage: number): string {
  const days = Math.abs(stage);
  const counted = `${days} working day${days === 1 ? "" : "s"}`;
  return `${counted} ${stage < 0 ? "before" : "after"} its deadline`;
}
