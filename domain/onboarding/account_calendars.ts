import { sql } from "kysely";
import {
  addDays,
  addWorkingDays,
  type Day,
  dayIn,
  type WorkingWeek,
  zonedTime,
} from "../base/calendar.ts";
import type { OrgDb } from "../base/db.ts";
import { currentOrg } from "../people/orgs.ts";

/** When work is done for one account: the organisation's week, without the holidays of either. */
export interface AccountCalendar extends WorkingWeek {
  zone: string;
}

export interface Deadline {
  on: Day;
  /** The end of that day where the customer is. */
  at: Date;
}

/** A calendar for each account, and the moment at which they were asked for. */
export interface AccountCalendars {
  now: Date;
  of: (accountId: string) => AccountCalendar;
}

export async function calendarsOf(tx: OrgDb, accountIds: string[]): Promise<AccountCalendars> {
  const [house, accounts] = await Promise.all([
    tx.selectFrom("orgs").where("id", "=", currentOrg).select([
      "time_zone",
      "working_days",
      sql<Date>`now()`.as("now"),
      sql<Day[]>`array(select day from holidays where org_id = current_org())`.as("days"),
    ]).executeTakeFirstOrThrow(),
    tx.selectFrom("accounts as a").where("a.id", "=", sql<string>`any(${accountIds}::uuid[])`)
      .select([
        "a.id",
        "a.time_zone",
        sql<Day[]>`array(select day from account_holidays h where h.account_id = a.id)`.as("days"),
      ]).execute(),
  ]);
  const common = { workingDays: house.working_days, holidays: new Set(house.days) };
  const calendars = new Map(accounts.map(({ id, time_zone, days }) => [id, {
    ...common,
    zone: time_zone ?? house.time_zone,
    ...(days.length > 0 && { holidays: new Set([...house.days, ...days]) }),
  }]));
  const usual = { ...common, zone: house.time_zone };
  return { now: house.now, of: (accountId) => calendars.get(accountId) ?? usual };
}

/** `days` working days after the day on which it became due, and never before it is due. */
export function deadlineOf(dueAt: Date, days: number, calendar: AccountCalendar): Deadline {
  const on = addWorkingDays(dayIn(calendar.zone, dueAt), days, calendar);
  return { on, at: endOfDay(on, calendar.zone) };
}

/** The first moment of the next day: a day may have 23 or 25 hours, or skip its own midnight. */
export function endOfDay(day: Day, zone: string): Date {
  return zonedTime(addDays(day, 1), "00:00", zone);
}
