import assert from "node:assert/strict";
import * as fc from "fast-check";
import { addDays, dayIn, isWorkingDay } from "../base/calendar.ts";
import type { MilestoneState } from "../base/schema.ts";
import { asMember, milestone, plannedAccount, ring } from "../../tests/plans.ts";
import { testApp } from "../../tests/test_app.ts";
import { finishMilestone, startMilestone } from "./milestones.ts";
import { type Phase, project } from "./projections.ts";

const NOW = new Date("2026-11-23T12:00:00Z"); // A Monday.
const CALENDAR = { zone: "UTC", workingDays: [1, 2, 3, 4, 5], holidays: new Set<string>() };

const phase = (id: string, state: MilestoneState, duration_days: number, began = 0): Phase => ({
  id,
  state,
  duration_days,
  started_at: state === "active" ? new Date(NOW.getTime() - began * 86_400_000) : null,
  finished_at: state === "done" ? new Date(NOW.getTime() - began * 86_400_000) : null,
});

Deno.test("project() runs the milestones one after the other, to working days", () => {
  const { ends, goLive } = project(
    [phase("a", "active", 5), phase("b", "not_started", 2), phase("c", "not_started", 7)],
    NOW,
    CALENDAR,
  );
  // 28 November is a Saturday, so the first ends on Monday.
  assert.deepEqual([...ends], [["a", "2026-11-30"], ["b", "2026-12-02"], ["c", "2026-12-09"]]);
  assert.equal(goLive, "2026-12-09");
});

Deno.test("project() moves what is late to today, and everything behind it", () => {
  const { ends } = project(
    [phase("a", "active", 5, 20), phase("b", "not_started", 2)],
    NOW,
    CALENDAR,
  );
  assert.deepEqual([...ends], [["a", "2026-11-23"], ["b", "2026-11-25"]]);
});

Deno.test("project() keeps what has ended, leaves out what was skipped, and knows nothing before the start", () => {
  const { ends, goLive } = project(
    [phase("a", "done", 5, 10), phase("b", "skipped", 50), phase("c", "active", 7)],
    NOW,
    CALENDAR,
  );
  assert.deepEqual([...ends], [["a", "2026-11-13"], ["c", "2026-11-30"]]);
  assert.equal(goLive, "2026-11-30");
  assert.deepEqual(project([phase("a", "not_started", 5)], NOW, CALENDAR).goLive, null);
});

Deno.test("project() ends nothing in the past that is not over, and nothing before what comes first", () => {
  const plans = fc.array(
    fc.record({ days: fc.integer({ min: 1, max: 365 }), began: fc.nat(400) }),
    { minLength: 1, maxLength: 20 },
  );
  const zones = fc.constantFrom("UTC", "America/Santiago", "Pacific/Apia", "Australia/Lord_Howe");
  fc.assert(fc.property(plans, fc.nat(20), zones, (shapes, running, zone) => {
    const at = running % shapes.length;
    const phases = shapes.map(({ days, began }, n) =>
      phase(String(n), n < at ? "done" : n === at ? "active" : "not_started", days, began)
    );
    const calendar = { ...CALENDAR, zone };
    const { ends, goLive } = project(phases, NOW, calendar);
    const open = phases.slice(at).map(({ id }) => ends.get(id)!);
    assert.ok(open[0]! >= dayIn(zone, NOW));
    for (const [n, end] of open.entries()) {
      assert.ok(isWorkingDay(end, calendar));
      if (n > 0) assert.ok(end > open[n - 1]!);
    }
    assert.equal(goLive, [...ends.values()].sort().at(-1));
  }));
});

Deno.test("the plan as it was begun is kept, and the projection slips from it day by day", async () => {
  await using thread = await testApp();
  const made = await plannedAccount(thread, {
    milestones: [milestone("Kickoff", [], 7), milestone("Setup", [], 14)],
  });
  assert.equal((await made.plan())!.plan.planned_on, null);
  const kickoff = await made.milestone("Kickoff");
  await asMember(thread, "bob", (tx) => startMilestone(tx, kickoff.id));
  const { plan, milestones } = (await made.plan())!;
  assert.ok(plan.planned_on);
  assert.equal(plan.projected_on, plan.planned_on);
  assert.equal((await made.account()).projected_on, plan.planned_on);
  assert.deepEqual(
    milestones.map(({ planned_on }) => planned_on),
    milestones.map(({ projected_on }) => projected_on),
  );

  // Nothing is finished for thirty days; the night's round sees it.
  await thread.rows("update milestones set started_at = started_at - interval '30 days'");
  await thread.rows("delete from cron_slots");
  await ring(thread);
  const late = (await made.plan())!;
  assert.equal(late.plan.planned_on, plan.planned_on);
  const [{ today }] = await thread.rows<{ today: string }>(
    "select (now() at time zone 'Europe/Berlin')::date::text as today",
  ) as [{ today: string }];
  assert.ok(late.milestones[0]!.projected_on! >= today);
  assert.ok(late.plan.projected_on! >= addDays(today, 14));

  await asMember(thread, "bob", (tx) => finishMilestone(tx, kickoff.id));
  assert.equal((await made.milestone("Kickoff")).projected_on, today);
});
