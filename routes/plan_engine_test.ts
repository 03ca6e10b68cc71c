import assert from "node:assert/strict";
import { addAccount } from "../tests/accounts.ts";
import {
  action,
  after,
  asMember,
  byHand,
  milestone,
  publishedTemplate,
  ring,
} from "../tests/plans.ts";
import { openTemplate } from "../tests/templates.ts";
import { type TestApp, testApp } from "../tests/test_app.ts";
import { planWithParts } from "../domain/onboarding/plans.ts";
import { startMilestone } from "../domain/onboarding/milestones.ts";

Deno.test("THREAD-018 THREAD-023 THREAD-026 THREAD-154 the example template is built exactly, applied to Acme, and keeps its times", async () => {
  await using thread = await testApp();
  const template = await openTemplate(thread, "Example");
  const kickoff = await template.addMilestone("Kickoff", 7);
  const mail = await template.addAction(kickoff, "SEND_EMAIL", "Welcome");
  await template.save(mail, {
    "content.subject": "Welcome to {{company_name}}!",
    "content.body": "We are glad that you are here.",
    "trigger.kind": "milestone_start",
    "trigger.delay_hours": "0",
  });
  const meeting = await template.addAction(kickoff, "SCHEDULE_MEETING", "Kickoff call");
  await template.save(meeting, { "trigger.delay_hours": "24" });
  const plan = await template.addAction(kickoff, "SCHEDULE_MEETING", "Plan the kickoff");
  await template.save(plan, { "trigger.delay_hours": "" });
  await template.publish();

  const account = await createWith(thread, template.id, { name: "Acme", start_first: "on" });
  assert.equal(await account.state("Plan the kickoff"), "due", "without a delay it is due at once");
  await thread.workOff();
  const [draft] = await thread.rows("select subject from drafts where state = 'ready'");
  assert.equal(draft!.subject, "Welcome to Acme!");
  assert.equal((await account.parts())[0]!.duration_days, 7);
  await thread.pass("23 hours 59 minutes");
  await ring(thread);
  assert.equal(await account.state("Kickoff call"), "waiting");
  await thread.pass("1 minute");
  await ring(thread);
  assert.equal(await account.state("Kickoff call"), "due");
});

Deno.test("THREAD-021 three milestones built as phases run in their order on the account", async () => {
  await using thread = await testApp();
  const template = await openTemplate(thread, "Phases");
  for (const name of ["Kickoff", "Implementation", "Go-Live"]) {
    await template.addAction(
      await template.addMilestone(name, 7),
      "SCHEDULE_MEETING",
      `${name} call`,
    );
  }
  await template.publish();
  const account = await createWith(thread, template.id, { start_first: "on" });
  const bob = thread.as("bob");
  const states = async () => (await account.parts()).map(({ state }) => state);
  const expected = [
    ["active", "not_started", "not_started"],
    ["done", "active", "not_started"],
    ["done", "done", "active"],
    ["done", "done", "done"],
  ];
  for (const [at, said] of expected.entries()) {
    assert.deepEqual(await states(), said);
    const running = (await account.parts())[at];
    if (!running) break;
    const { id, version } = running;
    const pressed = await bob.post(`${account.path}/milestones/${id}/finish`, {
      version: String(version),
    });
    assert.equal(pressed.status, 303, await pressed.clone().text());
  }
});

Deno.test("THREAD-065 no click is needed between a milestone's start and its draft", async () => {
  await using thread = await testApp();
  const templateId = await publishedTemplate(thread);
  const account = await createWith(thread, templateId, { start_first: "on" });
  assert.equal(await account.state("Welcome email"), "due");
  await thread.workOff();
  assert.equal(await account.state("Welcome email"), "draft_ready");
});

Deno.test("THREAD-048 THREAD-064 THREAD-155 a delay counts from the milestone's start: 24 hours, 48 hours, a draft each", async () => {
  await using thread = await testApp();
  const templateId = await publishedTemplate(thread, [
    milestone("Kickoff", [
      action("SEND_EMAIL", "In a day", { trigger: after(24) }),
      action("SEND_EMAIL", "In two days", { trigger: after(48) }),
    ]),
  ]);
  const account = await createWith(thread, templateId, { start_first: "on" });
  const [{ started_at, actions }] = await account.parts() as [Parts[number]];
  const waits = actions.map(({ due_at }) => due_at!.getTime() - started_at!.getTime());
  assert.deepEqual(waits.map((ms) => ms / 3_600_000), [24, 48]);
  await thread.pass("24 hours");
  await ring(thread);
  assert.deepEqual(await account.states(), ["draft_ready", "waiting"]);
  await thread.pass("24 hours");
  await ring(thread);
  assert.deepEqual(await account.states(), ["draft_ready", "draft_ready"]);
});

