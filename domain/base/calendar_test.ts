import assert from "node:assert/strict";
import fc from "fast-check";
import {
  addDays,
  addWorkingDays,
  dayOfWeek,
  daysBetween,
  formatDay,
  formatDayAndTime,
  formatTime,
  isDay,
  isWorkingDay,
  workingDaysBetween,
  type WorkingWeek,
} from "./calendar.ts";

const OFFICE: WorkingWeek = {
  workingDays: [1, 2, 3, 4, 5],
  holidays: new Set(["2026-12-25", "2026-12-26", "2027-01-01"]),
};

const someDay = fc.integer({ min: 0, max: 4_000 }).map((days) => addDays("2025-01-01", days));
const someWeek = fc.record({
  workingDays: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
  holidays: fc.array(someDay, { maxLength: 60 }).map((days) => new Set(days)),
});

Deno.test("addWorkingDays() steps over week-ends and holidays, both ways", () => {
  const cases: [day: string, count: number, answer: string][] = [
    ["2026-11-20", 1, "2026-11-23"],
    ["2026-11-20", 5, "2026-11-27"],
    ["2026-11-21", 0, "2026-11-23"],
    ["2026-11-20", 0, "2026-11-20"],
    ["2026-11-21", 1, "2026-11-23"],
    ["2026-11-23", -1, "2026-11-20"],
    ["2026-11-22", -1, "2026-11-20"],
    ["2026-12-24", 1, "2026-12-28"],
    ["2026-12-31", 1, "2027-01-04"],
    ["2028-02-28", 1, "2028-02-29"],
  ];
  for (const [day, count, answer] of cases) {
    assert.equal(addWorkingDays(day, count, OFFICE), answer, `${day} ${count}`);
  }
});

Deno.test("a week in which nobody works is an error, not an endless loop", () => {
  assert.throws(() => addWorkingDays("2026-11-20", 1, { ...OFFICE, workingDays: [] }), RangeError);
  assert.throws(() => addWorkingDays("2026-11-20", 0.5, OFFICE), RangeError);
});

Deno.test("workingDaysBetween() leaves the first day out and counts the last", () => {
  assert.equal(workingDaysBetween("2026-11-20", "2026-11-20", OFFICE), 0);
  assert.equal(workingDaysBetween("2026-11-20", "2026-11-23", OFFICE), 1);
  assert.equal(workingDaysBetween("2026-12-24", "2027-01-04", OFFICE), 5);
  assert.equal(workingDaysBetween("2026-11-23", "2026-11-20", OFFICE), -1);
});

Deno.test("adding and counting agree, for every working week", () => {
  fc.assert(
    fc.property(someDay, fc.integer({ min: -200, max: 200 }), someWeek, (day, count, week) => {
      const start = addWorkingDays(day, 0, week);
      const end = addWorkingDays(start, count, week);
      assert.ok(isWorkingDay(end, week));
      assert.equal(workingDaysBetween(start, end, week), count);
      assert.equal(addWorkingDays(end, -count, week), start);
      assert.equal(addWorkingDays(end, 0, week), end);
    }),
    { numRuns: 300 },
  );
});

Deno.test("counting is the same as looking at each day", () => {
  fc.assert(
    fc.property(someDay, fc.nat(400), someWeek, (from, days, week) => {
      let count = 0;
      for (let day = 1; day <= days; day++) if (isWorkingDay(addDays(from, day), week)) count++;
      assert.equal(workingDaysBetween(from, addDays(from, days), week), count);
    }),
    { numRuns: 200 },
  );
});

Deno.test("days: only real ones are days, and arithmetic crosses months and leap years", () => {
  const none = [
    "2026-02-29",
    "2026-13-01",
    "2026-1-1",
    "26-01-01",
    "2026-11-20T00:00",
    "",
    "0000-01-01",
  ];
  assert.deepEqual(none.filter(isDay), []);
  assert.equal(isDay("2028-02-29"), true);
  assert.equal(addDays("2027-12-31", 1), "2028-01-01");
  assert.equal(addDays("2028-03-01", -1), "2028-02-29");
  assert.equal(daysBetween("2026-01-01", "2027-01-01"), 365);
  assert.deepEqual(["2026-11-20", "2026-11-22", "2026-11-23"].map(dayOfWeek), [5, 7, 1]);
});

Deno.test("days and times are written as the locale writes them, in the zone asked for", () => {
  const plain = (text: string) => text.replaceAll(/[\u202f\u00a0]/g, " ");
  const instant = new Date("2026-11-20T14:05:00Z");
  assert.equal(formatDay("2026-11-20", "en-GB"), "20 November 2026");
  assert.equal(formatDay("2026-11-20", "de-DE"), "20. November 2026");
  assert.equal(formatDay("2026-11-20", "en-US", "medium"), "Nov 20, 2026");
  assert.equal(plain(formatTime(instant, "en-US", "America/New_York")), "9:05 AM");
  assert.equal(formatTime(instant, "de-DE", "Europe/Berlin"), "15:05");
  assert.match(formatDayAndTime(instant, "en-GB", "Asia/Tokyo"), /20 Nov 2026.*23:05/);
});
