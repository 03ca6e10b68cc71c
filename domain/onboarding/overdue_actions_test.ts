import assert from "node:assert/strict";
import { action, after, asMember, milestone, plannedAccount, ring } from "../../tests/plans.ts";
import { testApp } from "../../tests/test_app.ts";
import { archiveWithPlan, restoreWithPlan } from "./account_archival.ts";
import { reopenAction } from "./actions.ts";
import { completeAction } from "./actions.ts";

const CALL = () => [
  milestone("Kickoff", [
    action("SCHEDULE_MEETING", "Call", { due_days: 1, blocker: true }),
    action("SCHEDULE_MEETING", "Later", { trigger: after(24) }),
  ]),
];

Deno.test("an action is overdue once, when its deadline has passed", async () => {
  await using thread = await testApp();
  const made = await plannedAccount(thread, { milestones: CALL(), startFirst: true });
  await ring(thread);
  assert.equal((await made.action("Call")).overdue_at, null);
  assert.equal((await made.account()).health, "on_track");
  await thread.pass("8 days");
  await ring(thread);
  await ring(thread);
  const call = await made.action("Call");
  assert.ok(call.overdue_at);
  assert.equal((await made.account()).health, "blocked");
  await asMember(thread, "bob", (tx) => completeAction(tx, call.id, { note: "" }));
  await asMember(thread, "bob", (tx) => reopenAction(tx, call.id));
  await ring(thread);
  const told = await thread.rows("select from events where kind = 'action.overdue'");
  assert.equal(told.length, 1);
});

Deno.test("nothing of an archived account fires, and what became due does once it is restored", async () => {
  await using thread = await testApp();
  const made = await plannedAccount(thread, { milestones: CALL(), startFirst: true });
  await asMember(thread, "bob", (tx) => archiveWithPlan(tx, made.accountId));
  await thread.pass("8 days");
  await ring(thread);
  const later = await made.action("Later");
  assert.deepEqual([later.state, later.held], ["waiting", true]);
  assert.equal((await made.action("Call")).overdue_at, null);
  await asMember(thread, "bob", (tx) => restoreWithPlan(tx, made.accountId));
  await thread.workOff();
  const fired = await made.action("Later");
  assert.deepEqual([fired.state, fired.held], ["due", false]);
});
