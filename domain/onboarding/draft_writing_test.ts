import assert from "node:assert/strict";
import { dueAction } from "../../tests/drafts.ts";
import { testApp } from "../../tests/test_app.ts";

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
  await Promise.all([action.ask(), action.ask()]);
  assert.equal((await action.draft()).state, "asked");
  await thread.workOff();
  const draft = await action.draft();
  assert.equal(draft.number, 1);
  assert.equal(draft.state, "ready");
  assert.deepEqual(draft.to_addresses, ["priya@northwind.example"]);
  assert.deepEqual(draft.cc_addresses, ["bob@acme.test"]);
  assert.equal(draft.subject, "Welcome, Northwind Traders");
  assert.equal(draft.body, "Hello Priya, Kickoff begins. Bob");
  assert.equal(await action.state(), "draft_ready");
  assert.deepEqual(await thread.mails(), []);
});
