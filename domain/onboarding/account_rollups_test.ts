import assert from "node:assert/strict";
import { action, after, asMember, milestone, plannedAccount } from "../../tests/plans.ts";
import { type TestApp, testApp } from "../../tests/test_app.ts";
import { completeAction } from "./actions.ts";
import { refreshAccounts } from "./account_rollups.ts";

Deno.test("an account says what is next: the first deadline, or what will be due first", async () => {
  await using thread = await testApp();
  const made = await plannedAccount(thread, {
    milestones: [milestone("Kickoff", [
      action("SCHEDULE_MEETING", "Whenever"),
      action("SCHEDULE_MEETING", "Soon", { due_days: 1 }),
      action("SEND_EMAIL", "Far away", { trigger: after(700) }),
    ])],
    startFirst: true,
  });
  const soon = await made.action("Soon");
  const before = await made.account();
  assert.equal(before.next_action, "Soon");
  assert.deepEqual(before.next_due_at, soon.deadline_at);
  await asMember(thread, "bob", (tx) => completeAction(tx, soon.id, { note: "" }));
  const after1 = await made.account();
  assert.equal(after1.next_action, "Far away");
  assert.deepEqual(after1.next_due_at, (await made.action("Far away")).due_at);
  assert.deepEqual([after1.actions_done, after1.actions_total], [1, 3]);
});

Deno.test("health follows the plan, unless a person has set it", async () => {
  await using thread = await testApp();
  const made = await plannedAccount(thread, {
    milestones: [milestone("Kickoff", [
      action("SCHEDULE_MEETING", "Ours", { due_days: 1 }),
      action("COLLECT_INFO", "Theirs", { blocker: true, due_days: 5 }),
    ])],
    startFirst: true,
  });
  const health = async () => {
    await refresh(thread, made.accountId);
    return (await made.account()).health;
  };
  assert.equal(await health(), "on_track");
  await thread.rows("update accounts set go_live_on = current_date - 3");
  assert.equal(await health(), "at_risk", "projected after go-live");
  await thread.rows("update accounts set go_live_on = null");
  await thread.rows("update actions set deadline_at = now() where label = 'Ours'");
  assert.equal(await health(), "at_risk", "something is late");
  const ours = await made.action("Ours");
  await asMember(thread, "bob", (tx) => completeAction(tx, ours.id, { note: "" }));
  assert.equal(await health(), "waiting", "all that is open is the customer's");
  await thread.rows("update actions set deadline_at = now() where label = 'Theirs'");
  assert.equal(await health(), "blocked", "a blocker is late");
  await thread.rows("update accounts set health = 'on_track', health_by_hand = true");
  assert.equal(await health(), "on_track");
  await thread.rows("update accounts set health_by_hand = false");
  await thread.rows("update plans set finished_at = now()");
  assert.equal(await health(), "live");
});

Deno.test("the list's columns change without making an open form stale", async () => {
  await using thread = await testApp();
  const made = await plannedAccount(thread, { startFirst: true });
  const { version } = await made.account();
  const call = await made.action("Welcome email");
  await asMember(thread, "bob", (tx) => completeAction(tx, call.id, { note: "By phone" }));
  assert.equal((await made.account()).version, version);
});

Deno.test("two actions completed at once are both counted", async () => {
  await using thread = await testApp();
  const made = await plannedAccount(thread, {
    milestones: [
      milestone("Kickoff", [..."abcdef"].map((label) => action("SCHEDULE_MEETING", label))),
    ],
    startFirst: true,
  });
  const actions = (await made.plan())!.milestones[0]!.actions;
  await Promise.all(
    actions.map(({ id }) => asMember(thread, "bob", (tx) => completeAction(tx, id, { note: "" }))),
  );
  assert.equal((await made.account()).actions_done, 6);
});

async function refresh(thread: TestApp, accountId: string) {
  await asMember(thread, "bob", (tx) => refreshAccounts(tx, [accountId]));
}