Deno.test("THREAD-156 applied on day 1 and started on day 3, a delay of 24 hours is over on day 4", async () => {
  await using thread = await testApp();
  const templateId = await publishedTemplate(thread, [
    milestone("Kickoff", [action("SCHEDULE_MEETING", "Call", { trigger: after(24) })]),
  ]);
  const account = await createWith(thread, templateId);
  await thread.pass("2 days");
  await ring(thread);
  assert.equal(await account.state("Call"), "pending");
  await account.start("Kickoff");
  await thread.pass("23 hours");
  await ring(thread);
  assert.equal(await account.state("Call"), "waiting");
  await thread.pass("1 hour");
  await ring(thread);
  assert.equal(await account.state("Call"), "due");
});

Deno.test("THREAD-016 THREAD-153 THREAD-157 a milestone starts what follows it, and nothing else", async () => {
  await using thread = await testApp();
  const templateId = await publishedTemplate(thread, [
    milestone("Kickoff", [
      action("SCHEDULE_MEETING", "At once"),
      action("SCHEDULE_MEETING", "By hand", { trigger: byHand }),
    ]),
    milestone("Setup", [action("SCHEDULE_MEETING", "Of the next")]),
  ]);
  const account = await createWith(thread, templateId);
  assert.deepEqual(await account.states(), ["pending", "pending", "pending"]);
  await account.start("Kickoff");
  assert.deepEqual(await account.states(), ["due", "pending", "pending"]);
  await thread.pass("30 days");
  await ring(thread);
  assert.deepEqual(await account.states(), ["due", "pending", "pending"]);
});

Deno.test("THREAD-027 THREAD-028 THREAD-117 THREAD-118 a template edited, shortened and published again changes no account", async () => {
  await using thread = await testApp();
  const template = await openTemplate(thread, "Onboarding");
  const kickoff = await template.addMilestone("Kickoff", 7);
  for (const label of ["First call", "Second call"]) {
    await template.addAction(kickoff, "SCHEDULE_MEETING", label);
  }
  await template.publish();
  const account = await createWith(thread, template.id, { start_first: "on" });
  const before = await account.parts();

  const [first, second] = (await template.milestones())[0]!.actions;
  await template.save(first!.id, { label: "Renamed" });
  await template.post(`actions/${second!.id}/removal`, {});
  await template.addAction(kickoff, "SCHEDULE_MEETING", "Added");
  await template.post(`milestones/${kickoff}`, {
    name: "Another name",
    duration_days: "30",
    our_text: "",
    your_text: "",
  });
  assert.deepEqual(await account.parts(), before);
  await template.publish();
  assert.deepEqual(await account.parts(), before);

  const later = await createWith(thread, template.id, {
    name: "Later",
    domain: "",
    start_first: "on",
  });
  assert.deepEqual(
    (await later.parts()).map(({ name, actions }) => [
      name,
      actions.map(({ label }) => label),
    ]),
    [["Another name", ["Renamed", "Added"]]],
  );
});

Deno.test("THREAD-088 what became due while no worker ran is done once when two of them start", async () => {
  await using thread = await testApp();
  const templateId = await publishedTemplate(thread, [
    milestone("Kickoff", [action("SEND_EMAIL", "News", { trigger: after(1) })]),
  ]);
  const account = await createWith(thread, templateId, { start_first: "on" });
  await thread.pass("3 days"); // Nobody rings and nobody works.
  assert.equal(await account.state("News"), "waiting");
  await Promise.all([ring(thread), ring(thread)]);
  assert.equal(await account.state("News"), "draft_ready");
  const told = await thread.rows<{ kind: string }>(
    "select kind from events where kind in ('action.due', 'draft.written') order by kind",
  );
  assert.deepEqual(told.map(({ kind }) => kind), ["action.due", "draft.written"]);
});

type Parts = Awaited<ReturnType<typeof partsOf>>;

/** An account that Bob adds with a template chosen in the form. */
async function createWith(
  thread: TestApp,
  templateId: string,
  fields: Record<string, string> = {},
) {
  const path = await addAccount(thread.as("bob"), { template_id: templateId, ...fields });
  const id = path.split("/").at(-1)!;
  const actions = async () => (await partsOf(thread, id)).flatMap(({ actions }) => actions);
  return {
    path,
    parts: () => partsOf(thread, id),
    states: async () => (await actions()).map(({ state }) => state),
    state: async (label: string) => (await actions()).find((one) => one.label === label)!.state,
    start: async (name: string) => {
      const found = (await partsOf(thread, id)).find((one) => one.name === name)!;
      await asMember(thread, "bob", (tx) => startMilestone(tx, found.id, found.version));
    },
  };
}

async function partsOf(thread: TestApp, accountId: string) {
  return (await asMember(thread, "bob", (tx) => planWithParts(tx, accountId)))!.milestones;
}
