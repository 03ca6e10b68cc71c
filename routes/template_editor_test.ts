import assert from "node:assert/strict";
import { ACTION_TYPES } from "../domain/onboarding/action_types.ts";
import { hiddenOn } from "../tests/pages.ts";
import { testApp } from "../tests/test_app.ts";
import { openTemplate } from "../tests/templates.ts";

Deno.test("THREAD-003: a template keeps its milestones, actions and rules", async () => {
  await using thread = await testApp();
  const template = await openTemplate(thread, "Enterprise");
  const kickoff = await template.addMilestone("Kickoff", 7);
  const mail = await template.addAction(kickoff, "SEND_EMAIL", "Welcome email");
  await template.save(mail, { "trigger.delay_hours": "24", blocker: "on" });
  const page = await thread.as("olive").page(template.path);
  for (
    const words of [
      "Kickoff",
      "7 days",
      "Welcome email",
      "1 day after the milestone starts",
      "Blocker",
    ]
  ) {
    assert.ok(page.includes(words), words);
  }
  assert.deepEqual(thread.reported, []);
});

Deno.test("milestones stand in the order in which they will run", async () => {
  await using thread = await testApp();
  const template = await openTemplate(thread, "Phases");
  for (const name of ["Go-live", "Kickoff", "Implementation"]) await template.addMilestone(name, 7);
  const [goLive] = await template.milestones();
  await template.move(`milestones/${goLive!.id}`, "down");
  await template.move(`milestones/${goLive!.id}`, "down");
  assert.deepEqual((await template.milestones()).map(({ name }) => name), [
    "Kickoff",
    "Implementation",
    "Go-live",
  ]);
});

Deno.test("THREAD-032: an action is one of exactly six types", async () => {
  await using thread = await testApp();
  const template = await openTemplate(thread, "Six");
  const milestone = await template.addMilestone("Kickoff", 7);
  const at = `${template.path}/milestones/${milestone}/actions`;
  const picker = await thread.as("olive").page(`${at}/new`);
  const offered = [...picker.matchAll(/name="type"[^>]*value="([A-Z_]+)"/g)].map(([, it]) => it);
  assert.deepEqual(offered, [
    "SEND_EMAIL",
    "REQUEST_DOCS",
    "REQUEST_ASSETS",
    "COLLECT_INFO",
    "SCHEDULE_MEETING",
    "SLACK",
  ]);
  const labels = [...picker.matchAll(/<label for="field-type-\d">([^<]*)</g)].map(([, it]) => it);
  assert.deepEqual(labels, ACTION_TYPES.map(({ label }) => label));
  const version = await hiddenOn(thread.as("olive"), `${at}/new`, "version");
  const seventh = { version, type: "SEND_FAX", label: "Fax" };
  assert.equal((await thread.as("olive").post(at, seventh)).status, 422);
});

Deno.test("THREAD-022: a milestone holds one action of each type", async () => {
  await using thread = await testApp();
  const template = await openTemplate(thread, "All");
  const milestone = await template.addMilestone("Kickoff", 7);
  for (const { type, label } of ACTION_TYPES) await template.addAction(milestone, type, label);
  const [kickoff] = await template.milestones();
  assert.deepEqual(kickoff!.actions.map(({ type }) => type), ACTION_TYPES.map(({ type }) => type));
  const page = await thread.as("olive").page(template.path);
  for (const { label } of ACTION_TYPES) {
    assert.match(page, new RegExp(`class="action-label"[^>]*>${label}<`));
  }
});

Deno.test("THREAD-129: each action shows its type, its trigger and when it is done", async () => {
  await using thread = await testApp();
  const template = await openTemplate(thread, "Criteria");
  const milestone = await template.addMilestone("Kickoff", 7);
  for (const { type, label } of ACTION_TYPES) await template.addAction(milestone, type, label);
  const page = await thread.as("bob").page(template.path);
  for (const { label, completes } of ACTION_TYPES) {
    assert.ok(page.includes(`${label} · When the milestone starts · ${completes}`), label);
  }
});

Deno.test("a milestone says what we do, and what the customer does", async () => {
  await using thread = await testApp();
  const template = await openTemplate(thread, "Texts");
  const milestone = await template.addMilestone("Kickoff", 7);
  await template.post(`milestones/${milestone}`, {
    name: "Kickoff",
    duration_days: "7",
    our_text: "We set things up.",
    your_text: "You name your lead.",
  });
  const staff = await thread.as("bob").page(template.path);
  assert.match(staff, /What we&#39;re doing<\/dt><dd>We set things up\./);
  assert.match(staff, /What you&#39;re doing<\/dt><dd>You name your lead\./);
  const customer = await thread.as("bob").page(`${template.path}/customer-view`);
  assert.ok(customer.includes("You name your lead."));
  assert.ok(!customer.includes("We set things up."));
});

Deno.test("THREAD-163: email and Slack start hidden from the customer, the others shown", async () => {
  await using thread = await testApp();
  const template = await openTemplate(thread, "Hidden");
  const milestone = await template.addMilestone("Kickoff", 7);
  for (const { type, label } of ACTION_TYPES) await template.addAction(milestone, type, label);
  const [kickoff] = await template.milestones();
  const hidden = kickoff!.actions.filter((action) => !action.portal_visible);
  assert.deepEqual(hidden.map(({ type }) => type), ["SEND_EMAIL", "SLACK"]);
});

Deno.test("the switch for the portal shows and hides an action in the customer's view", async () => {
  await using thread = await testApp();
  const template = await openTemplate(thread, "Portal");
  const milestone = await template.addMilestone("Kickoff", 7);
  const call = await template.addAction(milestone, "SCHEDULE_MEETING", "Kickoff call");
  const seen = async () =>
    (await thread.as("bob").page(`${template.path}/customer-view`)).includes("Kickoff call");
  assert.equal(await seen(), true);
  await template.save(call, { portal_visible: null });
  assert.equal(await seen(), false);
});

Deno.test("whoever saves second is told, and keeps what they typed", async () => {
  await using thread = await testApp();
  const template = await openTemplate(thread, "Shared");
  const milestone = await template.addMilestone("Kickoff", 7);
  const mail = await template.addAction(milestone, "SEND_EMAIL", "Welcome");
  const alice = thread.as("alice");
  const version = await hiddenOn(alice, `${template.path}/actions/${mail}`, "version");
  await template.save(mail, { label: "Hello" });
  const answer = await alice.post(`${template.path}/actions/${mail}`, {
    version,
    ...(await template.fields(mail)),
    label: "Grüß Gott",
  });
  assert.equal(answer.status, 409);
  const page = await answer.text();
  assert.match(page, /Olive changed this template while you had it open/);
  assert.ok(page.includes('value="Grüß Gott"'));
});
