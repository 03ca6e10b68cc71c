import assert from "node:assert/strict";
import * as fc from "fast-check";
import { addDays, dayIn, isWorkingDay, timeIn, workingDaysBetween } from "../base/calendar.ts";
import { action, asMember, milestone, plannedAccount } from "../../tests/plans.ts";
import { testApp } from "../../tests/test_app.ts";
import { type AccountCalendar, calendarsOf, deadlineOf, endOfDay } from "./account_calendars.ts";
import { startMilestone } from "./milestones.ts";

const WEEK = { workingDays: [1, 2, 3, 4, 5], holidays: new Set<string>() };
const berlin: AccountCalendar = { ...WEEK, zone: "Europe/Berlin" };

/** Clocks here change by an hour, by half an hour, at midnight, or skipped a whole day once. */
const ZONES = [
  "UTC",
  "Europe/Berlin",
  "America/New_York",
  "America/Santiago",
  "Africa/Cairo",
  "Asia/Beirut",
  "Australia/Lord_Howe",
  "Pacific/Apia",
  "Asia/Kolkata",
];

const zones = fc.constantFrom(...ZONES);
const instants = fc.integer({ min: Date.UTC(2010, 0, 1), max: Date.UTC(2035, 0, 1) })
  .map((at) => new Date(at));
const calendars = fc.record({
  zone: zones,
  workingDays: fc.subarray([1, 2, 3, 4, 5, 6, 7], { minLength: 1 }),
  holidays: fc.array(fc.integer({ min: 0, max: 9000 }), { maxLength: 40 })
    .map((days) => new Set(days.map((day) => addDays("2010-01-01", day)))),
});

Deno.test("deadlineOf() is the end of a working day where the customer is, and after it is due", () => {
  fc.assert(fc.property(instants, fc.nat(60), calendars, (dueAt, days, calendar) => {
    const { on, at } = deadlineOf(dueAt, days, calendar);
    assert.ok(isWorkingDay(on, calendar), `${on} is a working day`);
    assert.ok(at > dueAt, "never before it is due");
    assert.equal(dayIn(calendar.zone, new Date(at.getTime() - 1)), on, "the last moment of it");
    assert.ok(dayIn(calendar.zone, at) > on, "and no moment more");
    const due = dayIn(calendar.zone, dueAt);
    if (days > 0) assert.equal(workingDaysBetween(due, on, calendar), days);
    else assert.ok(on >= due);
  }));
});

Deno.test("deadlineOf() never comes earlier for what is due later, or is given more days", () => {
  fc.assert(fc.property(
    instants,
    fc.nat(1000),
    fc.nat(30),
    calendars,
    (dueAt, hours, days, calendar) => {
      const first = deadlineOf(dueAt, days, calendar).at;
      const later = deadlineOf(new Date(dueAt.getTime() + hours * 3_600_000), days, calendar).at;
      assert.ok(later >= first);
      assert.ok(deadlineOf(dueAt, days + 1, calendar).at >= first);
    },
  ));
});

Deno.test("endOfDay() is 23, 24 or 25 hours after the day began, and midnight where there is one", () => {
  assert.equal(endOfDay("2026-03-29", "Europe/Berlin").toISOString(), "2026-03-29T22:00:00.000Z");
  assert.equal(endOfDay("2026-10-25", "Europe/Berlin").toISOString(), "2026-10-25T23:00:00.000Z");
  const spring = endOfDay("2026-03-29", "Europe/Berlin").getTime() -
    endOfDay("2026-03-28", "Europe/Berlin").getTime();
  const autumn = endOfDay("2026-10-25", "Europe/Berlin").getTime() -
    endOfDay("2026-10-24", "Europe/Berlin").getTime();
  assert.deepEqual([spring / 3_600_000, autumn / 3_600_000], [23, 25]);
  // Midnight does not exist in Santiago on the day its clocks go forward.
  const skipped = endOfDay("2026-09-05", "America/Santiago");
  assert.equal(timeIn("America/Santiago", skipped), "01:00");
});

Deno.test("deadlineOf() leaves out weekends and holidays", () => {
  const friday = new Date("2026-11-20T15:00:00Z");
  assert.equal(deadlineOf(friday, 1, berlin).on, "2026-11-23");
  const closed = { ...berlin, holidays: new Set(["2026-11-23"]) };
  assert.equal(deadlineOf(friday, 1, closed).on, "2026-11-24");
  assert.equal(deadlineOf(new Date("2026-11-21T10:00:00Z"), 0, berlin).on, "2026-11-23");
});

Deno.test("an account's own zone and holidays count, beside the organisation's", async () => {
  await using thread = await testApp();
  const made = await plannedAccount(thread, {
    timeZone: "Pacific/Auckland",
    milestones: [milestone("Kickoff", [action("SCHEDULE_MEETING", "Call", { due_days: 3 })])],
  });
  const { orgId } = thread.cast.bob!;
  const [{ day }] = await thread.rows<{ day: string }>(
    "select (now() at time zone 'Pacific/Auckland')::date::text as day",
  ) as [{ day: string }];
  const days = Array.from({ length: 14 }, (_, n) => addDays(day, n));
  await thread.rows(
    "insert into holidays (org_id, day) select $1, unnest($2::date[])",
    [orgId, days.slice(1, 6)],
  );
  await thread.rows(
    "insert into account_holidays (org_id, account_id, day) select $1, $2, unnest($3::date[])",
    [orgId, made.accountId, days.slice(6, 13)],
  );
  const { id } = await made.milestone("Kickoff");
  await asMember(thread, "bob", (tx) => startMilestone(tx, id));
  const call = await made.action("Call");
  const calendar = await asMember(
    thread,
    "bob",
    async (tx) => (await calendarsOf(tx, [made.accountId])).of(made.accountId),
  );
  assert.equal(calendar.zone, "Pacific/Auckland");
  assert.equal(calendar.holidays.size, 12);
  assert.ok(call.deadline_on! > days[12]!, `${call.deadline_on} is behind all of them`);
  assert.deepEqual(call.deadline_at, endOfDay(call.deadline_on!, "Pacific/Auckland"));
});
