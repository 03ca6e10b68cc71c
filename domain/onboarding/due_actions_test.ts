import assert from "node:assert/strict";
import { asSystem, inOrg } from "../base/db.ts";
import {
  action,
  after,
  asMember,
  byHand,
  milestone,
  plannedAccount,
  ring,
} from "../../tests/plans.ts";
import { testApp } from "../../tests/test_app.ts";
import { completeAction, failAction, reopenAction, skipAction, startAction } from "./actions.ts";
import { activateDue, orgsWithDueActions } from "./due_actions.ts";
import { finishMilestone, startMilestone } from "./milestones.ts";

Deno.test("actions start with their milestone: at once, or after their delay, not before", async () => {
  await using thread = await testApp();
  const made = await plannedAccount(thread, {
    milestones: [
      milestone("Kickoff", [
        action("SCHEDULE_MEETING", "Now"),
        action("SCHEDULE_MEETING", "In 24 h", { trigger: after(24) }),
        action("SCHEDULE_MEETING", "In 48 h", { trigger: after(48) }),
        action("SCHEDULE_MEETING", "By hand", { trigger: byHand }),
      ]),
      milestone("Setup", [action("SCHEDULE_MEETING", "Of the next")]),
    ],
  });
  const states = async () =>
    (await made.plan())!.milestones.flatMap(({ actions }) => actions)
      .map(({ label, state }) => `${label}: ${state}`);
  const untouched = await states();
  assert.ok(untouched.every((said) => said.endsWith("pending")));
  await thread.pass("2 days");
  await ring(thread);
  assert.deepEqual(await states(), untouched, "applying starts nothing");

  const kickoff = await made.milestone("Kickoff");
  await asMember(thread, "bob", (tx) => startMilestone(tx, kickoff.id, kickoff.version));
  const later = ["By hand: pending", "Of the next: pending"];
  assert.deepEqual(await states(), ["Now: due", "In 24 h: waiting", "In 48 h: waiting", ...later]);
  const { started_at } = await made.milestone("Kickoff");
  const { due_at } = await made.action("In 24 h");
  assert.equal(due_at!.getTime() - started_at!.getTime(), 24 * 3_600_000);

  await thread.pass("23 hours 59 minutes");
  await ring(thread);
  assert.deepEqual(await states(), ["Now: due", "In 24 h: waiting", "In 48 h: waiting", ...later]);
  await thread.pass("1 minute");
  await ring(thread);
  assert.deepEqual(await states(), ["Now: due", "In 24 h: due", "In 48 h: waiting", ...later]);
  await thread.pass("24 hours");
  await ring(thread);
  assert.deepEqual(await states(), ["Now: due", "In 24 h: due", "In 48 h: due", ...later]);
});

Deno.test("what waits in a finished milestone is due all the same", async () => {
  await using thread = await testApp();
  const made = await plannedAccount(thread, {
    milestones: [milestone("Kickoff", [action("SCHEDULE_MEETING", "Ask", { trigger: after(24) })])],
    startFirst: true,
  });
  const { id } = await made.milestone("Kickoff");
  await asMember(thread, "bob", (tx) => finishMilestone(tx, id));
  await thread.pass("24 hours");
  await ring(thread);
  assert.equal((await made.action("Ask")).state, "due");
});

Deno.test("an action that is due is told of once, however often the clock rings", async () => {
  await using thread = await testApp();
  const made = await plannedAccount(thread, {
    milestones: [milestone("Kickoff", [action("COLLECT_INFO", "Facts", { trigger: after(1) })])],
    startFirst: true,
  });
  await thread.pass("1 hour");
  for (let round = 0; round < 3; round++) await ring(thread);
  const events = await thread.rows<{ kind: string }>(
    "select kind from events where subject_id = $1 order by id",
    [(await made.action("Facts")).id],
  );
  assert.deepEqual(events.map(({ kind }) => kind).slice(0, 3), [
    "action.activated",
    "action.due",
    "action.opened",
  ]);
  assert.equal(events.filter(({ kind }) => kind === "action.due").length, 1);
});

