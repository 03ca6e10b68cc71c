import assert from "node:assert/strict";
import { hello, postOffice } from "../../tests/post_office.ts";
import type { Fault } from "../../tests/smtp_sink.ts";
import { closedOutside } from "../../tests/test_app.ts";
import { inOrg } from "../base/db.ts";
import type { MailClass } from "./after_try.ts";
import { deliver } from "./deliveries.ts";
import { postMail } from "./outbox.ts";

Deno.test("a mail is sent once, with the organisation's name and the server's answer kept", async () => {
  await using office = await postOffice();
  const id = await office.post("customer", { replyTo: "bob@acme.test" });
  assert.equal(await office.deliver(id), "sent");
  assert.equal(await office.deliver(id), "settled");
  const [one] = await office.sink.waitFor(1);
  assert.deepEqual(one!.to, ["ann@globex.test"]);
  assert.match(one!.raw, /^From: Acme Cloud <thread@acme\.test>/m);
  assert.equal(one!.messageId, `<${id}@acme.test>`);
  const mail = await office.mail(id);
  assert.deepEqual([mail.state, mail.carrier, mail.attempts], ["sent", "smtp", 1]);
  assert.match(String(mail.answer), /^250/);
  assert.deepEqual(await office.events(id), ["mail.sent"]);
});

const fates: [string, Fault, MailClass, string, number][] = [
  ["deferred at the sender", { refuse: "from", code: 451 }, "customer", "approved", 0],
  ["deferred at the recipient", { refuse: "to", code: 450 }, "sign_in", "approved", 0],
  ["deferred after the dot", { refuse: "data", code: 452 }, "customer", "approved", 0],
  ["refused at the greeting", { refuse: "connect", code: 554 }, "customer", "approved", 0],
  ["refused at the sender", { refuse: "from", code: 550 }, "customer", "failed", 0],
  ["refused at the recipient", { refuse: "to", code: 550 }, "sign_in", "failed", 0],
  ["refused after the dot", { refuse: "data", code: 554 }, "notice", "failed", 0],
  ["met with silence before the message", { hang: "before-data" }, "customer", "approved", 0],
  ["met with silence after the dot", { hang: "after-data" }, "customer", "unknown", 1],
  ["met with silence after the dot", { hang: "after-data" }, "sign_in", "approved", 1],
  ["cut after the dot and taken", { drop: "taken" }, "customer", "unknown", 1],
  ["cut after the dot and taken", { drop: "taken" }, "notice", "approved", 1],
  ["cut after the dot and not taken", { drop: "not-taken" }, "customer", "unknown", 0],
  ["cut after the dot and not taken", { drop: "not-taken" }, "sign_in", "approved", 0],
];

for (const [what, fault, mailClass, state, taken] of fates) {
  Deno.test(`a ${mailClass} mail ${what} is ${state}`, async () => {
    await using office = await postOffice();
    office.sink.always(fault);
    const id = await office.post(mailClass);
    assert.equal(await office.deliver(id), state);
    assert.equal(office.sink.received.length, taken);
    assert.equal((await office.mail(id)).state, state);
    assert.ok((await office.mail(id)).error, "the reason is kept");
    const kind = state === "approved" ? "mail.deferred" : `mail.${state}`;
    assert.deepEqual(await office.events(id), [kind]);
    office.recover();
    const again = await office.deliver(id);
    assert.equal(again, state === "approved" ? "sent" : "settled");
    const ids = new Set(office.sink.received.map((one) => one.messageId));
    assert.ok(ids.size <= 1, "each copy has the same Message-ID");
    if (mailClass === "customer") assert.ok(office.sink.received.length <= 1, "at most once");
  });
}

Deno.test("a deferred mail is tried again later and later, and fails in the end", async () => {
  await using office = await postOffice();
  office.sink.always({ refuse: "to", code: 451 });
  const id = await office.post("sign_in");
  const states = [];
  while (states.at(-1) !== "failed") {
    assert.ok(states.length < 20);
    states.push(await office.deliver(id));
  }
  assert.deepEqual(states, [...Array(7).fill("approved"), "failed"]);
  const waits = (await office.jobs(id)).map(({ seconds }) => seconds).slice(1);
  assert.deepEqual(waits, waits.toSorted((a, b) => a - b));
  assert.ok(waits.reduce((sum, wait) => sum + wait) < 600, "a code is dead after ten minutes");
  assert.match(String((await office.mail(id)).error), /451 Refused at to/);
});

