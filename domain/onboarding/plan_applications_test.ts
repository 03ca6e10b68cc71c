import assert from "node:assert/strict";
import {
  action,
  after,
  asMember,
  byHand,
  milestone,
  plannedAccount,
  publishedTemplate,
} from "../../tests/plans.ts";
import { testApp } from "../../tests/test_app.ts";
import { completeAction } from "./actions.ts";
import { startMilestone } from "./milestones.ts";
import { applyTemplate, applyToAccounts, lossesOf, reapplyTemplate } from "./plan_applications.ts";
import { editDraft } from "./template_changes.ts";
import { publishTemplate } from "./template_revisions.ts";

Deno.test("applyTemplate() copies everything that the published revision says", async () => {
  await using thread = await testApp();
  const made = await plannedAccount(thread, {
    milestones: [
      { ...milestone("Kickoff", [], 5), our_text: "We set up.", your_text: "You meet us." },
      milestone("Setup", [
        action("COLLECT_INFO", "Facts", { blocker: true, due_days: 3 }),
        action("SEND_EMAIL", "News", { trigger: after(48), send_without_review: true }),
        action("SLACK", "Shout", { trigger: byHand, dashboard_visible: false }),
      ], 10),
    ],
  });
  const { plan, milestones } = (await made.plan())!;
  assert.equal(plan.template_name, "Onboarding");
  assert.equal(plan.revision_number, 1);
  assert.equal(plan.applied_by, thread.cast.alice!.memberId);
  assert.deepEqual(
    milestones.map(({ name, duration_days, our_text, your_text, state }) =>
      [name, duration_days, our_text, your_text, state].join("|")
    ),
    ["Kickoff|5|We set up.|You meet us.|not_started", "Setup|10|||not_started"],
  );
  const [facts, news, shout] = milestones[1]!.actions;
  assert.deepEqual(
    [facts!.label, facts!.blocker, facts!.due_days, facts!.portal_visible, facts!.state],
    ["Facts", true, 3, true, "pending"],
  );
  assert.deepEqual([news!.delay_hours, news!.send_without_review], [48, true]);
  assert.deepEqual([shout!.trigger, shout!.dashboard_visible], ["manual", false]);
  const account = await made.account();
  assert.deepEqual([account.actions_done, account.actions_total], [0, 3]);
  assert.equal(account.health, "not_started");
  const [template] = await thread.rows("select usage_count from templates");
  assert.equal(template!.usage_count, 1);
});

Deno.test("an account that follows a plan is refused another, in words", async () => {
  await using thread = await testApp();
  const made = await plannedAccount(thread);
  await assert.rejects(
    asMember(
      thread,
      "bob",
      (tx) => applyTemplate(tx, made.accountId, made.templateId, { startFirst: false }),
    ),
    /Acme already follows Onboarding/,
  );
});

Deno.test("a draft and an archived template cannot be applied", async () => {
  await using thread = await testApp();
  const { accountId, templateId } = await plannedAccount(thread);
  await thread.rows("update plans set ended_at = now(), ended_why = 'removed'");
  const apply = () =>
    asMember(
      thread,
      "bob",
      (tx) => applyTemplate(tx, accountId, templateId, { startFirst: false }),
    );
  await thread.rows("update templates set status = 'archived'");
  await assert.rejects(apply(), /is archived/);
  await thread.rows("update templates set status = 'draft', published_number = null");
  await assert.rejects(apply(), /is a draft\. Publish it first/);
});

Deno.test("applyToAccounts() leaves accounts with a plan as they are and says so", async () => {
  await using thread = await testApp();
  const templateId = await publishedTemplate(thread);
  const first = await plannedAccount(thread, { templateId, name: "First" });
  const second = await plannedAccount(thread, { templateId, name: "Second" });
  await thread.rows("update plans set ended_at = now(), ended_why = 'removed' where id = $1", [
    second.planId,
  ]);
  const applied = await asMember(
    thread,
    "olive",
    (tx) =>
      applyToAccounts(tx, [first.accountId, second.accountId], templateId, { startFirst: true }),
  );
  assert.deepEqual(applied.plans.map(({ accountId }) => accountId), [second.accountId]);
  assert.deepEqual(applied.refused.map(({ why }) => why), ["First already follows Onboarding."]);
  assert.equal((await second.milestone("Kickoff")).state, "active");
  assert.equal((await first.milestone("Kickoff")).state, "not_started");
});

