import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { dueAction } from "../tests/drafts.ts";
import { letLeave, pressExecute } from "../tests/executions.ts";
import { openDns } from "../tests/fakes/dns.ts";
import { headerLines } from "../tests/mail_reader.ts";
import { mailServer } from "../tests/mail_server.ts";
import { landed, pressOn } from "../tests/pages.ts";
import { wordsOf } from "../tests/portal.ts";
import { type TestApp, testApp } from "../tests/test_app.ts";

const AT = "/settings/domains";
const keys = generateKeyPairSync("rsa", { modulusLength: 2048 });
const PUBLIC_KEY = keys.publicKey.export({ type: "spki", format: "der" }).toString("base64");
const SIGNING = {
  MAIL_FROM: "thread@mailer.example",
  MAIL_SPF: "include:spf.mailer.example",
  DKIM_DOMAIN: "mailer.example",
  DKIM_SELECTOR: "thread1",
  DKIM_PRIVATE_KEY: String(keys.privateKey.export({ type: "pkcs8", format: "pem" })),
};

async function checked(thread: TestApp): Promise<string> {
  const alice = thread.as("alice");
  const [, id] = /domains\/([0-9a-f-]{36})\/checks/.exec(await alice.page(AT))!;
  await pressOn(alice, AT, `${AT}/${id}/checks`);
  await thread.workOff();
  return wordsOf(await alice.page(AT));
}

/** What a customer's mail server sees of a mail that a CSM sends. */
async function sentTo(thread: TestApp, sink: Awaited<ReturnType<typeof mailServer>>, name: string) {
  const due = await dueAction(thread, { name });
  await thread.workOff();
  await pressExecute(thread.as("bob"), due.path, "Welcome");
  await letLeave(thread);
  const taken = sink.received.findLast(({ to }) => to[0] === "priya@northwind.example")!;
  return { ...taken, headers: Object.fromEntries(headerLines(taken.raw)), due };
}

Deno.test("THREAD-256 customer mail comes from the organisation's own domain with From, Reply-To and List headers, and each send is logged", async () => {
  using dns = await openDns();
  await using thread = await testApp(SIGNING, { resolveDns: dns.resolve });
  await using sink = await mailServer(thread, SIGNING);
  const before = await sentTo(thread, sink, "Early");
  assert.equal(before.headers.from, '"Bob (Acme Cloud)" <thread@mailer.example>');
  assert.match(before.headers["dkim-signature"]!, /d=mailer\.example/);

  const alice = thread.as("alice");
  for (const address of ["ann@gmail.com", "nobody", "a@b@c.example"]) {
    assert.equal((await alice.post(AT, { kind: "mail", address })).status, 422, address);
  }
  await landed(alice, await alice.post(AT, { kind: "mail", address: "hello@acme-cloud.example" }));
  const page = await alice.page(AT);
  const valueOf = (id: string) => {
    const row = new RegExp(`id="record-mail-${id}".*?</tr>`, "s").exec(page)![0];
    return [...row.matchAll(/data-copy="([^"]*)"/g)].map(([, text]) => text!);
  };
  assert.deepEqual(valueOf("spf"), [
    "acme-cloud.example",
    "v=spf1 include:spf.mailer.example ~all",
  ]);
  assert.deepEqual(valueOf("dkim"), [
    "thread1._domainkey.acme-cloud.example",
    "thread1._domainkey.mailer.example",
  ]);
  assert.equal(valueOf("dmarc")[0], "_dmarc.acme-cloud.example");
  const [owner, proof] = valueOf("owner");
  dns.set(owner!, "TXT", proof!);
  dns.set("acme-cloud.example", "TXT", "v=spf1 include:_spf.google.com -all");
  dns.set("thread1._domainkey.acme-cloud.example", "TXT", "v=DKIM1; k=rsa; p=AAAA");
  const missing = await checked(thread);
  assert.match(missing, /Verified Records missing/);
  assert.match(missing, /The SPF record does not name us: .* Add "include:spf\.mailer\.example"/);
  assert.match(missing, /Another key was found at thread1/);
  assert.match(missing, /No DMARC record was found/);
  const still = await sentTo(thread, sink, "Meanwhile");
  assert.equal(still.from, "thread@mailer.example", "what is not proved is not used");

  dns.set(
    "acme-cloud.example",
    "TXT",
    "v=spf1 include:_spf.google.com include:spf.mailer.example -all",
  );
  dns.set("thread1._domainkey.acme-cloud.example", "TXT", `v=DKIM1; k=rsa; p=${PUBLIC_KEY}`);
  assert.match(await checked(thread), /comes from hello@acme-cloud\.example\./);
  const { headers, from, due } = await sentTo(thread, sink, "Now");
  assert.equal(headers.from, '"Bob (Acme Cloud)" <hello@acme-cloud.example>');
  assert.equal(from, "hello@acme-cloud.example", "a bounce goes there too, so that SPF is aligned");
  assert.equal(headers["reply-to"], "bob@acme.test");
  assert.match(headers["dkim-signature"]!, /d=acme-cloud\.example; .*s=thread1;/);
  assert.match(headers["dkim-signature"]!, /list-unsubscribe/i);
  assert.equal(headers["list-id"], `<${thread.cast.bob!.orgId}.mailer.example>`);
  assert.equal(headers["list-unsubscribe"], "<mailto:bob@acme.test?subject=Unsubscribe>");
  assert.match(headers["message-id"]!, /@mailer\.example>$/);

  const log = wordsOf(await alice.page("/mails?view=all&to=priya"));
  assert.match(log, /Welcome to Now! priya@northwind\.example .* Welcome to Early!/);
  assert.match(log, /Sent/);
  const [mail] = await due.mails();
  assert.match(wordsOf(await alice.page(`/mails/${mail!.id}`)), /250|OK|accepted/i);

  // The key goes away: the next mail leaves from Thread's own address again.
  dns.set("thread1._domainkey.acme-cloud.example", "TXT");
  await checked(thread);
  assert.equal((await sentTo(thread, sink, "After")).from, "thread@mailer.example");
});
