import assert from "node:assert/strict";
import { stepsOf } from "./action_states.ts";
import {
  deadlineInWords,
  mainStep,
  movedInWords,
  nominalEnds,
  openDeadline,
  progressOf,
  slipInWords,
  spanInWords,
} from "./plan_words.ts";

Deno.test("slipInWords() counts calendar days, and is silent about what stands as planned", () => {
  assert.equal(slipInWords("2026-12-14", "2026-12-18"), "4 days later than planned");
  assert.equal(slipInWords("2026-12-14", "2026-12-13"), "1 day earlier than planned");
  assert.equal(slipInWords("2026-12-14", "2026-12-14"), undefined);
  assert.equal(slipInWords(null, "2026-12-14"), undefined);
});

Deno.test("deadlineInWords() says how near a day is", () => {
  const today = "2026-11-20";
  const words = (day: string) => deadlineInWords(day, today).words;
  assert.deepEqual(deadlineInWords("2026-11-18", today), { words: "2 days late", late: true });
  assert.equal(words("2026-11-19"), "1 day late");
  assert.equal(words("2026-11-20"), "Due today");
  assert.equal(words("2026-11-21"), "Due tomorrow");
  assert.equal(words("2026-11-26"), "Due in 6 days");
  assert.equal(words("2026-11-27"), "Due 27 Nov 2026");
});

Deno.test("openDeadline() knows no lateness of what is finished or has not begun", () => {
  const deadline_at = new Date("2026-11-19T00:00:00+01:00");
  const here = { today: "2026-11-20", timeZone: "Europe/Berlin" };
  assert.equal(openDeadline({ state: "due", deadline_at }, here)?.words, "2 days late");
  assert.equal(openDeadline({ state: "completed", deadline_at }, here), undefined);
  assert.equal(openDeadline({ state: "waiting", deadline_at }, here), undefined);
});

Deno.test("spanInWords() looks back on what is done, and ahead from what runs", () => {
  const none = { started_on: null, finished_on: null, planned_on: null, projected_on: null };
  assert.equal(
    spanInWords({ ...none, state: "done", finished_on: "2026-11-10" }),
    "Finished 10 Nov 2026",
  );
  assert.equal(
    spanInWords({
      ...none,
      state: "active",
      started_on: "2026-11-02",
      planned_on: "2026-11-10",
      projected_on: "2026-11-12",
    }),
    "Since 2 Nov 2026, until 12 Nov 2026",
  );
  assert.equal(spanInWords({ ...none, state: "not_started" }), "");
});

Deno.test("mainStep() is one button by type and state", () => {
  const running = { state: "active" as const };
  const main = (
    type: "SEND_EMAIL" | "SLACK",
    state: "due" | "draft_ready" | "failed" | "pending" | "completed" | "approved",
    trigger: "manual" | "milestone_start" = "milestone_start",
  ) => mainStep({ type, state }, stepsOf({ type, state, trigger }, running));
  assert.equal(main("SEND_EMAIL", "draft_ready"), "review");
  assert.equal(main("SEND_EMAIL", "due"), "execute");
  assert.equal(main("SEND_EMAIL", "failed"), "retry");
  assert.equal(main("SEND_EMAIL", "approved"), undefined);
  assert.equal(main("SLACK", "due"), "complete");
  assert.equal(main("SLACK", "pending", "manual"), "start");
  assert.equal(main("SLACK", "pending"), undefined);
  assert.equal(main("SLACK", "completed"), undefined);
});

Deno.test("progressOf() leaves out what was skipped", () => {
  const states = ["completed", "due", "skipped", "cancelled"] as const;
  assert.deepEqual(progressOf(states.map((state) => ({ state }))), { done: 1, total: 2 });
});

Deno.test("movedInWords() names the holiday that moved an end", () => {
  const calendar = {
    workingDays: [1, 2, 3, 4, 5],
    holidays: new Map([["2026-05-01", "Labour Day"]]),
  };
  const milestone = {
    state: "active" as const,
    planned_on: "2026-05-01",
    projected_on: "2026-05-04",
  };
  assert.equal(
    movedInWords(milestone, "2026-05-01", calendar),
    "Moved from 1 May 2026: Labour Day",
  );
  const planned = { ...milestone, planned_on: "2026-05-04" };
  assert.equal(movedInWords(planned, "2026-05-01", calendar), "Moved from 1 May 2026: Labour Day");
  assert.equal(
    movedInWords(planned, "2026-05-02", calendar),
    "Moved from 2 May 2026: not a working day",
  );
  assert.equal(movedInWords(planned, "2026-05-04", calendar), undefined);
  assert.equal(
    movedInWords(
      { ...milestone, state: "not_started", projected_on: "2026-05-08" },
      null,
      calendar,
    ),
    "Moved from 1 May 2026: what comes before it takes longer",
  );
});

Deno.test("nominalEnds() counts on from the milestone before, and never from the past", () => {
  const none = { started_on: null, finished_on: null, planned_on: null, projected_on: null };
  const milestones = [
    { ...none, state: "done" as const, finished_on: "2026-11-10", duration_days: 5 },
    {
      ...none,
      state: "active" as const,
      started_on: "2026-11-10",
      projected_on: "2026-11-23",
      duration_days: 4,
    },
    { ...none, state: "not_started" as const, projected_on: "2026-11-30", duration_days: 7 },
  ];
  assert.deepEqual(nominalEnds(milestones, "2026-11-20"), [null, "2026-11-14", "2026-11-30"]);
});
