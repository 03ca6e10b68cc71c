import assert from "node:assert/strict";
import { addWorkingHours } from "./working_hours.ts";

const week = { workingDays: [1, 2, 3, 4, 5], holidays: new Set(["2026-11-24"]), zone: "UTC" };
const after = (from: string, hours: number, zone = "UTC") =>
  addWorkingHours(new Date(from), hours, { ...week, zone }).toISOString();

Deno.test("addWorkingHours() counts from nine to five on working days only", () => {
  assert.equal(after("2026-11-19T10:00:00Z", 4), "2026-11-19T14:00:00.000Z", "the same day");
  assert.equal(after("2026-11-19T10:00:00Z", 7), "2026-11-19T17:00:00.000Z", "up to its end");
  assert.equal(after("2026-11-19T15:30:00Z", 4), "2026-11-20T11:30:00.000Z", "the next day");
  assert.equal(after("2026-11-20T16:00:00Z", 2), "2026-11-23T10:00:00.000Z", "over a weekend");
  assert.equal(after("2026-11-23T16:00:00Z", 9), "2026-11-25T17:00:00.000Z", "over a holiday");
  assert.equal(after("2026-11-21T03:00:00Z", 1), "2026-11-23T10:00:00.000Z", "from a Saturday");
  assert.equal(after("2026-11-19T22:00:00Z", 1), "2026-11-20T10:00:00.000Z", "from a night");
  assert.equal(after("2026-11-19T05:00:00Z", 1), "2026-11-19T10:00:00.000Z", "before nine");
});

Deno.test("addWorkingHours() goes by the organisation's clocks, also where they change", () => {
  assert.equal(after("2026-11-19T07:00:00Z", 1, "Europe/Berlin"), "2026-11-19T09:00:00.000Z");
  assert.equal(after("2026-10-23T14:00:00Z", 2, "Europe/Berlin"), "2026-10-26T09:00:00.000Z");
});
