import assert from "node:assert/strict";
import { type Fault, openSmtpSink } from "../../tests/smtp_sink.ts";
import { closedOutside, testApp, testSettings } from "../../tests/test_app.ts";
import { asSystem, type Db, inOrg, type OrgDb } from "../base/db.ts";
import type { MailClass } from "./after_try.ts";
import { deliver } from "./deliveries.ts";
import { type NewMail, postMail } from "./outbox.ts";
import { orgsWithOverdueMails, settleOverdueMails } from "./overdue.ts";
import { smtpWire } from "./smtp.ts";
import { sendAgain, settleAsArrived } from "./unsettled.ts";

const patience = { connectMs: 1000, silenceMs: 700, totalMs: 4000 };

/** Acme Cloud with a mail server that can be told to fail. */
async function postOffice(silenceMs = patience.silenceMs) {
  const thread = await testApp();
  const sink = await openSmtpSink();
  const settings = testSettings({ SMTP_URL: sink.url, MAIL_FROM: "thread@acme.test" });
  const wires = [smtpWire(settings, { ...patience, silenceMs })];
  const { orgId } = thread.cast.bob!;
  return {
    thread,
    sink,
    orgId,
    post: (mailClass: MailClass, more: Partial<NewMail> = {}) =>
      post(thread.db, orgId, { ...hello(mailClass), ...more }),
    deliver: (id: string) =>
      deliver(thread.db, { ...closedOutside(), mail: wires.at(-1) }, orgId, id),
    /** The fault is over. It belongs to a connection, so a new pool takes over. */
    recover() {
      sink.always(undefined);
      wires.push(smtpWire(settings, patience));
    },
    mail: async (id: string) => (await thread.rows("select * from mails where id = $1", [id]))[0]!,
    events: async (id: string) =>
      (await thread.rows<{ kind: string }>(
        "select kind from events where subject_id = $1 and kind like 'mail.%' order by id",
        [id],
      )).map(({ kind }) => kind),
    jobs: async (id: string) =>
      await thread.rows<{ seconds: number }>(
        `select extract(epoch from run_at - now())::float8 as seconds from jobs
         where kind = 'send_mail' and payload ->> 'mailId' = $1 order by id`,
        [id],
      ),
    async [Symbol.asyncDispose]() {
      for (const wire of wires) wire.close();
      await sink[Symbol.asyncDispose]();
      await thread[Symbol.asyncDispose]();
    },
  };
}

function hello(mailClass: MailClass): NewMail {
  return {
    class: mailClass,
    to: { name: "Ann Lee", address: "Ann@Globex.test" },
    subject: "Hello\r\nBcc: evil@z.test",
    text: "Hello Ann",
    html: "<p>Hello Ann</p>",
  };
}

const post = (db: Db, orgId: string, mail: NewMail) =>
  inOrg(db, orgId, { kind: "system" }, (tx) => postMail(tx, mail));

/** What the clock's round and its jobs do. */
async function sweep(db: Db): Promise<number> {
  let settled = 0;
  for (const orgId of await asSystem(db, orgsWithOverdueMails)) {
    settled += await inOrg(db, orgId, { kind: "system" }, settleOverdueMails);
  }
  return settled;
}

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

Deno.test("a customer mail whose sender fell silent is unknown and stays so", async () => {
  await using office = await postOffice();
  office.sink.always({ hang: "after-data" });
  const id = await office.post("customer");
  const silent = office.deliver(id);
  await office.sink.waitFor(1);
  assert.equal(await sweep(office.thread.db), 0, "its lease still holds");
  assert.equal(await office.deliver(id), "underway");
  await office.thread.pass("2 minutes");
  assert.equal(await sweep(office.thread.db), 1);
  assert.equal((await office.mail(id)).state, "unknown");
  assert.equal(await office.deliver(id), "settled");
  await silent;
  assert.equal((await office.mail(id)).state, "unknown");
  assert.equal(office.sink.received.length, 1);
  assert.equal((await office.jobs(id)).length, 1, "only the first job was ever made");
});

Deno.test("an unknown mail whose sender fell silent can be settled by a person", async () => {
  await using office = await postOffice();
  office.sink.always({ hang: "after-data" });
  const ids = [await office.post("customer"), await office.post("customer")];
  const silent = ids.map(office.deliver);
  await office.sink.waitFor(2);
  await office.thread.pass("2 minutes");
  assert.equal(await sweep(office.thread.db), 2);
  const { memberId } = office.thread.cast.alice!;
  const decide = (work: (tx: OrgDb) => Promise<unknown>) =>
    inOrg(office.thread.db, office.orgId, { kind: "member", id: memberId }, work);
  await decide((tx) => settleAsArrived(tx, ids[0]!, memberId));
  await decide((tx) => sendAgain(tx, ids[1]!, memberId));
  await Promise.all(silent);
  assert.deepEqual(
    await Promise.all(ids.map(async (id) => (await office.mail(id)).state)),
    ["sent", "approved"],
    "the silent ones come back to what a person has decided, and leave it",
  );
  office.recover();
  assert.equal(await office.deliver(ids[1]!), "sent");
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

Deno.test("a sign-in mail whose sender fell silent goes out again, as the same mail", async () => {
  await using office = await postOffice();
  office.sink.always({ hang: "after-data" });
  const id = await office.post("sign_in");
  const silent = office.deliver(id);
  await office.sink.waitFor(1);
  await office.thread.pass("2 minutes");
  office.recover();
  assert.equal(await sweep(office.thread.db), 1);
  assert.equal((await office.jobs(id)).length, 2);
  assert.equal(await office.deliver(id), "sent");
  await silent;
  assert.equal((await office.mail(id)).state, "sent", "the late one changes nothing");
  assert.equal(new Set(office.sink.received.map((one) => one.messageId)).size, 1);
});

Deno.test("an answer that comes after all tells what became of an unknown mail", async () => {
  await using office = await postOffice(3000);
  office.sink.always({ slow: 400 });
  const id = await office.post("customer");
  const slow = office.deliver(id);
  await office.sink.waitFor(1);
  await office.thread.pass("2 minutes");
  await sweep(office.thread.db);
  assert.equal((await office.mail(id)).state, "unknown");
  assert.equal(await slow, "sent");
  assert.equal((await office.mail(id)).state, "sent");
  assert.deepEqual(await office.events(id), ["mail.unknown", "mail.sent"]);
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
  assert.deepEqual(await office.events(id), ["mail.kept"]);
  assert.equal(await office.deliver(id), "settled", "it does not leave later");
});

Deno.test("another organisation's mail cannot be delivered from here", async () => {
  await using office = await postOffice();
  const id = await post(office.thread.db, office.thread.cast.charlie!.orgId, hello("customer"));
  assert.equal(await office.deliver(id), "settled");
  assert.equal(office.sink.received.length, 0);
});