Deno.test("twenty deliveries of one mail at once make one copy", async () => {
  await using office = await postOffice();
  for (const mailClass of ["customer", "sign_in"] as const) {
    const id = await office.post(mailClass);
    const before = office.sink.received.length;
    const answers = await Promise.all(Array.from({ length: 20 }, () => office.deliver(id)));
    assert.equal(answers.filter((answer) => answer === "sent").length, 1);
    assert.ok(answers.every((answer) => ["sent", "underway", "settled"].includes(answer)));
    assert.equal(office.sink.received.length, before + 1);
  }
});

Deno.test("a sign-in mail's link and code are forgotten once it has left", async () => {
  await using office = await postOffice();
  const bodies = async (mailClass: MailClass) => {
    const id = await office.post(mailClass);
    assert.equal(await office.deliver(id), "sent");
    const { body_text, body_html } = await office.mail(id);
    return [body_text, body_html];
  };
  assert.deepEqual(await bodies("sign_in"), ["", null]);
  assert.deepEqual(await bodies("customer"), ["Hello Ann", "<p>Hello Ann</p>"]);
});

Deno.test("a mail that was changed after it was approved is refused", async () => {
  await using office = await postOffice();
  for (
    const change of [
      "body_text = 'Pay here'",
      "to_address = 'evil@z.test'",
      "reply_to = 'evil@z.test'",
    ]
  ) {
    const id = await office.post("customer");
    await office.thread.rows(`update mails set ${change} where id = $1`, [id]);
    assert.equal(await office.deliver(id), "failed");
    assert.match(String((await office.mail(id)).error), /not what was approved/);
  }
  assert.equal(office.sink.received.length, 0);
});

Deno.test("without a way for mail to leave it is kept, and says so", async () => {
  await using office = await postOffice();
  const id = await office.post("notice");
  assert.equal(await deliver(office.thread.db, closedOutside(), office.orgId, id), "kept");
  const mail = await office.mail(id);
  assert.deepEqual([mail.state, mail.carrier, mail.attempts], ["sent", "outbox", 0]);
  assert.equal(mail.answer, "no mail server is set");
  assert.deepEqual(await office.events(id), ["mail.kept"]);
  assert.equal(await office.deliver(id), "settled", "it does not leave later");
});

Deno.test("mail to somebody whom this install may not write to is kept, and says so", async () => {
  await using office = await postOffice({ onlyTo: ["acme.test", "ann@globex.test"] });
  const other = { to: { name: "Bea", address: "bea@globex.test" } };
  for (const mailClass of ["sign_in", "notice", "customer"] as const) {
    const id = await office.post(mailClass, other);
    assert.equal(await office.deliver(id), "kept");
    const mail = await office.mail(id);
    assert.deepEqual([mail.state, mail.carrier, mail.attempts], ["sent", "outbox", 0]);
    assert.equal(mail.answer, "from this install no mail leaves to this address");
    assert.equal(mail.body_text, mailClass === "sign_in" ? "" : "Hello Ann");
    assert.deepEqual(await office.events(id), ["mail.kept"]);
  }
  assert.equal(office.sink.received.length, 0);
  assert.equal(await office.deliver(await office.post("customer")), "sent", "to Ann it leaves");
  assert.equal(office.sink.received.length, 1);
});

Deno.test("another organisation's mail cannot be delivered from here", async () => {
  await using office = await postOffice();
  const { orgId } = office.thread.cast.charlie!;
  const id = await inOrg(
    office.thread.db,
    orgId,
    { kind: "system" },
    (tx) => postMail(tx, hello("customer")),
  );
  assert.equal(await office.deliver(id), "settled");
  assert.equal(office.sink.received.length, 0);
});
