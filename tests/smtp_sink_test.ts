import assert from "node:assert/strict";
import { createTransport } from "nodemailer";
import { certificate } from "./certificate_data.ts";
import { openSmtpSink, type SmtpSink } from "./smtp_sink.ts";

async function mail(sink: SmtpSink, more: Record<string, unknown> = {}) {
  const transport = createTransport({
    url: sink.url,
    socketTimeout: 300,
    tls: { ca: certificate, servername: "localhost" },
    ...more,
  });
  try {
    return await transport.sendMail({
      from: "alice@acme.test",
      to: ["bob@globex.test", "carol@globex.test"],
      subject: "Hello",
      text: "Hello Bob",
      messageId: "<one@acme.test>",
    });
  } finally {
    transport.close();
  }
}

Deno.test("the sink keeps envelope and message", async () => {
  await using sink = await openSmtpSink();
  await mail(sink);
  const [one] = await sink.waitFor(1);
  assert.equal(one!.from, "alice@acme.test");
  assert.deepEqual(one!.to, ["bob@globex.test", "carol@globex.test"]);
  assert.equal(one!.messageId, "<one@acme.test>");
  assert.match(one!.raw, /Hello Bob/);
  assert.equal(one!.secure, false);
});

Deno.test("the sink refuses at each stage, for now or for good", async () => {
  await using sink = await openSmtpSink();
  for (const refuse of ["connect", "from", "to", "data"] as const) {
    for (const code of [451, 550]) {
      sink.next({ refuse, code });
      await assert.rejects(mail(sink), { responseCode: code }, `${refuse} ${code}`);
    }
  }
  assert.equal(sink.received.length, 0);
  await mail(sink);
  assert.equal(sink.received.length, 1);
});

Deno.test("the sink hangs before the message, or after it was taken", async () => {
  await using sink = await openSmtpSink();
  sink.next({ hang: "before-data" });
  await assert.rejects(mail(sink), { code: "ETIMEDOUT" });
  assert.equal(sink.received.length, 0);
  sink.next({ hang: "after-data" });
  await assert.rejects(mail(sink), { code: "ETIMEDOUT" });
  assert.equal(sink.received.length, 1);
});

Deno.test("the sink drops the connection after the dot, having taken the message or not", async () => {
  await using sink = await openSmtpSink();
  sink.next({ drop: "not-taken" }, { drop: "taken" });
  await assert.rejects(mail(sink));
  assert.equal(sink.received.length, 0);
  await assert.rejects(mail(sink));
  assert.equal(sink.received.length, 1);
});

Deno.test("a slow sink answers in the end, and a standing fault stands", async () => {
  await using sink = await openSmtpSink();
  sink.always({ slow: 20 });
  const start = performance.now();
  await mail(sink);
  await mail(sink);
  assert.ok(performance.now() - start >= 160);
  sink.always(undefined);
  await mail(sink);
  assert.equal(sink.received.length, 3);
});

Deno.test("the sink speaks STARTTLS and TLS with a certificate that can be checked", async () => {
  for (const tls of ["starttls", "implicit"] as const) {
    await using sink = await openSmtpSink({ tls });
    await mail(sink, { requireTLS: true });
    assert.equal(sink.received[0]!.secure, true);
    await assert.rejects(mail(sink, { requireTLS: true, tls: {} }), /certificate|self-signed/i);
  }
});

Deno.test("the sink asks for a password where it has one", async () => {
  await using sink = await openSmtpSink({ user: "thread", password: "p@ss" });
  await mail(sink);
  assert.equal(sink.received[0]!.user, "thread");
  await assert.rejects(mail(sink, { url: sink.url.replace("p%40ss", "no") }), { code: "EAUTH" });
  sink.next({ refuse: "auth", code: 454 });
  await assert.rejects(mail(sink), { responseCode: 454 });
});

Deno.test("each message is on the disk before the client hears of it", async () => {
  const file = await Deno.makeTempFile();
  await using sink = await openSmtpSink({ file });
  await mail(sink);
  assert.equal(JSON.parse(await Deno.readTextFile(file)).messageId, "<one@acme.test>");
  await Deno.remove(file);
});

Deno.test("waiting for a mail that does not come says so", async () => {
  await using sink = await openSmtpSink();
  await assert.rejects(sink.waitFor(1, 10), /0 of 1 mails came in 10 ms/);
});

Deno.test("a client that dies in the middle of its message leaves the sink alive", async () => {
  await using sink = await openSmtpSink();
  const client = await Deno.connect({ hostname: "127.0.0.1", port: sink.port });
  const words = ["EHLO x", "MAIL FROM:<a@x.test>", "RCPT TO:<b@x.test>", "DATA", "Subject: Half"];
  for (const line of words) {
    await client.read(new Uint8Array(1000));
    await client.write(new TextEncoder().encode(`${line}\r\n`));
  }
  client.close();
  await mail(sink);
  assert.equal(sink.received.length, 1);
});

Deno.test("each message of a connection meets a fault of its own", async () => {
  await using sink = await openSmtpSink();
  const transport = createTransport({ url: sink.url, pool: true, maxConnections: 1 });
  const send = (subject: string) =>
    transport.sendMail({ from: "a@acme.test", to: "b@globex.test", subject, text: "" });
  await send("one");
  sink.next({ refuse: "connect", code: 451 }, { refuse: "data", code: 550 });
  await assert.rejects(send("two"), { responseCode: 451 });
  await assert.rejects(send("three"), { responseCode: 550 });
  await send("four");
  transport.close();
  const subjects = sink.received.map(({ raw }) => /^Subject: (.*)$/m.exec(raw)?.[1]?.trim());
  assert.deepEqual(subjects, ["one", "four"]);
});
