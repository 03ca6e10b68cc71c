import assert from "node:assert/strict";
import { formatDayAndTime } from "../domain/base/calendar.ts";
import { makeMailWire } from "../domain/messages/mailer.ts";
import { smtpWire } from "../domain/messages/smtp.ts";
import { dueAction } from "../tests/drafts.ts";
import { approveAt, letLeave } from "../tests/executions.ts";
import { mailServer } from "../tests/mail_server.ts";
import { hiddenOn } from "../tests/pages.ts";
import { rowOf } from "../tests/plan_rows.ts";
import { action, after, milestone, plannedAccount, ring } from "../tests/plans.ts";
import { wordsOf } from "../tests/portal.ts";
import { openSmtpSink } from "../tests/smtp_sink.ts";
import { testApp, testSettings } from "../tests/test_app.ts";

Deno.test("THREAD-242 a draft that nobody approved never leaves, and its action says so", async () => {
  await using thread = await testApp();
  await using sink = await mailServer(thread);
  const email = await dueAction(thread);
  await thread.workOff();
  for (let days = 0; days < 3; days++) {
    await thread.pass("2 days");
    await ring(thread);
  }
  const bob = thread.as("bob");
  const why = /Nobody has approved its draft yet\./;
  assert.match(await bob.page(`${email.path}/actions/${email.id}`), why);
  assert.match(rowOf(await bob.page(`${email.path}/plan`), "Welcome"), why);
  assert.doesNotMatch(await thread.as("alice").page("/mails?view=all"), /Welcome to Northwind!/);
  // Those whose work it is are told that it waits; nobody outside hears anything.
  const outside = sink.received.filter(({ raw }) => !/^To: .*@acme\.test/m.test(raw));
  assert.deepEqual([outside, await email.mails()], [[], []]);
});

Deno.test("THREAD-243 an action waits for its delay, and says until when", async () => {
  await using thread = await testApp();
  const account = await plannedAccount(thread, {
    startFirst: true,
    milestones: [milestone("Kickoff", [action("SEND_EMAIL", "Welcome", { trigger: after(48) })])],
  });
  await thread.pass("47 hours");
  await ring(thread);
  const { id, due_at } = await account.action("Welcome");
  const at = `${account.path}/actions/${id}`;
  const bob = thread.as("bob");
  const until = `Its delay ends on ${formatDayAndTime(due_at!, "en-GB", "Europe/Berlin")}.`;
  assert.match(until, /\d\d:\d\d/);
  assert.ok((await bob.page(at)).includes(until), until);
  assert.match(rowOf(await bob.page(`${account.path}/plan`), "Welcome"), /Scheduled/);
  assert.match(await bob.page(`${at}/draft`), /There is no draft/);
  await thread.pass("1 hour");
  await ring(thread);
  const page = await bob.page(at);
  assert.doesNotMatch(page, /Its delay ends/);
  assert.match(page, /Draft ready/);
});

Deno.test("THREAD-244 an action of a milestone that has not started is not due, and says why", async () => {
  await using thread = await testApp();
  const account = await plannedAccount(thread, { startFirst: true });
  await thread.pass("5 days");
  await ring(thread);
  const { id } = await account.action("Congratulations");
  const at = `${account.path}/actions/${id}`;
  const bob = thread.as("bob");
  const page = await bob.page(at);
  assert.match(page, /Go-live has not started yet\./);
  assert.match(page, /<dt>Due<\/dt><dd>Not yet/);
  assert.match(await bob.page(`${at}/draft`), /There is no draft/);
  const { id: part, version } = await account.milestone("Kickoff");
  const finish = `${account.path}/milestones/${part}/finish`;
  assert.equal((await bob.post(finish, { version: String(version) })).status, 303);
  await thread.workOff();
  assert.match(await bob.page(at), /Draft ready[^]*Nobody has approved its draft yet/);
});

Deno.test("THREAD-245 an email without a recipient or a subject cannot be approved, and names what is missing", async () => {
  await using thread = await testApp();
  const email = await dueAction(thread, { contacts: [], content: { body: "Hello" } });
  await thread.workOff();
  const bob = thread.as("bob");
  const refusedFor = async (words: RegExp) => {
    assert.match(await bob.page(email.at), words);
    assert.match(await bob.page(email.at), /<button[^>]*disabled[^>]*>Approve and send</);
    const refused = await approveAt(bob, email.at);
    assert.equal(refused.status, 409);
    assert.match(await refused.text(), words);
    assert.match(await bob.page(`${email.path}/actions/${email.id}`), words);
  };
  await refusedFor(/There is nobody to send it to/);
  assert.match(await bob.page(email.at), /Northwind has no primary contact/);
  const save = async (to: string, subject: string) => {
    const version = await hiddenOn(bob, `${email.at}?edit`, "version");
    const words = { version, to, cc: "", bcc: "", subject, body: "Hello" };
    assert.equal((await bob.post(email.at, words)).status, 303);
  };
  await save("priya@northwind.example", "");
  await refusedFor(/It has no subject\./);
  await thread.pass("1 day");
  await letLeave(thread);
  assert.deepEqual(await email.mails(), []);
  await save("priya@northwind.example", "Hello");
  assert.equal((await approveAt(bob, email.at)).status, 303);
});

Deno.test("THREAD-246 an email whose mail server is not there says so, and leaves once it is", async () => {
  await using thread = await testApp();
  const gone = await openSmtpSink();
  await gone[Symbol.asyncDispose]();
  const settings = testSettings({ SMTP_URL: gone.url, MAIL_FROM: "thread@acme.test" });
  const bob = thread.as("bob");
  for (
    const [wire, error] of [
      [makeMailWire({ ...testSettings(), demo: false }, fetch)!, /No mail server is set/],
      [smtpWire(settings), /Not reached: /],
    ] as const
  ) {
    thread.house.outside.mail = wire;
    const email = await dueAction(thread, { name: `For ${error.source}` });
    await thread.workOff();
    assert.equal((await approveAt(bob, email.at)).status, 303);
    await letLeave(thread);
    const says = new RegExp(`The mail did not leave and is tried again: ${error.source}`);
    assert.match(wordsOf(await bob.page(`${email.path}/actions/${email.id}`)), says);
    assert.match(wordsOf(rowOf(await bob.page(`${email.path}/plan`), "Welcome")), says);
    assert.match(await bob.page(email.at), /Will be tried again/);
    wire.close();
    await using sink = await mailServer(thread);
    await thread.pass("1 minute");
    await thread.workOff();
    assert.equal(sink.received.length, 1);
    assert.doesNotMatch(await bob.page(`${email.path}/actions/${email.id}`), /did not leave/);
    assert.equal(await email.state(), "completed");
  }
});

Deno.test("THREAD-247 the history of an action has the message of what went wrong", async () => {
  await using thread = await testApp();
  await using sink = await mailServer(thread);
  const email = await dueAction(thread);
  await thread.workOff();
  const bob = thread.as("bob");
  assert.equal((await approveAt(bob, email.at)).status, 303);
  sink.always({ refuse: "data", code: 554 });
  await letLeave(thread);
  const page = wordsOf(await bob.page(`${email.path}/actions/${email.id}`));
  assert.match(page, /The mail was refused: .*Refused at data/);
  assert.match(
    page.slice(page.indexOf("History")),
    /could not carry out "Welcome": It was not sent: .*Refused at data/,
  );
});
