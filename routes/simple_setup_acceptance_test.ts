import assert from "node:assert/strict";
import { addAccount } from "../tests/accounts.ts";
import { letterTo } from "../tests/letters.ts";
import { landed, pressOn } from "../tests/pages.ts";
import { rowOf } from "../tests/plan_rows.ts";
import { comeIn, invite, wordsOf } from "../tests/portal.ts";
import { openTemplate } from "../tests/templates.ts";
import { testApp } from "../tests/test_app.ts";

const ANN = "ann@northwind.example";

Deno.test("THREAD-114 with a template and an account by hand, a customer is led to their go-live without any integration", async () => {
  await using thread = await testApp();
  const template = await openTemplate(thread, "Simple");
  const kickoff = await template.addMilestone("Kickoff", 7);
  const mail = await template.addAction(kickoff, "SEND_EMAIL", "Welcome email");
  await template.save(mail, {
    "content.subject": "Welcome to {{company_name}}!",
    "content.body": "Hello {{contact_name}}, we are glad that you are here.",
  });
  const asked = await template.addAction(kickoff, "COLLECT_INFO", "Your goals");
  await template.save(asked, {
    portal_visible: "on",
    blocker: "on",
    "content.questions.0.id": "goal",
    "content.questions.0.type": "short_text",
    "content.questions.0.label": "Your goal?",
    "content.questions.0.help": "",
    "content.questions.0.options": "",
    "content.questions.0.required": "on",
  });
  await template.publish();

  const bob = thread.as("bob");
  const at = await addAccount(bob);
  const contact = { name: "Ann", email: ANN, job_title: "", phone: "" };
  await landed(bob, await bob.post(`${at}/contacts`, contact));
  const application = { template_id: template.id, start: "now" };
  const plan = await landed(bob, await bob.post(`${at}/plan/application`, application));
  assert.match(wordsOf(plan), /Kickoff In progress/);
  await thread.workOff();

  const draft = `${actionOn(plan, "Welcome email")}/draft`;
  assert.match(wordsOf(await bob.page(draft)), /Welcome to Northwind Traders!/);
  await pressOn(bob, draft, `${draft}/approval`);
  await thread.pass("10 seconds");
  await thread.workOff();
  assert.match((await letterTo(thread, ANN)).text, /Hello Ann, we are glad/);
  assert.match(wordsOf(rowOf(await bob.page(`${at}/plan`), "Welcome email")), /Done/);

  const early = await bob.page(`${at}/plan`);
  const finish = /action="([^"]*\/finish)"/.exec(early)![1]!;
  const version = /\/finish".*?name="version" value="(\d+)"/s.exec(early)![1]!;
  const refused = await bob.post(finish, { version });
  assert.equal(refused.status, 409);
  assert.match(await refused.text(), /Kickoff cannot be finished before &quot;Your goals&quot;/);

  const ann = thread.visitor();
  await invite(thread, at.split("/").at(-1)!, ANN);
  await comeIn(thread, ann, ANN);
  const task = /href="(\/p\/tasks\/[^"]*)"/.exec(await ann.page("/p"))![1]!;
  const field = /name="(q_[^"]*)"/.exec(await ann.page(task))![1]!;
  await ann.post(`${task}/answers`, { version: "0", [field]: "Fewer calls", then: "review" });
  await pressOn(ann, `${task}/review`, `${task}/submission`);
  await thread.workOff();
  const answered = actionOn(early, "Your goals").replace("/actions/", "/submissions/");
  assert.match(wordsOf(await bob.page(answered)), /Your goal\? Fewer calls/);

  const done = wordsOf(await pressOn(bob, `${at}/plan`, finish));
  assert.match(done, /Northwind Traders Live .* 2 \/ 2/);
  assert.match(wordsOf(await ann.page("/p")), /You are live/);
  assert.deepEqual(thread.reported, []);
});

/** The address of an action of the plan that a page shows. */
function actionOn(plan: string, label: string): string {
  return /href="([^"]*\/actions\/[0-9a-f-]{36})"/.exec(rowOf(plan, label))![1]!;
}
