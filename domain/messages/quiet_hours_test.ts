import assert from "node:assert/strict";
import { nextDaily, nextOpenMoment, nextWeekly, type Rest } from "./quiet_hours.ts";

const BERLIN: Rest = {
  zone: "Europe/Berlin",
  workingDays: [1, 2, 3, 4, 5],
  holidays: new Set(["2026-12-25"]),
  quietFrom: "20:00",
  quietUntil: "07:30",
  restDays: false,
};

/** When something that happens at `from` may be mailed. */
function opens(from: string, change: Partial<Rest> = {}): string {
  return nextOpenMoment(new Date(from), { ...BERLIN, ...change }).toISOString();
}

Deno.test("quiet hours end where the person is, also behind midnight", () => {
  assert.equal(opens("2026-11-20T18:59:00Z"), "2026-11-20T18:59:00.000Z");
  assert.equal(opens("2026-11-20T19:00:00Z"), "2026-11-21T06:30:00.000Z");
  assert.equal(opens("2026-11-20T23:30:00Z"), "2026-11-21T06:30:00.000Z");
  assert.equal(opens("2026-11-21T06:30:00Z"), "2026-11-21T06:30:00.000Z");
  const there = { zone: "America/Los_Angeles" };
  assert.equal(opens("2026-11-21T06:30:00Z", there), "2026-11-21T15:30:00.000Z");
  const siesta = { quietFrom: "13:00", quietUntil: "14:00" };
  assert.equal(opens("2026-11-20T12:30:00Z", siesta), "2026-11-20T13:00:00.000Z");
  assert.equal(opens("2026-11-20T22:30:00Z", siesta), "2026-11-20T22:30:00.000Z");
  const none = { quietFrom: null, quietUntil: null };
  assert.equal(opens("2026-11-20T22:30:00Z", none), "2026-11-20T22:30:00.000Z");
});

Deno.test("a night in which clocks are moved is quiet as long as its clocks say", () => {
  // From 02:00 to 03:00 clocks skip an hour: quiet until a time that is not there ends with the skip.
  assert.equal(
    opens("2026-03-28T23:00:00Z", { quietUntil: "02:30" }),
    "2026-03-29T01:00:00.000Z",
  );
  assert.equal(opens("2026-03-28T23:00:00Z"), "2026-03-29T05:30:00.000Z");
  // From 03:00 back to 02:00 they show an hour twice, and its first end counts.
  const doubled = { quietUntil: "02:30" };
  assert.equal(opens("2026-10-25T00:10:00Z", doubled), "2026-10-25T00:30:00.000Z");
  assert.equal(opens("2026-10-25T01:10:00Z", doubled), "2026-10-25T01:10:00.000Z");
  assert.equal(opens("2026-10-25T01:10:00Z"), "2026-10-25T06:30:00.000Z");
});

Deno.test("days of rest are quiet as a whole, and so are holidays", () => {
  const rest = { restDays: true };
  assert.equal(opens("2026-11-20T19:30:00Z", rest), "2026-11-23T06:30:00.000Z");
  assert.equal(opens("2026-11-22T12:00:00Z", rest), "2026-11-23T06:30:00.000Z");
  assert.equal(opens("2026-12-24T23:30:00Z", rest), "2026-12-28T06:30:00.000Z");
  const weekends = { ...rest, workingDays: [6, 7], quietFrom: null, quietUntil: null };
  assert.equal(opens("2026-11-20T12:00:00Z", weekends), "2026-11-20T23:00:00.000Z");
});

Deno.test("a summary comes on the next working day at its hour, on both sides of a clock change", () => {
  const slots = { ...BERLIN, at: "08:00" };
  const daily = (from: string) => nextDaily(new Date(from), slots).toISOString();
  assert.equal(daily("2026-11-20T06:59:00Z"), "2026-11-20T07:00:00.000Z");
  assert.equal(daily("2026-11-20T07:00:00Z"), "2026-11-23T07:00:00.000Z");
  assert.equal(daily("2026-03-27T12:00:00Z"), "2026-03-30T06:00:00.000Z");
  assert.equal(daily("2026-10-23T12:00:00Z"), "2026-10-26T07:00:00.000Z");
  assert.equal(daily("2026-12-24T12:00:00Z"), "2026-12-28T07:00:00.000Z");
});

Deno.test("a weekly summary comes on its day, or on the first working day after it", () => {
  const slots = { ...BERLIN, at: "08:00" };
  const weekly = (from: string, day: number) =>
    nextWeekly(new Date(from), slots, day).toISOString();
  assert.equal(weekly("2026-11-20T12:00:00Z", 1), "2026-11-23T07:00:00.000Z");
  assert.equal(weekly("2026-11-23T07:00:00Z", 1), "2026-11-30T07:00:00.000Z");
  assert.equal(weekly("2026-11-20T12:00:00Z", 6), "2026-11-23T07:00:00.000Z");
  assert.equal(weekly("2026-12-23T12:00:00Z", 5), "2026-12-28T07:00:00.000Z");
  assert.equal(weekly("2026-12-26T12:00:00Z", 5), "2026-12-28T07:00:00.000Z");
  assert.equal(weekly("2026-12-28T07:00:00Z", 5), "2027-01-01T07:00:00.000Z");
});
