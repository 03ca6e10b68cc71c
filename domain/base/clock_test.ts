import assert from "node:assert/strict";
import fc from "fast-check";
import { asSystem, connect, type Db } from "./db.ts";
import {
  claimSlots,
  daily,
  lastSlot,
  MOST_SLOTS,
  nextSlot,
  type Schedule,
  slotsDue,
} from "./clock.ts";
import { type TestApp, testApp } from "../../tests/test_app.ts";

const schedules: fc.Arbitrary<Schedule> = fc.record({
  everySeconds: fc.constantFrom(60, 300, 3600, 86_400),
  share: fc.double({ min: 0, max: 0.999, noNaN: true }),
  missed: fc.constantFrom("newest" as const, "each" as const),
}).map(({ everySeconds, share, missed }) => ({
  name: "round",
  everySeconds,
  atSecond: Math.floor(share * everySeconds),
  missed,
}));
const moments = fc.date({
  min: new Date("2020-01-01"),
  max: new Date("2040-01-01"),
  noInvalidDate: true,
});

Deno.test("lastSlot() is never in the future, nextSlot() always, and they are one round apart", () => {
  fc.assert(fc.property(schedules, moments, (schedule, now) => {
    const [last, next] = [lastSlot(schedule, now), nextSlot(schedule, now)];
    assert.ok(last <= now && next > now);
    assert.equal(next.getTime() - last.getTime(), schedule.everySeconds * 1000);
    assert.deepEqual(lastSlot(schedule, last), last);
    assert.deepEqual(nextSlot(schedule, last), next);
  }));
});

Deno.test("daily() comes round at its time of the day in UTC", () => {
  const at = daily("night", 3, 20);
  assert.deepEqual(
    lastSlot(at, new Date("2026-11-20T03:19:59Z")),
    new Date("2026-11-19T03:20:00Z"),
  );
  assert.deepEqual(
    lastSlot(at, new Date("2026-11-20T03:20:00Z")),
    new Date("2026-11-20T03:20:00Z"),
  );
});

Deno.test("slotsDue() goes on after what is done, in order, a few at a time, and ends at now", () => {
  fc.assert(fc.property(schedules, moments, fc.nat(40), (schedule, now, behind) => {
    const step = schedule.everySeconds * 1000;
    const newest = lastSlot(schedule, now);
    const done = new Date(newest.getTime() - behind * step);
    const due = slotsDue(schedule, done, now);
    if (behind === 0) return assert.deepEqual(due, []);
    if (schedule.missed === "newest") return assert.deepEqual(due, [newest]);
    assert.ok(due.length >= 1 && due.length <= MOST_SLOTS);
    due.reduce((before, slot) => {
      assert.equal(slot.getTime() - before.getTime(), step);
      return slot;
    }, new Date(due[0]!.getTime() - step));
    assert.ok(due[0]! > done && due.at(-1)! <= now);
  }));
});

Deno.test("slotsDue() catches up with all that was missed, ring by ring", () => {
  const hourly: Schedule = { name: "hour", everySeconds: 3600, atSecond: 0, missed: "each" };
  const now = new Date("2026-11-20T12:30:00Z");
  let done = new Date("2026-11-19T12:00:00Z");
  const all: Date[] = [];
  for (let ring = 0; ring < 5; ring++) {
    const due = slotsDue(hourly, done, now);
    all.push(...due);
    done = due.at(-1) ?? done;
  }
  assert.equal(all.length, 24);
  assert.deepEqual(all.at(-1), new Date("2026-11-20T12:00:00Z"));
});

Deno.test("of several processes ringing at once, each slot is claimed by exactly one", async () => {
  await using thread = await testApp();
  const processes = Array.from({ length: 5 }, () => connect(thread.urls.appUrl, 2));
  const each: Schedule = { name: "each", everySeconds: 60, atSecond: 0, missed: "each" };
  const ring = (db: Db) =>
    asSystem(db, async (tx) => {
      const claimed = await claimSlots(tx, each);
      await thread.db.plain.selectNoFrom([]).execute(); // Holds the claim open for a while.
      return claimed;
    });
  try {
    await ring(processes[0]!);
    const ticks = fc.array(
      fc.record({ minutes: fc.nat(3), stalled: fc.array(fc.nat(4), { maxLength: 4 }) }),
      { minLength: 6, maxLength: 6 },
    );
    await fc.assert(
      fc.asyncProperty(ticks, async (ticks) => {
        for (const { minutes, stalled } of ticks) {
          await shiftSlots(thread, minutes);
          const ringing = processes.filter((_, at) => !stalled.includes(at));
          const claims = await Promise.all(ringing.map(ring));
          const slots = claims.flat().map((slot) => slot.getTime());
          assert.equal(new Set(slots).size, slots.length);
        }
        await ring(processes[0]!);
      }),
      { numRuns: 5 },
    );
    const gaps = await thread.rows(
      `select slot - lag(slot) over (order by slot) as gap from cron_slots where name = 'each'`,
    );
    assert.ok(gaps.length > 5);
    assert.ok(gaps.slice(1).every(({ gap }) => gap === "00:01:00"), JSON.stringify(gaps));
  } finally {
    for (const db of processes) db.close();
  }
});

/** In two steps, since a slot may move to where its neighbour still stands. */
async function shiftSlots(thread: TestApp, minutes: number) {
  await thread.rows("update cron_slots set slot = slot + interval '1000 days'");
  await thread.rows(
    "update cron_slots set slot = slot - interval '1000 days' - make_interval(mins => $1)",
    [minutes],
  );
}

Deno.test("a slot whose work failed stays open", async () => {
  await using thread = await testApp();
  const night = daily("night", 0, 0);
  await assert.rejects(asSystem(thread.db, async (tx) => {
    assert.equal((await claimSlots(tx, night)).length, 1);
    throw new Error("No");
  }));
  await asSystem(thread.db, async (tx) => {
    assert.equal((await claimSlots(tx, night)).length, 1);
    assert.equal((await claimSlots(tx, night)).length, 0);
  });
});
