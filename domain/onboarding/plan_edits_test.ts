import assert from "node:assert/strict";
import { inOrg } from "../base/db.ts";
import { action, after, asMember, byHand, milestone, plannedAccount } from "../../tests/plans.ts";
import { testApp } from "../../tests/test_app.ts";
import { addAction, changeAction, moveAction, removeAction } from "./action_edits.ts";
import { completeAction } from "./actions.ts";
import {
  addMilestone,
  changeMilestone,
  moveMilestone,
  removeMilestone,
} from "./milestone_edits.ts";
import { finishMilestone } from "./milestones.ts";
import { templateAction } from "./plans.ts";

const FACTS = { name: "Training", duration_days: 5, our_text: "", your_text: "" };

Deno.test("an action added to one account begins by its own delay, and only there", async () => {
  await using thread = await testApp();
  const made = await plannedAccount(thread, { startFirst: true });
  const other = await plannedAccount(thread, { templateId: made.templateId, name: "Other" });
  const kickoff = await made.milestone("Kickoff");
  const add = (one: ReturnType<typeof action>, index?: number) =>
    asMember(thread, "bob", (tx) => addAction(tx, kickoff.id, one, index));
  await add(action("COLLECT_INFO", "Facts", { due_days: 2 }), 0);
  await add(action("SEND_EMAIL", "News", { trigger: after(72) }));
  await add(action("SLACK", "Shout", { trigger: byHand }));
  assert.deepEqual(
    (await made.plan())!.milestones[0]!.actions.map(({ label, state }) => `${label}: ${state}`),
    [
      "Facts: due",
      "Welcome email: due",
      "Kickoff call: waiting",
      "News: waiting",
      "Shout: pending",
    ],
  );
  assert.ok((await made.action("Facts")).deadline_at);
  assert.equal((await made.account()).actions_total, 6);
  assert.equal(await other.action("Facts"), undefined);
  const [{ draft }] = await thread.rows("select draft::text from templates") as [{ draft: string }];
  assert.ok(!draft.includes("Facts"), "the template is as it was");
});

Deno.test("changing an action moves what depends on it", async () => {
  await using thread = await testApp();
  const made = await plannedAccount(thread, { startFirst: true });
  const change = async (label: string, changes: object) => {
    const found = await made.action(label);
    await asMember(
      thread,
      "bob",
      (tx) => changeAction(tx, found.id, found.version, { ...templateAction(found), ...changes }),
    );
  };
  await change("Kickoff call", { trigger: after(48), due_days: 1 });
  const { started_at } = await made.milestone("Kickoff");
  const call = await made.action("Kickoff call");
  assert.equal(call.due_at!.getTime() - started_at!.getTime(), 48 * 3_600_000);
  assert.ok(call.deadline_at! > call.due_at!);
  await change("Kickoff call", { trigger: byHand });
  const manual = await made.action("Kickoff call");
  assert.deepEqual([manual.state, manual.due_at, manual.deadline_at], ["pending", null, null]);
  await change("Kickoff call", { trigger: after(0) });
  assert.equal((await made.action("Kickoff call")).state, "due");

  await assert.rejects(
    change("Kickoff call", { label: "" }),
    /Give it a label/,
  );
  await assert.rejects(change("Kickoff call", { due_days: 400 }), /whole number from 0 to 365/);
  const { id, version } = await made.action("Kickoff call");
  await assert.rejects(
    asMember(
      thread,
      "bob",
      (tx) => changeAction(tx, id, version - 1, templateAction(call)),
    ),
    /changed "Kickoff call" while you had it open/,
  );
});

Deno.test("a draft that nobody edited is written anew when its action says something else", async () => {
  await using thread = await testApp();
  const made = await plannedAccount(thread, { startFirst: true });
  await thread.workOff();
  const found = await made.action("Welcome email");
  assert.equal(found.state, "draft_ready");
  assert.equal(found.type, "SEND_EMAIL");
  const said = templateAction(found);
  const content = { ...said.content, subject: "Good to see you" };
  await asMember(
    thread,
    "bob",
    (tx) => changeAction(tx, found.id, found.version, { ...said, content } as typeof said),
  );
  await thread.workOff();
  const drafts = await thread.rows(
    "select state, subject from drafts where action_id = $1 order by number",
    [found.id],
  );
  assert.deepEqual(drafts, [
    { state: "discarded", subject: "Welcome to Acme!" },
    { state: "ready", subject: "Good to see you" },
  ]);
});