Deno.test("reapplying resets the account to the newest revision and keeps what was done", async () => {
  await using thread = await testApp();
  const made = await plannedAccount(thread, {
    milestones: [milestone("Kickoff", [
      action("SCHEDULE_MEETING", "Call"),
      action("SEND_EMAIL", "News", { trigger: after(48) }),
    ])],
    startFirst: true,
  });
  const call = await made.action("Call");
  await asMember(thread, "bob", (tx) => completeAction(tx, call.id, { note: "Went well" }));
  const losses = await asMember(thread, "bob", (tx) => lossesOf(tx, made.accountId));
  assert.deepEqual([losses.milestones, losses.completed], [["Kickoff"], ["Call"]]);

  await asMember(thread, "olive", async (tx) => {
    const edited = await editDraft(tx, made.templateId, 2, (draft) => ({
      milestones: draft.milestones.map((one) => ({ ...one, name: "Welcome" })),
    }));
    await publishTemplate(tx, made.templateId, edited.version, "");
  });
  const { plan: before } = (await made.plan())!;
  await asMember(
    thread,
    "bob",
    (tx) => reapplyTemplate(tx, made.accountId, before.version, { startFirst: false }),
  );
  const { plan, milestones } = (await made.plan())!;
  assert.notEqual(plan.id, before.id);
  assert.equal(plan.revision_number, 2);
  assert.deepEqual(milestones.map(({ name, state }) => [name, state]), [[
    "Welcome",
    "not_started",
  ]]);
  assert.ok(milestones[0]!.actions.every(({ state }) => state === "pending"));
  const old = await thread.rows<{ label: string; state: string }>(
    "select label, state from actions where plan_id = $1 order by label",
    [before.id],
  );
  assert.deepEqual(old, [{ label: "Call", state: "completed" }, {
    label: "News",
    state: "cancelled",
  }]);
  const [template] = await thread.rows("select usage_count from templates");
  assert.equal(template!.usage_count, 1);
});

Deno.test("somebody who saw an older plan does not reset the newer one", async () => {
  await using thread = await testApp();
  const made = await plannedAccount(thread);
  const { plan } = (await made.plan())!;
  const reapply = () =>
    asMember(
      thread,
      "bob",
      (tx) => reapplyTemplate(tx, made.accountId, plan.version, { startFirst: false }),
    );
  await thread.rows("update plans set version = version + 1");
  await assert.rejects(reapply(), /changed this plan while you had it open/);
});

Deno.test("a template of 200 milestones and 1,000 actions is applied whole", async () => {
  await using thread = await testApp();
  const made = await plannedAccount(thread, {
    milestones: Array.from(
      { length: 200 },
      (_, n) =>
        milestone(
          `Milestone ${n}`,
          Array.from({ length: 5 }, (_, k) => action("SCHEDULE_MEETING", `Call ${n}.${k}`)),
        ),
    ),
    startFirst: true,
  });
  const { milestones, plan } = (await made.plan())!;
  assert.equal(milestones.length, 200);
  assert.deepEqual(milestones.map(({ name }) => name), milestones.map((_, n) => `Milestone ${n}`));
  assert.equal(milestones.flatMap(({ actions }) => actions).length, 1000);
  assert.equal(plan.planned_on, milestones.at(-1)!.projected_on);
});

Deno.test("two people who apply a template to one account at once: one of them does", async () => {
  await using thread = await testApp();
  const { accountId, templateId } = await plannedAccount(thread);
  await thread.rows("update plans set ended_at = now(), ended_why = 'removed'");
  const outcomes = await Promise.allSettled(
    ["alice", "bob"].map((who) =>
      asMember(thread, who, (tx) => applyTemplate(tx, accountId, templateId, { startFirst: false }))
    ),
  );
  assert.deepEqual(outcomes.map(({ status }) => status).sort(), ["fulfilled", "rejected"]);
});

Deno.test("an account of another organisation is not there", async () => {
  await using thread = await testApp();
  const { accountId, templateId } = await plannedAccount(thread);
  await assert.rejects(
    asMember(
      thread,
      "charlie",
      (tx) => applyTemplate(tx, accountId, templateId, { startFirst: false }),
    ),
    /Not found/,
  );
  const kickoff = await thread.rows<{ id: string }>("select id from milestones limit 1");
  await assert.rejects(
    asMember(thread, "charlie", (tx) => startMilestone(tx, kickoff[0]!.id)),
    /Not found/,
  );
});
