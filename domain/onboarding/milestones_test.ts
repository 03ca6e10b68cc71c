import assert from "node:assert/strict";
import { action, after, asMember, byHand, milestone, plannedAccount } from "../../tests/plans.ts";
import { testApp } from "../../tests/test_app.ts";
import { completeAction, skipAction } from "./actions.ts";
import { finishMilestone, reopenMilestone, skipMilestone, startMilestone } from "./milestones.ts";

const THREE = () => [
  milestone("Kickoff", [action("SCHEDULE_MEETING", "Kickoff call")]),
  milestone("Implementation", [action("SCHEDULE_MEETING", "Setup call")], 20),
  milestone("Go-live", [action("SCHEDULE_MEETING", "Launch call")]),
];

Deno.test("milestones run in their order, and the last one finishes the plan", async () => {
  await using thread = await testApp();
  const made = await plannedAccount(thread, { milestones: THREE(), startFirst: true });
  const states = async () => (await made.plan())!.milestones.map(({ state }) => state).join(" ");
  assert.equal(await states(), "active not_started not_started");
  assert.equal((await made.account()).milestone_name, "Kickoff");
  for (const name of ["Kickoff", "Implementation"]) {
    const { id, version } = await made.milestone(name);
    await asMember(thread, "bob", (tx) => finishMilestone(tx, id, version));
  }
  assert.equal(await states(), "done done active");
  assert.equal((await made.account()).milestone_name, "Go-live");
  const { id } = await made.milestone("Go-live");
  await asMember(thread, "bob", (tx) => finishMilestone(tx, id));
  const { plan } = (await made.plan())!;
  assert.ok(plan.finished_at, "the plan is finished");
  assert.equal((await made.account()).health, "live");
  const kinds = await thread.rows<{ kind: string }>(
    "select kind from events where account_id = $1 and kind like 'plan.%' order by id",
    [made.accountId],
  );
  assert.deepEqual(kinds.map(({ kind }) => kind), ["plan.applied", "plan.finished"]);
});

Deno.test("a milestone cannot start while another is in progress", async () => {
  await using thread = await testApp();
  const made = await plannedAccount(thread, { milestones: THREE(), startFirst: true });
  const { id } = await made.milestone("Go-live");
  await assert.rejects(
    asMember(thread, "bob", (tx) => startMilestone(tx, id)),
    /Kickoff is still in progress\. Finish or skip it first/,
  );
});

Deno.test("blockers hold their milestone until they are completed or skipped", async () => {
  await using thread = await testApp();
  const made = await plannedAccount(thread, {
    milestones: [milestone("Kickoff", [
      action("SCHEDULE_MEETING", "Contract call", { blocker: true }),
      action("SCHEDULE_MEETING", "Data call", { blocker: true }),
      action("SCHEDULE_MEETING", "Chat"),
    ])],
    startFirst: true,
  });
  const { id } = await made.milestone("Kickoff");
  const finish = () => asMember(thread, "bob", (tx) => finishMilestone(tx, id));
  await assert.rejects(
    finish(),
    /Kickoff cannot be finished before "Contract call", "Data call": complete or skip them first/,
  );
  const contract = await made.action("Contract call");
  await asMember(thread, "bob", (tx) => completeAction(tx, contract.id, { note: "" }));
  await assert.rejects(finish(), /before "Data call": complete or skip it first/);
  const data = await made.action("Data call");
  await asMember(thread, "bob", (tx) => skipAction(tx, data.id, data.version, "They have none"));
  await finish();
  assert.equal((await made.milestone("Kickoff")).state, "done");
  assert.equal((await made.action("Chat")).state, "due", "what is no blocker stays open");
});

Deno.test("skipping a milestone cancels what was left of it, reopening brings it back", async () => {
  await using thread = await testApp();
  const made = await plannedAccount(thread, {
    milestones: [
      milestone("Kickoff", [
        action("SCHEDULE_MEETING", "Done call"),
        action("SCHEDULE_MEETING", "Open call"),
        action("SEND_EMAIL", "Later", { trigger: after(24) }),
        action("SLACK", "By hand", { trigger: byHand }),
      ]),
      milestone("Setup"),
    ],
    startFirst: true,
  });
  const call = await made.action("Done call");
  await asMember(thread, "bob", (tx) => completeAction(tx, call.id, { note: "" }));
  const kickoff = await made.milestone("Kickoff");
  await assert.rejects(
    asMember(thread, "bob", (tx) => skipMilestone(tx, kickoff.id, kickoff.version, " ")),
    /Say why/,
  );
  await asMember(
    thread,
    "bob",
    (tx) => skipMilestone(tx, kickoff.id, kickoff.version, "They know us"),
  );
  const states = async () => {
    const { milestones } = (await made.plan())!;
    return milestones[0]!.actions.map(({ state }) => state);
  };
  assert.deepEqual(await states(), ["completed", "cancelled", "cancelled", "cancelled"]);
  assert.equal((await made.action("Later")).note, "They know us");
  assert.equal((await made.milestone("Setup")).state, "active");
  assert.deepEqual(
    [(await made.account()).actions_done, (await made.account()).actions_total],
    [1, 1],
  );
  await asMember(thread, "bob", (tx) => reopenMilestone(tx, kickoff.id));
  assert.deepEqual(await states(), ["completed", "due", "waiting", "pending"]);
});

Deno.test("two people finish one milestone at once: one does, the other is told", async () => {
  await using thread = await testApp();
  const made = await plannedAccount(thread, { milestones: THREE(), startFirst: true });
  const { id, version } = await made.milestone("Kickoff");
  const outcomes = await Promise.allSettled(
    ["alice", "bob", "olive"].map((who) =>
      asMember(thread, who, (tx) => finishMilestone(tx, id, version))
    ),
  );
  const refused = outcomes.filter((one) => one.status === "rejected");
  assert.equal(refused.length, 2);
  for (const { reason } of refused) assert.match(reason.message, /changed Kickoff while you had/);
  const { milestones } = (await made.plan())!;
  assert.deepEqual(milestones.map(({ state }) => state), ["done", "active", "not_started"]);
  const started = await thread.rows("select from events where kind = 'milestone.started'");
  assert.equal(started.length, 2, "the next one started once");
});

Deno.test("nothing of an archived account's plan can be changed", async () => {
  await using thread = await testApp();
  const made = await plannedAccount(thread, { milestones: THREE(), startFirst: true });
  await thread.rows("update accounts set archived_at = now()");
  const { id } = await made.milestone("Kickoff");
  const call = await made.action("Kickoff call");
  await assert.rejects(
    asMember(thread, "bob", (tx) => finishMilestone(tx, id)),
    /Acme is archived\. Restore it first/,
  );
  await assert.rejects(
    asMember(thread, "bob", (tx) => completeAction(tx, call.id, { note: "" })),
    /Acme is archived/,
  );
});
