import assert from "node:assert/strict";
import { dueAction } from "../../tests/drafts.ts";
import { asMember } from "../../tests/plans.ts";
import { testApp } from "../../tests/test_app.ts";
import { askForDrafts } from "./drafts.ts";

Deno.test("a draft is asked for once, and written with the account's own values", async () => {
  await using thread = await testApp();
  const action = await dueAction(thread, {
    content: {
      to: ["primary_contact", "priya@northwind.example"],
      cc: ["csm"],
      subject: "Welcome, {{company_name}}",
      body: "Hello {{contact_first_name}}, {{milestone_name}} begins. {{csm_name}}",
    },
  });
  const ask = () => asMember(thread, "bob", (tx) => askForDrafts(tx, [action.id]));
  await Promise.all([ask(), ask()]);
  assert.equal((await action.drafts()).length, 1);
  assert.equal((await action.draft()).state, "asked");
  await thread.workOff();
  const draft = await action.draft();
  assert.equal(draft.state, "ready");
  assert.deepEqual(draft.to_addresses, ["priya@northwind.example"]);
  assert.deepEqual(draft.cc_addresses, ["bob@acme.test"]);
  assert.equal(draft.subject, "Welcome, Northwind");
  assert.equal(draft.body, "Hello Priya, Kickoff begins. Bob");
  assert.equal(await action.state(), "draft_ready");
  assert.equal((await action.account()).drafts_waiting, 1);
  assert.deepEqual(await action.mails(), []);
});

Deno.test("a text for a channel is drafted to be copied, and never waits for an approval", async () => {
  await using thread = await testApp();
  const action = await dueAction(thread, {
    type: "SLACK",
    content: { text: "{{company_name}} begins." },
  });
  await thread.workOff();
  assert.equal((await action.draft()).body, "Northwind begins.");
  assert.equal((await action.draft()).state, "ready");
  assert.equal(await action.state(), "due");
});

Deno.test("a role that nobody has is named, and so is a variable without a value", async () => {
  await using thread = await testApp();
  const action = await dueAction(thread, {
    ae: null,
    content: { to: ["primary_contact", "ae"], subject: "Hi", body: "{{ae_name}} {{field.seats}}" },
  });
  await thread.workOff();
  const draft = await action.draft();
  assert.equal(draft.problem, "Northwind has no account executive");
  assert.equal(draft.body, "{{ae_name}} {{field.seats}}");
});
