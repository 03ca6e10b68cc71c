import assert from "node:assert/strict";
import { stageNow } from "./reminder_stages.ts";

const CALENDAR = {
  zone: "Europe/Berlin",
  workingDays: [1, 2, 3, 4, 5],
  holidays: new Set(["2026-12-25"]),
};
const POLICY = { before_days: [2, 5], after_days: [1, 4], most_reminders: 3 };

const at = (now: string, deadline: string, sent: number[] = []) =>
  stageNow(new Date(now), deadline, CALENDAR, POLICY, sent);

Deno.test("a reminder leaves so many working days before the deadline, and after it", () => {
  assert.equal(at("2026-11-16T10:00:00Z", "2026-11-27"), undefined);
  assert.equal(at("2026-11-20T10:00:00Z", "2026-11-27"), -5);
  assert.equal(at("2026-11-25T10:00:00Z", "2026-11-27", [-5]), -2);
  assert.equal(at("2026-11-25T10:00:00Z", "2026-11-27", [-5, -2]), undefined);
  assert.equal(at("2026-11-27T10:00:00Z", "2026-11-27", [-5, -2]), undefined);
  assert.equal(at("2026-11-30T10:00:00Z", "2026-11-27", [-5, -2]), 1);
  assert.equal(at("2026-12-03T10:00:00Z", "2026-11-27", [1]), 4);
  assert.equal(at("2026-12-03T10:00:00Z", "2026-11-27", [-5, -2, 1]), undefined, "three at most");
});

Deno.test("nobody is reminded on a day of rest or at night, and a day that was missed is made up for", () => {
  assert.equal(at("2026-11-21T10:00:00Z", "2026-11-27"), undefined, "a Saturday");
  assert.equal(at("2026-11-23T10:00:00Z", "2026-11-27"), -5, "the Monday after makes up for it");
  assert.equal(at("2026-11-24T10:00:00Z", "2026-11-27"), undefined, "later it is no use");
  assert.equal(at("2026-11-20T07:59:00Z", "2026-11-27"), undefined);
  assert.equal(at("2026-11-20T08:00:00Z", "2026-11-27"), -5);
  assert.equal(at("2026-11-20T16:00:00Z", "2026-11-27"), undefined);
  assert.equal(at("2026-12-25T10:00:00Z", "2026-12-24"), undefined, "a holiday");
  assert.equal(at("2026-12-28T10:00:00Z", "2026-12-24"), 1);
  assert.equal(at("2026-12-28T10:00:00Z", "2026-06-24"), undefined, "an old one is left in peace");
});

Deno.test("a morning begins where the customer is, on both sides of a clock change", () => {
  assert.equal(at("2026-03-27T08:00:00Z", "2026-03-31"), -2);
  assert.equal(at("2026-03-30T06:59:00Z", "2026-03-31"), undefined);
  assert.equal(at("2026-03-30T07:00:00Z", "2026-03-31"), -2);
});
