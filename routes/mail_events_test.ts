import assert from "node:assert/strict";
import { PROVIDERS } from "../domain/messages/inbound_hooks.ts";
import { dueAction } from "../tests/drafts.ts";
import { letLeave } from "../tests/executions.ts";
import {
  enterKeys,
  type InboundApp,
  inboundApp,
  inboundRows,
  reportsBy,
} from "../tests/inbound.ts";
import { mailServer } from "../tests/mail_server.ts";
import { tellAll, toldTo } from "../tests/notifications.ts";
import { landed } from "../tests/pages.ts";
import { wordsOf } from "../tests/portal.ts";

const ANN = "ann@northwind.example";

const contact = async (thread: InboundApp) =>
  (await thread.rows<{ id: string; failing_since: Date | null; complained: boolean }>(
    "select id, failing_since, complained from contacts where email = $1",
    [ANN],
  ))[0]!;

Deno.test("what a provider tells of a bounce or a complaint marks the contact and the action once, and a mail that is tried again nothing", async () => {
  await using thread = await inboundApp();
  await using _ = await mailServer(thread);
  await enterKeys(thread);
  const due = await dueAction(thread, { contacts: [ANN] });
  await due.approve();
  await letLeave(thread);
  const mailId = String((await due.mails())[0]!.id);
  const tell = async (by: (typeof PROVIDERS)[number], told: unknown) => {
    const res = await thread.post.tell(by, told);
    assert.equal(res.status, 200, `${by}: ${await res.text()}`);
    await thread.workOff();
  };
  const bob = thread.as("bob");
  for (const by of PROVIDERS) {
    const report = reportsBy[by];
    await tell(by, report("tried again", ANN, mailId));
    assert.equal((await contact(thread)).failing_since, null, `${by}: it is tried again`);
    assert.equal(await due.state(), "completed");
    const bounced = report("bounced", ANN, mailId, "17");
    for (let times = 0; times < 3; times++) await tell(by, bounced);
    assert.equal(await due.state(), "failed", by);
    assert.match(
      wordsOf(await bob.page(`${due.path}/contacts`)),
      /Mail comes back: The address does not exist \((550 5\.1\.1 )?no such user\)/,
    );
    assert.match(wordsOf(await bob.page(due.at)), new RegExp(`Not delivered to ${ANN}`));
    await landed(bob, await bob.post(`${due.at}/resending`));
    await thread.workOff();
    assert.equal((await contact(thread)).failing_since, null, "a server took it again");
    assert.equal(await due.state(), "completed");

    const complaint = report("called spam", ANN, mailId, "18");
    for (let times = 0; times < 2; times++) await tell(by, complaint);
    assert.equal((await contact(thread)).complained, true, by);
    assert.equal(await due.state(), "completed", "it was delivered all the same");
    assert.match(wordsOf(await bob.page(due.at)), /They called our mail spam/);
    await tell(by, report("bounced", "nobody@northwind.example", mailId));
    await landed(
      bob,
      await bob.post(`${due.path}/contacts/${(await contact(thread)).id}/failing/removal`),
    );
    assert.equal((await contact(thread)).failing_since, null);
  }
  await tellAll(thread);
  const told = (await toldTo(thread, "bob")).map(({ kind }) => kind).filter((kind) =>
    kind === "mail.bounced" || kind === "mail.complained"
  );
  assert.deepEqual(told.sort(), [
    ...PROVIDERS.map(() => "mail.bounced"),
    ...PROVIDERS.map(() => "mail.complained"),
  ]);
  assert.deepEqual(thread.reported, []);
});

Deno.test("an event that is not proven is refused and nothing of it is kept, and a proven one may be anything", async () => {
  await using thread = await inboundApp();
  const { tell, send, address } = thread.post;
  const bounce = reportsBy.mailgun("bounced", ANN, crypto.randomUUID());
  const listed = reportsBy.sendgrid("bounced", ANN, crypto.randomUUID());
  const json = { "content-type": "application/json" };
  assert.equal((await tell("mailgun", bounce)).status, 401, "no key is set: Mailgun");
  assert.equal((await tell("sendgrid", listed)).status, 401, "no key is set: SendGrid");
  await enterKeys(thread);
  const { path } = await address("postmark");
  const theirs = await address("postmark", thread.cast.charlie!.orgId);
  const other = `Basic ${btoa(`thread:${theirs.password}`)}`;
  const refused: [string, () => Promise<Response>][] = [
    ["no password", () => send(`${path}/events`, json, "{}")],
    [
      "the password of another organisation",
      () => send(`${path}/events`, { ...json, authorization: other }, "{}"),
    ],
    ["an old time", () => tell("mailgun", bounce, { timestamp: "1600000000" })],
    ["no time", () => tell("mailgun", bounce, { timestamp: "-1" })],
    ["another signature", () => tell("mailgun", bounce, { signature: "0".repeat(64) })],
    ["SendGrid, old", () => tell("sendgrid", listed, { timestamp: "1600000000" })],
    ["SendGrid, another", () => tell("sendgrid", listed, { signature: "A".repeat(96) })],
    ["no mail's address", () => send("/hooks/mail/mailgun/x/events", json, "{}")],
  ];
  for (const [what, asked] of refused) {
    const res = await asked();
    assert.deepEqual([res.status, await res.text()], [401, "Refused"], what);
  }
  const { password } = await address("postmark");
  const basic = { ...json, authorization: `Basic ${btoa(`thread:${password}`)}` };
  const huge = await send(`${path}/events`, basic, new Uint8Array(1_100_000));
  assert.equal(huge.status, 413);
  for (
    const body of [
      "",
      "{",
      "null",
      "[]",
      "7",
      "\ufeff{}",
      '{"RecordType":{}}',
      "[".repeat(50_000),
      "\0",
    ]
  ) {
    assert.equal((await send(`${path}/events`, basic, body)).status, 200, body.slice(0, 20));
  }
  const strange: [(typeof PROVIDERS)[number], unknown][] = [
    ["postmark", { RecordType: "Bounce", Type: "__proto__", ID: 1, Email: ANN }],
    ["postmark", { RecordType: "Bounce", Type: "HardBounce", ID: [], Email: [ANN] }],
    ["postmark", { RecordType: "Bounce", Type: "HardBounce", ID: 2, Email: "a b" }],
    ["sendgrid", [null, 7, [], { event: "constructor", email: ANN, sg_event_id: "1" }]],
    ["sendgrid", [{ event: "bounce", type: "blocked", email: ANN, sg_event_id: "2" }]],
    ["mailgun", { event: "failed", severity: "permanent", reason: "suppress-unsubscribe" }],
    ["mailgun", null],
  ];
  for (const [by, told] of strange) assert.equal((await tell(by, told)).status, 200);
  assert.deepEqual(await inboundRows(thread), []);

  const token = "t".repeat(50);
  assert.equal((await tell("mailgun", bounce, { token })).status, 200);
  const forged = reportsBy.mailgun("bounced", "bob@acme.test", crypto.randomUUID());
  assert.equal((await tell("mailgun", forged, { token })).status, 200);
  await thread.workOff();
  const [only, ...more] = await inboundRows(thread);
  assert.deepEqual([only!.state, only!.kind, more], ["discarded", "bounce", []]);
  assert.deepEqual(thread.reported, []);
});
