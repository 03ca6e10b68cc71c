import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { readMail } from "../domain/messages/inbound_reading.ts";
import {
  enterKeys,
  type InboundApp,
  inboundApp,
  inboundRows,
  multipart,
  postmarkBody,
} from "../tests/inbound.ts";

const to = "hello@in.acme.test";
const SLOTS = ["postmark", "mailgun", "sendgrid"] as const;

Deno.test("each provider's mail is kept once, however often it comes, and read by a job", async () => {
  await using thread = await inboundApp();
  await enterKeys(thread);
  for (const provider of SLOTS) {
    const res = await thread.post[provider]({ to, text: `Over ${provider}` });
    assert.equal(res.status, 200, `${provider}: ${await res.text()}`);
  }
  assert.deepEqual((await inboundRows(thread)).map(({ state }) => state), [
    ...["received", "received", "received"],
  ]);
  await thread.workOff();
  const texts = await thread.rows<{ body: string }>("select body from inbound_mails order by id");
  assert.deepEqual(texts.map(({ body }) => body), SLOTS.map((name) => `Over ${name}`));

  const again = { MessageID: "one-and-the-same" };
  const many = await Promise.all(
    Array.from({ length: 10 }, () => thread.post.postmark({ to, id: "<same@x.test>" }, again)),
  );
  assert.deepEqual(new Set(many.map(({ status }) => status)), new Set([200]));
  const token = "a".repeat(50);
  await thread.post.mailgun({ to, text: "first" }, { token });
  assert.equal((await thread.post.mailgun({ to, text: "changed" }, { token })).status, 200);
  await thread.workOff();
  assert.equal((await inboundRows(thread)).length, 5, "a repeated one is not kept again");
  await thread.post.sendgrid({ to, id: "<same@x.test>" });
  await thread.workOff();
  assert.equal((await inboundRows(thread)).at(-1)!.state, "twin", "the same mail another way");
  assert.deepEqual(thread.reported, []);
});

Deno.test("what is not proven to come from the provider is refused alike, and nothing of it is kept", async () => {
  await using thread = await inboundApp();
  const { address, send } = thread.post;
  const json = { "content-type": "application/json" };
  const body = JSON.stringify(postmarkBody({ to }));
  const { path, password } = await address("postmark");
  const basic = (text: string) => ({
    ...json,
    authorization: `Basic ${Buffer.from(text).toString("base64")}`,
  });
  assert.equal((await thread.post.mailgun({ to })).status, 401, "no key is set: Mailgun");
  assert.equal((await thread.post.sendgrid({ to })).status, 401, "no key is set: SendGrid");
  await enterKeys(thread);
  const other = await address("postmark", thread.cast.charlie!.orgId);
  const tries: [string, () => Promise<Response>][] = [
    ["no password", () => send(path, json, body)],
    ["another's password", () => send(path, basic(`thread:${other.password}`), body)],
    ["no name", () => send(path, basic(`:${password}`), body)],
    [
      "an address nobody made",
      () => send("/hooks/mail/postmark/" + "a".repeat(52), basic("a:b"), body),
    ],
    ["no address at all", () => send("/hooks/mail/postmark/x", basic(`thread:${password}`), body)],
    ["another provider's address", () => send(path.replace("postmark", "sendgrid"), json, body)],
    ["an old time", () => thread.post.mailgun({ to }, { timestamp: "1600000000" })],
    ["a time to come", () => thread.post.mailgun({ to }, { timestamp: String(4102444800) })],
    ...["1e9", "-1", "x", "", "99999999999999999999"].map((
      timestamp,
    ): [string, () => Promise<Response>] => [
      `the time ${timestamp}`,
      () => thread.post.mailgun({ to }, { timestamp }),
    ]),
    ["another signature", () => thread.post.mailgun({ to }, { signature: "0".repeat(64) })],
    ["a signature of no hex", () => thread.post.mailgun({ to }, { signature: "z" })],
    ["SendGrid, old", () => thread.post.sendgrid({ to }, { timestamp: "1600000000" })],
    [
      "SendGrid, another signature",
      () => thread.post.sendgrid({ to }, { signature: "A".repeat(96) }),
    ],
    ["a signature twice", () => signedTwice(thread)],
    ["a changed byte", () => changedByte(thread)],
  ];
  for (const [what, asked] of tries) {
    const res = await asked();
    assert.equal(res.status, 401, what);
    assert.equal(await res.text(), "Refused", what);
  }
  assert.equal((await send("/hooks/mail/gmail/x", json, body)).status, 403);
  assert.deepEqual(await inboundRows(thread), []);
  assert.equal((await thread.rows("select from jobs")).length, 0);
  const huge = await send(path, basic(`thread:${password}`), new Uint8Array(50_000_000));
  assert.equal(huge.status, 413);
  assert.deepEqual(thread.reported, []);
});

/** The same form field twice: nobody knows which of them was signed. */
async function signedTwice({ post }: InboundApp): Promise<Response> {
  const { path } = await post.address("mailgun");
  const form = multipart({ token: "a".repeat(50), timestamp: "1", signature: "b" });
  const text = new TextDecoder().decode(form.bytes);
  const again = text.replace(
    /^(--\S+)/,
    (mark) =>
      `${mark}\r\nContent-Disposition: form-data; name="token"\r\n\r\n${"c".repeat(50)}\r\n${mark}`,
  );
  return await post.send(path, { "content-type": form.type }, again);
}

