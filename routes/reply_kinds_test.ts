import assert from "node:assert/strict";
import { asMember } from "../tests/plans.ts";
import { dueAction } from "../tests/drafts.ts";
import { letLeave } from "../tests/executions.ts";
import { type InboundApp, inboundApp, inboundRows, replyAddress } from "../tests/inbound.ts";
import { contactIdOf, customerOf, wordsOf } from "../tests/portal.ts";
import { tellAll, toldTo } from "../tests/notifications.ts";
import { mailServer } from "../tests/mail_server.ts";
import { changeContact, findContact } from "../domain/accounts/contacts.ts";

/** An email that has left, and the address at which it is answered. */
async function sentMail(thread: InboundApp, contacts = ["ann@northwind.example"]) {
  const due = await dueAction(thread, { contacts });
  await due.approve();
  await letLeave(thread);
  const [mail] = await due.mails();
  return { ...due, mailId: String(mail!.id), to: await replyAddress(thread, String(mail!.id)) };
}

/** What a mail server reports when it could not deliver. */
export function reportOf(address: string, status = "5.1.1", action = "failed"): string {
  return [
    'Content-Type: multipart/report; report-type=delivery-status; boundary="r"',
    ...["", "--r", "Content-Type: text/plain", "", "Your mail could not be delivered."],
    ...["--r", "Content-Type: message/delivery-status", "", "Reporting-MTA: dns; mx.test", ""],
    ...[`Final-Recipient: rfc822; ${address}`, `Action: ${action}`, `Status: ${status}`],
    ...["Diagnostic-Code: smtp; 550 no such user", "--r--", ""],
  ].join("\n");
}

const daemon = "Mail Delivery <mailer-daemon@mx.northwind.example>";

Deno.test("a bounce marks the contact, the mail and the action, tells the CSM, and a corrected address and a new try clear it", async () => {
  await using thread = await inboundApp();
  await using _ = await mailServer(thread);
  const sent = await sentMail(thread);
  assert.equal(await sent.state(), "completed");
  const bounceTo = sent.to.replace("reply+", "bounce+");
  await thread.post.postmark({ to: bounceTo, from: daemon, mime: reportOf("else@where.example") });
  await thread.workOff();
  assert.equal(await sent.state(), "completed", "a report about somebody else is not believed");
  await thread.post.postmark({
    to: bounceTo,
    from: daemon,
    mime: reportOf("ann@northwind.example"),
  });
  await thread.workOff();

  assert.equal(await sent.state(), "failed");
  const bob = thread.as("bob");
  assert.match(
    wordsOf(await bob.page(`${sent.path}/contacts`)),
    /Mail comes back: The address does not exist \(550 no such user\)/,
  );
  assert.match(
    wordsOf(await bob.page(`${sent.path}/messages`)),
    /Not delivered to ann@northwind\.example: The address does not exist/,
  );
  const draft = wordsOf(await bob.page(sent.at));
  assert.match(draft, /Not delivered to ann@northwind\.example/);
  await tellAll(thread);
  const told = async () =>
    (await toldTo(thread, "bob")).filter(({ kind }) => kind === "mail.bounced").length;
  assert.equal(await told(), 1);
  const events = await thread.rows<{ data: { words: string } }>(
    "select data from events where kind = 'mail.bounced'",
  );
  assert.equal(events.length, 1);
  assert.doesNotMatch(events[0]!.data.words, /ann@/);
  const repeated = await thread.post.postmark({
    to: bounceTo,
    from: daemon,
    mime: reportOf("ann@northwind.example"),
  });
  assert.equal(repeated.status, 200);
  await thread.workOff();
  await tellAll(thread);
  assert.equal(await told(), 1);

  const resent = await bob.post(`${sent.at}/resending`);
  assert.equal(resent.status, 303, await resent.text());
  await thread.workOff();
  assert.equal(await sent.state(), "completed");
  const failing = () =>
    thread.rows("select from contacts where failing_since is not null and removed_at is null");
  assert.equal((await failing()).length, 0, "a server took it again");
  await thread.post.postmark({
    to: bounceTo,
    from: daemon,
    mime: reportOf("ann@northwind.example", "5.2.2"),
  });
  await thread.workOff();
  assert.equal((await failing()).length, 1);
  const id = await contactIdOf(thread, sent.accountId, "ann@northwind.example");
  await asMember(thread, "bob", async (tx) => {
    const { name, job_title, phone, version } = await findContact(tx, sent.accountId, id);
    const facts = { name, job_title, phone, email: "ann@new.example" };
    return await changeContact(tx, sent.accountId, id, version, facts);
  });
  assert.equal((await failing()).length, 0);
  assert.deepEqual(thread.reported, []);
});