Deno.test("an action moves within its milestone, and to another until it has been due", async () => {
  await using thread = await testApp();
  const made = await plannedAccount(thread, { startFirst: true });
  const goLive = await made.milestone("Go-live");
  const move = async (label: string, to: { milestoneId?: string; index: number }) => {
    const { id, version } = await made.action(label);
    await asMember(thread, "bob", (tx) => moveAction(tx, id, version, to));
  };
  const order = async () =>
    (await made.plan())!.milestones.map(({ actions }) => actions.map(({ label }) => label));
  await move("Kickoff call", { index: 0 });
  assert.deepEqual(await order(), [["Kickoff call", "Welcome email"], ["Congratulations"]]);
  await move("Kickoff call", { milestoneId: goLive.id, index: 1 });
  assert.deepEqual(await order(), [["Welcome email"], ["Congratulations", "Kickoff call"]]);
  assert.equal((await made.action("Kickoff call")).state, "pending");
  await assert.rejects(
    move("Welcome email", { milestoneId: goLive.id, index: 0 }),
    /has begun, so it stays in Kickoff/,
  );
});

Deno.test("what nobody has worked on can be removed, the rest is skipped", async () => {
  await using thread = await testApp();
  const made = await plannedAccount(thread, { startFirst: true });
  const call = await made.action("Kickoff call");
  await asMember(thread, "bob", (tx) => removeAction(tx, call.id, call.version));
  assert.equal(await made.action("Kickoff call"), undefined);
  assert.equal((await made.account()).actions_total, 2);
  const mail = await made.action("Welcome email");
  await asMember(thread, "bob", (tx) => completeAction(tx, mail.id, { note: "" }));
  await assert.rejects(
    asMember(thread, "bob", (tx) => removeAction(tx, mail.id, mail.version + 1)),
    /"Welcome email" has been worked on\. Skip it instead/,
  );
});

Deno.test("milestones are added, changed, moved and removed on one account", async () => {
  await using thread = await testApp();
  const made = await plannedAccount(thread, { startFirst: true });
  const names = async () => (await made.plan())!.milestones.map(({ name }) => name);
  const version = async () => (await made.plan())!.plan.version;
  const bob = <T>(work: Parameters<typeof asMember<T>>[2]) => asMember(thread, "bob", work);
  const planned = await version();
  const training = await bob((tx) => addMilestone(tx, made.accountId, planned, FACTS, 0));
  assert.deepEqual(await names(), ["Kickoff", "Training", "Go-live"], "not before what has begun");
  await assert.rejects(
    bob((tx) => addMilestone(tx, made.accountId, planned, FACTS)),
    /changed this plan while you had it open/,
  );
  const projected = (await made.account()).projected_on;
  await bob((tx) =>
    changeMilestone(tx, training.id, training.version, { ...FACTS, duration_days: 60 })
  );
  assert.notEqual((await made.account()).projected_on, projected, "the projection follows");
  await bob((tx) => moveMilestone(tx, training.id, 2, 2));
  assert.deepEqual(await names(), ["Kickoff", "Go-live", "Training"]);
  const kickoff = await made.milestone("Kickoff");
  await assert.rejects(
    bob((tx) => moveMilestone(tx, kickoff.id, kickoff.version, 2)),
    /Kickoff has begun, so it keeps its place/,
  );
  await assert.rejects(
    bob((tx) => removeMilestone(tx, kickoff.id, kickoff.version)),
    /Kickoff has begun\. Skip it instead/,
  );
  await bob((tx) => removeMilestone(tx, training.id, 2));
  assert.deepEqual(await names(), ["Kickoff", "Go-live"]);
});

Deno.test("a milestone added to a finished plan opens it again", async () => {
  await using thread = await testApp();
  const made = await plannedAccount(thread, { milestones: [milestone("Only")], startFirst: true });
  const { id } = await made.milestone("Only");
  await asMember(thread, "bob", (tx) => finishMilestone(tx, id));
  const { plan } = (await made.plan())!;
  assert.ok(plan.finished_at);
  const added = await asMember(
    thread,
    "bob",
    (tx) => addMilestone(tx, made.accountId, plan.version, FACTS),
  );
  assert.equal((await made.plan())!.plan.finished_at, null);
  await asMember(thread, "bob", (tx) => removeMilestone(tx, added.id, added.version));
  assert.ok((await made.plan())!.plan.finished_at, "and its removal finishes it");
});

Deno.test("edits of another organisation's plan find nothing", async () => {
  await using thread = await testApp();
  const made = await plannedAccount(thread, { startFirst: true });
  const call = await made.action("Kickoff call");
  const charlie = thread.cast.charlie!;
  await assert.rejects(
    inOrg(
      thread.db,
      charlie.orgId,
      { kind: "member", id: charlie.memberId },
      (tx) => removeAction(tx, call.id, call.version),
    ),
    /Not found/,
  );
});
