import assert from "node:assert/strict";
import { dueAction } from "../tests/drafts.ts";
import { letLeave } from "../tests/executions.ts";
import { inboundApp, inboundRows, replyAddress } from "../tests/inbound.ts";
import { headerLines } from "../tests/mail_reader.ts";
import { mailServer } from "../tests/mail_server.ts";
import { tellAll, toldTo } from "../tests/notifications.ts";
import { wordsOf } from "../tests/portal.ts";

Deno.test("THREAD-053 what a customer answers by mail stands in the account beside what they write in the portal, and is answered in its thread", async () => {
  await using thread = await inboundApp();
  await using server = await mailServer(thread);
  const due = await dueAction(thread, { contacts: ["ann@northwind.example"] });
  await due.approve();
  await letLeave(thread);
  const [sent] = await server.waitFor(1);
  const head = new Map(headerLines(sent!.raw));
  const replyTo = head.get("reply-to")!;
  assert.match(replyTo, /^reply\+[a-z2-7]{52}@in\.acme\.test$/);
  assert.equal(sent!.from, replyTo.replace("reply+", "bounce+"));

  const res = await thread.post.postmark({
    to: replyTo,
    text:
      "Tuesday works.\n\nOn Tue, Nov 3, 2026 at 10:04 AM Bob <bob@acme.test> wrote:\n> Shall we?",
    lines: [`In-Reply-To: ${head.get("message-id")}`],
  });
  assert.equal(res.status, 200, await res.text());
  await thread.workOff();
  const [row] = await inboundRows(thread);
  assert.deepEqual([row!.state, row!.matched_by, row!.problem], ["filed", "address", null]);

  const bob = thread.as("bob");
  const page = await bob.page(`${due.path}/messages`);
  const words = wordsOf(page);
  assert.match(words, /Ann .*, by mail, about Welcome Re: Welcome Tuesday works\./);
  assert.doesNotMatch(words, /Shall we\?/);
  const whole = /href="(\/accounts\/[^"]*\/messages\/[0-9a-f-]{36})"/.exec(page)![1]!;
  assert.match(wordsOf(await bob.page(whole)), /Shall we\?/);
  assert.match(
    wordsOf(await bob.page("/review")),
    /Replies that wait \(1\) Ann, Northwind by mail/,
  );
  await tellAll(thread);
  const told = (await toldTo(thread, "bob")).map(({ kind }) => kind);
  assert.ok(told.includes("message.received"), "the CSM is told");

  const messageId = whole.split("/").at(-1)!;
  assert.match(await bob.page(`${due.path}/messages?answer=${messageId}`), /Send mail/);
  const answered = await bob.post(`${due.path}/messages`, {
    body: "**Good**, see you then.",
    answers: messageId,
  });
  assert.equal(answered.status, 303, await answered.text());
  await thread.workOff();
  const mails = server.received.filter(({ raw }) => /see you then/.test(raw));
  assert.equal(mails.length, 1);
  const answer = new Map(headerLines(mails[0]!.raw));
  assert.equal(answer.get("subject"), "Re: Welcome");
  assert.match(answer.get("references")!, new RegExp(`${head.get("message-id")} <m\\d+\\.`));
  assert.match(answer.get("in-reply-to")!, /^<m\d+\./);
  assert.match(answer.get("reply-to")!, /^reply\+/);
  assert.doesNotMatch(wordsOf(await bob.page("/review")), /Replies that wait/);
  assert.deepEqual(thread.reported, []);
});

Deno.test("a stranger who holds a reply address is kept apart, and a mail that fits nowhere waits to be placed", async () => {
  await using thread = await inboundApp();
  const due = await dueAction(thread, { contacts: ["ann@northwind.example"] });
  await due.approve();
  await letLeave(thread);
  const [mail] = await due.mails();
  const to = await replyAddress(thread, String(mail!.id));
  await thread.post.postmark({ to, from: "Mallory <mal@evil.example>", text: "Pay me instead." });
  await thread.post.postmark({
    to: "hello@in.acme.test",
    from: "new@northwind.example",
    text: "Hi",
  });
  await thread.post.postmark({ to: "hello@in.acme.test", text: "It is me, Ann." });
  await thread.workOff();
  assert.deepEqual(
    (await inboundRows(thread)).map(({ state, matched_by }) => [state, matched_by]),
    [
      ["filed", "address"],
      ["unmatched", null],
      ["filed", "sender"],
    ],
  );
  const bob = thread.as("bob");
  const words = wordsOf(await bob.page(`${due.path}/messages`));
  assert.match(
    words,
    /Mallory .* by mail, .*Pay me instead\. It is from an address that Thread does not know as a contact\. mal@evil\.example/,
  );
  assert.match(words, /It is me, Ann\./);

  const list = await bob.page("/inbound");
  const at = /href="(\/inbound\/[0-9a-f-]{36})"/.exec(list)![1]!;
  const placing = await bob.page(at);
  assert.match(wordsOf(placing), /File under Northwind/, "by the sender's domain");
  assert.equal((await thread.as("ed").get(at)).status, 403);
  assert.equal((await thread.as("charlie").get(at)).status, 404);
  const placed = await bob.post(`${at}/assignment`, { account_id: due.accountId });
  assert.equal(placed.status, 303, await placed.text());
  await thread.workOff();
  assert.match(wordsOf(await bob.page("/inbound")), /Every mail has its place/);
  const page = await bob.page(`${due.path}/messages`);
  const contact = /action="([^"]*\/contact)"[^]*?Make them a contact/g;
  const forms = [...page.matchAll(contact)].map(([, action]) => action!);
  assert.equal((await bob.post(forms.at(-1)!)).status, 303);
  assert.doesNotMatch(
    wordsOf(await bob.page(`${due.path}/messages`)),
    /new@northwind\.example/,
    "the sender is known now",
  );
});