Deno.test("two processes that activate at once share the work", async () => {
  await using thread = await testApp();
  const calls = Array.from(
    { length: 40 },
    (_, n) => action("SCHEDULE_MEETING", `Call ${n}`, { trigger: after(1) }),
  );
  for (const name of ["One", "Two", "Three"]) {
    await plannedAccount(thread, {
      name,
      milestones: [milestone("Kickoff", calls)],
      startFirst: true,
    });
  }
  await thread.pass("1 hour");
  const { orgId } = thread.cast.bob!;
  assert.deepEqual(await asSystem(thread.db, orgsWithDueActions), [orgId]);
  await Promise.all(
    [1, 2].map(() => inOrg(thread.db, orgId, { kind: "system" }, (tx) => activateDue(tx, 1000))),
  );
  const [row] = await thread.rows(
    `select count(*)::int as told, count(distinct subject_id)::int as actions
     from events where kind = 'action.due'`,
  );
  assert.deepEqual(row, { told: 120, actions: 120 });
  assert.deepEqual(await asSystem(thread.db, orgsWithDueActions), []);
});

Deno.test("a manual action is started by a person, while its milestone is in progress", async () => {
  await using thread = await testApp();
  const made = await plannedAccount(thread, {
    milestones: [milestone("Kickoff", [
      action("COLLECT_INFO", "Facts", { trigger: byHand, due_days: 2 }),
    ])],
  });
  const facts = await made.action("Facts");
  await assert.rejects(
    asMember(thread, "bob", (tx) => startAction(tx, facts.id)),
    /"Facts" can be started while Kickoff is in progress/,
  );
  const { id } = await made.milestone("Kickoff");
  await asMember(thread, "bob", (tx) => startMilestone(tx, id));
  await asMember(thread, "bob", (tx) => startAction(tx, facts.id));
  const started = await made.action("Facts");
  assert.equal(started.state, "due");
  assert.ok(started.opened_at, "the customer can begin");
  assert.ok(started.deadline_on && started.deadline_at! > started.due_at!);
  await assert.rejects(
    asMember(thread, "bob", (tx) => startAction(tx, facts.id)),
    /"Facts" is due, so you cannot start it now/,
  );
});

Deno.test("completing, skipping and reopening keep who did it and what was said", async () => {
  await using thread = await testApp();
  const made = await plannedAccount(thread, {
    milestones: [milestone("Kickoff", [
      action("SCHEDULE_MEETING", "Call"),
      action("SEND_EMAIL", "Later", { trigger: after(5) }),
    ])],
    startFirst: true,
  });
  const call = await made.action("Call");
  await asMember(
    thread,
    "bob",
    (tx) => completeAction(tx, call.id, { version: call.version, note: "Met Ann" }),
  );
  const done = await made.action("Call");
  assert.deepEqual([done.state, done.note, done.finished_by], [
    "completed",
    "Met Ann",
    thread.cast.bob!.memberId,
  ]);
  assert.equal((await made.account()).actions_done, 1);
  await assert.rejects(
    asMember(
      thread,
      "olive",
      (tx) => completeAction(tx, call.id, { version: call.version, note: "" }),
    ),
    /Bob changed "Call" while you had it open/,
  );
  await asMember(thread, "bob", (tx) => reopenAction(tx, call.id));
  const again = await made.action("Call");
  assert.deepEqual([again.state, again.note, again.finished_at], ["due", "", null]);

  const later = await made.action("Later");
  await asMember(thread, "bob", (tx) => skipAction(tx, later.id, later.version, "Not needed"));
  assert.equal((await made.action("Later")).state, "skipped");
  await asMember(thread, "bob", (tx) => reopenAction(tx, later.id));
  assert.equal((await made.action("Later")).state, "waiting", "its delay goes on");
});

Deno.test("what could not leave says why, and counts as open", async () => {
  await using thread = await testApp();
  const made = await plannedAccount(thread, { startFirst: true });
  const mail = await made.action("Welcome email");
  await asMember(thread, "bob", (tx) => failAction(tx, mail.id, "The address does not exist"));
  const failed = await made.action("Welcome email");
  assert.deepEqual([failed.state, failed.problem], ["failed", "The address does not exist"]);
});
