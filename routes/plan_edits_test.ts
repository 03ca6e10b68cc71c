import assert from "node:assert/strict";
import { hiddenOn, landed } from "../tests/pages.ts";
import { action, milestone, plannedAccount, publishedTemplate } from "../tests/plans.ts";
import { testApp } from "../tests/test_app.ts";

const fields = {
  label: "Send the order form",
  "trigger.kind": "milestone_start",
  "trigger.delay_hours": "0",
  owner: "customer",
  due_days: "3",
  dashboard_visible: "on",
  portal_visible: "on",
  "content.intro": "Please send it.",
  "content.files.0.id": "one",
  "content.files.0.name": "Order form",
  "content.files.0.help": "",
  "content.files.0.required": "on",
};

Deno.test("THREAD-034 THREAD-120 what is changed on one account changes neither the template nor another account", async () => {
  await using thread = await testApp();
  const templateId = await publishedTemplate(thread, [
    milestone("Kickoff", [action("SLACK", "Tell the team")]),
  ]);
  const account = await plannedAccount(thread, { templateId });
  const other = await plannedAccount(thread, { templateId, name: "Other" });
  const bob = thread.as("bob");
  const { id } = await account.action("Tell the team");
  const edit = `${account.path}/actions/${id}/edit`;
  assert.match(await bob.page(edit), /On this account only: the template and other accounts stay/);
  const saved = await landed(
    bob,
    await bob.post(edit, {
      version: await hiddenOn(bob, edit, "version"),
      label: "Tell the Acme channel",
      "trigger.kind": "manual",
      "trigger.delay_hours": "0",
      owner: "ae",
      due_days: "",
      dashboard_visible: "on",
      "content.channel": "#acme",
      "content.text": "They are here.",
    }),
  );
  assert.match(saved, /Tell the Acme channel is saved for this account/);
  assert.match(saved, /Slack message · Started by hand · Ed/);
  assert.equal((await other.action("Tell the team")).owner, "csm");
  assert.match(await bob.page(`/templates/${templateId}`), /Tell the team/);
  const { id: kickoff } = await account.milestone("Kickoff");
  const at = `${account.path}/milestones/${kickoff}`;
  await landed(
    bob,
    await bob.post(at, {
      version: await hiddenOn(bob, at, "version"),
      name: "Kickoff in person",
      duration_days: "9",
      our_text: "We fly there.",
      your_text: "",
    }),
  );
  assert.ok(await account.milestone("Kickoff in person"));
  assert.ok(await other.milestone("Kickoff"));
});

Deno.test("THREAD-119 an action is added to one account and shown to its customer, and so is a milestone", async () => {
  await using thread = await testApp();
  const account = await plannedAccount(thread, { startFirst: true });
  const bob = thread.as("bob");
  const { id } = await account.milestone("Kickoff");
  const at = `${account.path}/milestones/${id}/actions`;
  assert.match(await bob.page(`${at}/new`), /type=REQUEST_DOCS[^]*Done when every required/);
  assert.match(await bob.page(`${at}/new?type=REQUEST_DOCS`), /New action: Request docs/);
  const form = { version: "1", type: "REQUEST_DOCS", ...fields };
  const empty = await bob.post(at, { ...form, "content.files.0.name": "" });
  assert.equal(empty.status, 422);
  assert.match(await empty.text(), /Send the order form/);
  const grown = await bob.post(at, { ...form, press: "add" });
  assert.equal(grown.status, 200);
  assert.match(await grown.text(), /name="content.files.1.name"/);
  const page = await landed(bob, await bob.post(at, form));
  assert.match(page, /Send the order form is added to this account/);
  assert.match(await bob.page(`${account.path}/as-customer`), /Send the order form/);
  const added = `${account.path}/milestones`;
  const more = await landed(
    bob,
    await bob.post(added, {
      version: await hiddenOn(bob, `${added}/new`, "version"),
      name: "Hypercare",
      duration_days: "5",
      our_text: "",
      your_text: "",
    }),
  );
  assert.match(more, /Hypercare is added to this account/);
});

Deno.test("actions and milestones that have not begun are moved and removed", async () => {
  await using thread = await testApp();
  const account = await plannedAccount(thread, {
    milestones: [
      milestone("Kickoff", [action("SLACK", "First"), action("SLACK", "Second")]),
      milestone("Go-live"),
    ],
  });
  const bob = thread.as("bob");
  const second = await account.action("Second");
  const moved = await bob.fragment("POST", `${account.path}/actions/${second.id}/position`, {
    version: String(second.version),
    step: "up",
  });
  assert.match(await moved.text(), /Second<\/a>[^]*First<\/a>/);
  const goLive = await account.milestone("Go-live");
  await bob.post(`${account.path}/milestones/${goLive.id}/position`, {
    version: String(goLive.version),
    step: "up",
  });
  assert.deepEqual((await account.plan())!.milestones.map(({ name }) => name), [
    "Go-live",
    "Kickoff",
  ]);
  const removal = `${account.path}/actions/${second.id}/removal`;
  assert.match(await bob.page(removal), /The template and other\s+accounts keep theirs/);
  const gone = await landed(
    bob,
    await bob.post(removal, { version: await hiddenOn(bob, removal, "version") }),
  );
  assert.match(gone, /Second is removed from this account/);
  assert.equal(await account.action("Second"), undefined);
  const milestoneRemoval = `${account.path}/milestones/${goLive.id}/removal`;
  const version = await hiddenOn(bob, milestoneRemoval, "version");
  const left = await landed(bob, await bob.post(milestoneRemoval, { version }));
  assert.match(left, /Go-live is removed from this account/);
});

Deno.test("an edit that somebody else was quicker with is kept in its form", async () => {
  await using thread = await testApp();
  const account = await plannedAccount(thread, {
    milestones: [milestone("Kickoff", [action("SLACK", "Tell the team")])],
  });
  const { id, version } = await account.action("Tell the team");
  const edit = `${account.path}/actions/${id}/edit`;
  const form = {
    version: String(version),
    label: "Tell everybody",
    "trigger.kind": "manual",
    "trigger.delay_hours": "0",
    owner: "csm",
    due_days: "",
    "content.channel": "#all",
    "content.text": "Hello",
  };
  const olive = thread.as("olive");
  assert.equal((await olive.post(edit, form)).status, 303);
  const late = await thread.as("bob").post(edit, { ...form, label: "Tell nobody" });
  assert.equal(late.status, 409);
  assert.match(await late.text(), /Olive changed[^]*value="Tell nobody"/);
  assert.equal((await thread.as("ed").get(edit)).status, 403);
  assert.equal((await thread.as("charlie").get(edit)).status, 404);
});
