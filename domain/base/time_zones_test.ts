import assert from "node:assert/strict";
import fc from "fast-check";
import { dayIn, isTimeZone, offsetAt, timeIn, timeZones, zonedTime } from "./time_zones.ts";

const HOUR = 3_600_000;
const ZONES = timeZones();
const FROM = Date.UTC(2025, 0, 1);
const UNTIL = Date.UTC(2036, 0, 1);
const TRANSITIONS = ZONES.flatMap((zone) => transitionsOf(zone).map((at) => ({ zone, at })));

/** Weekly looks miss no change: none of these years has two within a week of each other. */
function transitionsOf(zone: string): number[] {
  const found: number[] = [];
  const week = 7 * 24 * HOUR;
  for (let at = FROM, offset = offsetAt(zone, FROM); at < UNTIL; at += week) {
    const later = offsetAt(zone, at + week);
    if (later === offset) continue;
    let [early, late] = [at, at + week];
    while (late - early > 1000) {
      const middle = Math.floor((early + late) / 2000) * 1000;
      if (offsetAt(zone, middle) === offset) early = middle;
      else late = middle;
    }
    found.push(late);
    offset = later;
  }
  return found;
}

function localOf(zone: string, at: number): [day: string, time: string] {
  return [dayIn(zone, new Date(at)), timeIn(zone, new Date(at))];
}

function written(local: number): [day: string, time: string] {
  const text = new Date(local).toISOString();
  return [text.slice(0, 10), text.slice(11, 16)];
}

Deno.test("there are zones and transitions to test with", () => {
  assert.ok(ZONES.length > 400, `${ZONES.length} zones`);
  assert.ok(TRANSITIONS.length > 2_000, `${TRANSITIONS.length} transitions`);
});

Deno.test("around every transition of 2025-2035, zonedTime() is exact, first, monotone and idempotent", () => {
  for (const { zone, at } of TRANSITIONS) {
    const before = offsetAt(zone, at - 1000);
    const after = offsetAt(zone, at);
    let last = -Infinity;
    for (let minutes = -150; minutes <= 150; minutes += 10) {
      const local = at + Math.min(before, after) + minutes * 60_000;
      const [day, time] = written(local);
      const found = zonedTime(day, time, zone).getTime();
      const name = `${zone} ${day} ${time}`;
      const isSkipped = local >= at + before && local < at + after;
      const isDoubled = local >= at + after && local < at + before;
      if (isSkipped) assert.equal(found, at, name);
      else assert.equal(found + offsetAt(zone, found), local, name);
      if (isDoubled) assert.equal(found, local - before, name);
      assert.ok(found >= last, `${name} is monotone`);
      assert.equal(zonedTime(...localOf(zone, found), zone).getTime(), found, `${name} again`);
      last = found;
    }
  }
});

Deno.test("anywhere, at any minute, zonedTime() is idempotent and in order", () => {
  const minute = fc.integer({ min: FROM / 60_000, max: UNTIL / 60_000 });
  fc.assert(
    fc.property(fc.constantFrom(...ZONES), minute, fc.nat(3_000), (zone, first, gap) => {
      const one = zonedTime(...written(first * 60_000), zone).getTime();
      const other = zonedTime(...written((first + gap) * 60_000), zone).getTime();
      assert.ok(one <= other);
      assert.equal(zonedTime(...localOf(zone, one), zone).getTime(), one);
    }),
    { numRuns: 1_000 },
  );
});

Deno.test("known days: New York and Berlin change clocks, Lord Howe by half an hour, Kathmandu never", () => {
  const cases: [day: string, time: string, zone: string, instant: string][] = [
    ["2026-03-08", "01:59", "America/New_York", "2026-03-08T06:59:00.000Z"],
    ["2026-03-08", "02:00", "America/New_York", "2026-03-08T07:00:00.000Z"],
    ["2026-03-08", "02:30", "America/New_York", "2026-03-08T07:00:00.000Z"],
    ["2026-03-08", "03:00", "America/New_York", "2026-03-08T07:00:00.000Z"],
    ["2026-11-01", "01:30", "America/New_York", "2026-11-01T05:30:00.000Z"],
    ["2026-11-01", "02:00", "America/New_York", "2026-11-01T07:00:00.000Z"],
    ["2026-03-29", "02:15", "Europe/Berlin", "2026-03-29T01:00:00.000Z"],
    ["2026-10-25", "02:15", "Europe/Berlin", "2026-10-25T00:15:00.000Z"],
    ["2026-10-04", "02:15", "Australia/Lord_Howe", "2026-10-03T15:30:00.000Z"],
    ["2026-07-01", "09:00", "Asia/Kathmandu", "2026-07-01T03:15:00.000Z"],
    ["2026-07-01", "00:00", "Pacific/Kiritimati", "2026-06-30T10:00:00.000Z"],
    ["2011-12-30", "12:00", "Pacific/Apia", "2011-12-30T10:00:00.000Z"],
  ];
  for (const [day, time, zone, instant] of cases) {
    assert.equal(zonedTime(day, time, zone).toISOString(), instant, `${zone} ${day} ${time}`);
  }
});

Deno.test("dayIn() and timeIn() answer the wall calendar, midnight included", () => {
  const instant = new Date("2026-12-31T23:30:00Z");
  assert.equal(dayIn("Pacific/Kiritimati", instant), "2027-01-01");
  assert.equal(dayIn("America/Los_Angeles", instant), "2026-12-31");
  assert.equal(timeIn("UTC", new Date("2026-01-01T00:00:00Z")), "00:00");
  assert.equal(dayIn("Asia/Bangkok", new Date("2026-01-01T00:00:00Z")), "2026-01-01");
});

Deno.test("isTimeZone() knows names, not offsets and not inventions", () => {
  assert.deepEqual(
    ["UTC", "Europe/Berlin", "Asia/Calcutta"].filter((zone) => !isTimeZone(zone)),
    [],
  );
  assert.deepEqual(["", "Mars/Olympus", "+02:00", "Europe/Berlin; drop"].filter(isTimeZone), []);
});