Deno.test("an automatic answer is shown small, waits for nobody and completes nothing, and a flood is taken for one", async () => {
  await using thread = await inboundApp();
  const sent = await sentMail(thread);
  await thread.post.postmark({
    to: sent.to,
    subject: "Automatische Antwort: Welcome",
    text: "Ich bin bis Montag nicht da.",
    lines: ["Auto-Submitted: auto-replied"],
  });
  await thread.workOff();
  const bob = thread.as("bob");
  const page = await bob.page(`${sent.path}/messages`);
  assert.match(page, /class="theirs automatic"/);
  assert.match(wordsOf(page), /Ich bin bis Montag nicht da\. An automatic answer/);
  assert.doesNotMatch(wordsOf(await bob.page("/review")), /Replies that wait/);
  const kinds = await thread.rows<{ kind: string }>(
    "select kind from events where kind like 'message.%' order by id",
  );
  assert.deepEqual(kinds.map(({ kind }) => kind), ["message.automatic"]);
  for (let n = 0; n < 22; n++) await thread.post.postmark({ to: sent.to, text: `Number ${n}` });
  await thread.workOff();
  // Of mails that came within a moment any may be read last.
  const kindsOfFlood = (await inboundRows(thread)).slice(1).map(({ kind }) => kind);
  assert.deepEqual(new Set(kindsOfFlood), new Set(["reply", "automatic"]));
  const unsent = await thread.rows("select from mails where to_address = 'ann@northwind.example'");
  assert.equal(unsent.length, 1, "nothing answers by itself");
});

Deno.test("files of a reply become documents, each looked into, and a mail is seen in the portal by who wrote or got it", async () => {
  await using thread = await inboundApp();
  const sent = await sentMail(thread, ["ann@northwind.example", "uma@northwind.example"]);
  const mime = [
    'Content-Type: multipart/mixed; boundary="m"',
    ...["", "--m", "Content-Type: text/html; charset=utf-8", "", "<p>Here you are</p>"],
    ...["--m", 'Content-Type: application/pdf; name="order.pdf"'],
    ...['Content-Disposition: attachment; filename="../order.pdf"', "", "%PDF-1.7 signed"],
    ...["--m", 'Content-Type: application/pdf; name="trick.pdf"'],
    ...['Content-Disposition: attachment; filename="trick.pdf"', "", "<script>"],
    ...["--m", "Content-Type: application/octet-stream"],
    ...['Content-Disposition: attachment; filename="setup.exe"', "", "MZ", "--m--", ""],
  ].join("\n");
  await thread.post.postmark({ to: sent.to, mime });
  await thread.workOff();
  const bob = thread.as("bob");
  const page = await bob.page(`${sent.path}/messages`);
  const words = wordsOf(page);
  assert.match(words, /Here you are order\.pdf/);
  assert.match(words, /Not kept: trick\.pdf\. This is no \.pdf file inside/);
  assert.match(words, /Not kept: setup\.exe\. A \.exe file is not taken here/);
  const file = /href="(\/accounts\/[^"]*\/files\/[^"]*)"/.exec(page)![1]!;
  const got = await bob.get(file);
  assert.match(await got.text(), /^%PDF-1\.7 signed/);
  assert.match(got.headers.get("content-disposition")!, /^attachment; filename="order\.pdf"/);

  await thread.post.postmark({ to: sent.to, from: "Mal <mal@evil.example>", text: "Unseen" });
  await thread.workOff();
  const ann = await customerOf(thread, sent.accountId);
  const seen = wordsOf(await ann.page("/p/messages"));
  assert.match(seen, /Here you are order\.pdf/);
  assert.match(seen, /Welcome/, "the mail that she got stands there too");
  assert.doesNotMatch(seen, /Unseen|Not kept|Waits for/);
  const uma = await customerOf(thread, sent.accountId, "uma@northwind.example");
  assert.doesNotMatch(wordsOf(await uma.page("/p/messages")), /Here you are|Unseen/);
  assert.deepEqual(thread.reported, []);
});
