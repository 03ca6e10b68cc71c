import assert from "node:assert/strict";
import { addAccount } from "../tests/accounts.ts";
import { dueAction } from "../tests/drafts.ts";
import { approveAt, letLeave, outboxOf, pressExecute } from "../tests/executions.ts";
import { mailServer } from "../tests/mail_server.ts";
import { hiddenOn, landed } from "../tests/pages.ts";
import { action, milestone, plannedAccount, publishedTemplate } from "../tests/plans.ts";
import { comeIn, wordsOf } from "../tests/portal.ts";
import { testApp } from "../tests/test_app.ts";

Deno.test("THREAD-105 a test account is worked through to its end, and nothing leaves to the customer but the sign-in letter they ask for", async () => {
  await using thread = await testApp();
  await using sink = await mailServer(thread);
  const bob = thread.as("bob");
  const templateId = await publishedTemplate(thread, [
    milestone("Kickoff", [action("SEND_EMAIL", "Welcome"), action("COLLECT_INFO", "Your goals")]),
  ]);
  const path = await addAccount(bob, { test: "on", csm_id: thread.cast.bob!.memberId });
  assert.match(
    await bob.page(path),
    /This is a test account[^]*Nothing leaves it to real addresses/,
  );
  const contact = { name: "Ann", email: "ann@northwind.example", job_title: "", phone: "" };
  assert.equal((await bob.post(`${path}/contacts`, contact)).status, 303);
  await bob.post(`${path}/plan/application`, { template_id: templateId, start: "now" });
  await thread.workOff();
  for (const label of ["Welcome", "Your goals"]) await pressExecute(bob, path, label);
  await letLeave(thread);
  const [, email] = /href="([^"]*\/actions\/[^"]*)"[^>]*>Welcome</.exec(
    await bob.page(`${path}/plan`),
  )!;
  assert.match(
    await bob.page(`${email}/draft`),
    /Kept here: a test account(&#39;|')s mail stays in Thread/,
  );

  const toCustomer = () =>
    sink.received.filter(({ to }) => to.includes(contact.email)).map(({ raw }) =>
      /^Subject: (.*)/m.exec(raw)![1]!.trim()
    );
  assert.deepEqual(toCustomer(), []);

  const ann = thread.visitor();
  await comeIn(thread, ann, contact.email, `/p/${thread.cast.bob!.orgId}`);
  const [form] = /\/p\/tasks\/[0-9a-f-]{36}/.exec(await ann.page("/p"))!;
  const field = /name="(q_[^"]+)"/.exec(await ann.page(form))![1]!;
  await ann.post(`${form}/answers`, { version: "0", [field]: "About 200", then: "review" });
  const version = await hiddenOn(ann, `${form}/review`, "version");
  assert.equal((await ann.post(`${form}/submission`, { version })).status, 303);
  await thread.workOff();

  const plan = await bob.page(`${path}/plan`);
  const [, finish] = /action="([^"]*\/finish)"/.exec(plan)!;
  const [, at] = /\/finish"[^]*?name="version" value="(\d+)"/.exec(plan)!;
  const page = wordsOf(await landed(bob, await bob.post(finish!, { version: at! })));
  assert.match(page, /Kickoff is finished/);
  assert.match(page, /2 \/ 2/);
  await letLeave(thread);
  assert.deepEqual(toCustomer(), ["Sign in to the portal of Acme Cloud"]);
});

Deno.test("THREAD-143 the account and its email are previewed as the customer gets them, and a test account tries them out", async () => {
  await using thread = await testApp();
  await using sink = await mailServer(thread);
  const bob = thread.as("bob");
  const account = await plannedAccount(thread, {
    startFirst: true,
    milestones: [
      milestone("Kickoff", [action("SEND_EMAIL", "Welcome"), action("COLLECT_INFO", "Your goals")]),
    ],
  });
  await thread.workOff();
  const { id } = await account.action("Welcome");
  const draft = `${account.path}/actions/${id}/draft`;
  assert.match(await bob.page(`${draft}/html`), /Hello Ann, we are glad/);
  const goals = await account.action("Your goals");
  const preview = `${account.path}/as-customer`;
  assert.match(wordsOf(await bob.page(preview)), /Your goals/);
  const form = `${preview}/tasks/${goals.id}`;
  assert.match(await bob.page(form), /How many people will use it\?/);

  const settings = `${account.path}/settings`;
  const shown = /\/test"[^]*?name="version" value="(\d+)"/.exec(await bob.page(settings));
  await bob.post(`${account.path}/test`, { version: shown![1]!, test: "on" });
  assert.match(await bob.page(account.path), /Test account/);
  assert.equal((await approveAt(bob, draft)).status, 303);
  await letLeave(thread);
  assert.equal((await account.action("Welcome")).state, "completed");
  assert.deepEqual(sink.received, []);
  assert.match(await outboxOf(thread), /Welcome to Acme!/);
});

Deno.test("THREAD-214 without any connection an email leaves by the built-in SMTP, and in a demo into the outbox", async () => {
  await using thread = await testApp();
  const bob = thread.as("bob");
  const kept = await dueAction(thread, { name: "Initech" });
  await thread.workOff();
  assert.equal((await approveAt(bob, kept.at)).status, 303);
  await letLeave(thread);
  assert.match(await outboxOf(thread), /Welcome to Initech!/);
  assert.match(await bob.page(kept.at), /Kept here: no mail server is set/);

  await using sink = await mailServer(thread);
  const sent = await dueAction(thread, { name: "Northwind" });
  await thread.workOff();
  assert.equal((await approveAt(bob, sent.at)).status, 303);
  await letLeave(thread);
  const [{ to, raw }] = sink.received as [typeof sink.received[number]];
  assert.deepEqual([to, sink.received.length], [["priya@northwind.example"], 1]);
  assert.match(raw, /^Subject: Welcome to Northwind!/m);
  assert.equal(await sent.state(), "completed");
});