async function changedByte({ post, app }: InboundApp): Promise<Response> {
  let kept: [string, RequestInit] | undefined;
  const request = app.request;
  app.request = ((url: string, init: RequestInit) => {
    kept = [url, init];
    return new Response();
  }) as typeof app.request;
  await post.sendgrid({ to });
  app.request = request;
  const body = (kept![1].body as Uint8Array).slice();
  body[200]! ^= 1;
  return await app.request(kept![0], { ...kept![1], body });
}

Deno.test("a proven sender may send anything: it is kept, and shown where nobody can read it", async () => {
  await using thread = await inboundApp();
  const { path, password } = await thread.post.address("postmark");
  const headers = {
    "content-type": "text/html",
    authorization: `Basic ${Buffer.from(`thread:${password}`).toString("base64")}`,
  };
  const bodies: (string | Uint8Array)[] = [
    ...['{"From":', "[]", "null", "", "\ufeff{}", '{"FromFull":{},"FromFull":[]}'],
    '{"FromFull":null,"RawEmail":7,"ToFull":[null],"Headers":"x"}',
    JSON.stringify({ FromFull: { Email: 7, Name: {} }, ToFull: [null], Attachments: [null] }),
    JSON.stringify(postmarkBody({ to }, { RawEmail: "", Subject: "\0\ud800", TextBody: "\0x" })),
    new Uint8Array([0xff, 0xfe, 0x00]),
    "[".repeat(20_000),
  ];
  for (const body of bodies) {
    const res = await thread.post.send(path, headers, body);
    assert.equal(res.status, 200, String(body).slice(0, 40));
  }
  await thread.workOff();
  const rows = await inboundRows(thread);
  assert.equal(rows.length, bodies.length);
  assert.deepEqual(new Set(rows.map(({ state }) => state)), new Set(["unreadable", "unmatched"]));
  assert.match(await thread.as("alice").page("/inbound"), /Unreadable/);
  assert.equal((await thread.rows("select from jobs where attempts > 1")).length, 0);
  assert.deepEqual(thread.reported, []);
});

Deno.test("an admin sees what to enter where, and a new address takes the place of the old one after a day", async () => {
  await using thread = await inboundApp();
  const alice = thread.as("alice");
  const before = await thread.post.address("postmark");
  assert.ok((await alice.page("/settings/mail")).includes(before.path));
  assert.equal((await thread.as("bob").get("/settings/mail")).status, 403);
  await alice.post("/settings/mail/rotation");
  const after = await thread.post.address("postmark", undefined, 2);
  const page = await alice.page("/settings/mail");
  assert.ok(page.includes(after.path) && !page.includes(before.path));
  assert.equal((await thread.post.postmark({ to })).status, 200, "the old one, for a day");
  await thread.pass("25 hours");
  assert.equal((await thread.post.postmark({ to })).status, 401);
  const wrong = await alice.post("/settings/mail", { sendgrid: "not a key" });
  assert.equal(wrong.status, 422);
  assert.match(await wrong.text(), /not a verification key/);
  await enterKeys(thread);
  assert.doesNotMatch(await alice.page("/settings/mail"), /key-of-the-signer/);
  const kept = await thread.rows<{ row: string }>("select t::text as row from vault_entries t");
  assert.equal(kept.length, 1);
  assert.doesNotMatch(kept[0]!.row, /key-of-the-signer/);
});

Deno.test("fields of a form are read where no whole mail comes along, each in its own letters", async () => {
  await using thread = await inboundApp();
  await enterKeys(thread);
  const fields = {
    recipient: to,
    from: "Andr\u00e9 <andre@customer.test>",
    subject: "Fields",
    "body-plain": "",
    "body-html": "<p>Only <b>HTML</b></p><script>no()</script>",
    "message-headers": JSON.stringify([["Message-Id", "<f@customer.test>"], "odd", [1, 2]]),
  };
  assert.equal((await thread.post.mailgun({ to }, fields, false)).status, 200);
  await thread.workOff();
  const [row] = await thread.rows("select * from inbound_mails");
  assert.equal(row!.whole_text, "Only HTML");
  assert.deepEqual(
    [row!.from_name, row!.from_address, row!.subject, row!.message_key],
    ["Andr\u00e9", "andre@customer.test", "Fields", "<f@customer.test>"],
  );
  const latin = multipart({
    headers: "From: andre@customer.test\r\nSubject: Letters\r\nMessage-ID: <l@customer.test>\r\n",
    charsets: '{"text":"iso-8859-1"}',
    envelope: JSON.stringify({ to: [to], from: "andre@customer.test" }),
    text: "Gr\0\0e",
  }).bytes;
  const at = latin.indexOf(0);
  latin.set([0xfc, 0xdf], at);
  const read = await readMail(
    "sendgrid",
    `multipart/form-data; boundary=${boundaryOf(latin)}`,
    latin,
  );
  assert.equal(read.text, "Gr\u00fc\u00dfe");
});

function boundaryOf(form: Uint8Array): string {
  return /^--(\S+)/.exec(new TextDecoder().decode(form))![1]!;
}
