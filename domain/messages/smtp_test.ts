import assert from "node:assert/strict";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { certificate } from "../../tests/certificate_data.ts";
import { type Fault, openSmtpSink } from "../../tests/smtp_sink.ts";
import { testSettings } from "../../tests/test_app.ts";
import type { OutgoingMail } from "../base/outside.ts";
import type { Environment } from "../base/settings.ts";
import { headerLines } from "../../tests/mail_reader.ts";
import { smtpWire } from "./smtp.ts";

const patience = { connectMs: 1000, silenceMs: 600, totalMs: 4000 };

function wireTo(url: string, environment: Environment = {}) {
  const wire = smtpWire(
    testSettings({
      SMTP_URL: url,
      SMTP_CA: certificate,
      MAIL_FROM: "thread@acme.test",
      ...environment,
    }),
    patience,
  );
  return { ...wire, [Symbol.dispose]: wire.close };
}

function mail(more: Partial<OutgoingMail> = {}): OutgoingMail {
  return {
    id: "0192b7c4-0000-7000-8000-000000000001",
    automatic: false,
    fromName: "Acme Cloud",
    replyTo: "bob@acme.test",
    to: { name: "Ann Lee", address: "ann@globex.test" },
    subject: "Your kick-off",
    text: "Hello Ann",
    html: "<p>Hello Ann</p>",
    unsubscribeUrl: "https://thread.test/unsubscribe/abc",
    date: new Date("2026-11-20T10:00:00Z"),
    ...more,
  };
}

Deno.test("a mail carries From, Reply-To, Message-ID and List headers", async () => {
  await using sink = await openSmtpSink();
  using wire = wireTo(sink.url);
  assert.equal((await wire.send(mail())).kind, "accepted");
  const [{ raw, from, to }] = await sink.waitFor(1) as [typeof sink.received[0]];
  assert.deepEqual([from, to], ["thread@acme.test", ["ann@globex.test"]]);
  assert.deepEqual(
    Object.fromEntries(headerLines(raw).filter(([name]) => name !== "content-type")),
    {
      "from": "Acme Cloud <thread@acme.test>",
      "to": "Ann Lee <ann@globex.test>",
      "reply-to": "bob@acme.test",
      "subject": "Your kick-off",
      "message-id": "<0192b7c4-0000-7000-8000-000000000001@acme.test>",
      "list-unsubscribe": "<https://thread.test/unsubscribe/abc>",
      "list-unsubscribe-post": "List-Unsubscribe=One-Click",
      "date": "Fri, 20 Nov 2026 10:00:00 +0000",
      "mime-version": "1.0",
    },
  );
  assert.match(raw, /text\/plain[\s\S]*Hello Ann[\s\S]*text\/html[\s\S]*<p>Hello Ann<\/p>/);
});

Deno.test("mail that Thread writes itself asks for no holiday reply", async () => {
  await using sink = await openSmtpSink();
  using wire = wireTo(sink.url);
  await wire.send(mail({ automatic: true, unsubscribeUrl: null, replyTo: null, html: null }));
  const names = headerLines((await sink.waitFor(1))[0]!.raw).map(([name]) => name);
  assert.ok(names.includes("auto-submitted"));
  for (const name of ["reply-to", "list-unsubscribe", "list-unsubscribe-post"]) {
    assert.ok(!names.includes(name), name);
  }
});

const stages: [string, Fault, Partial<Awaited<ReturnType<ReturnType<typeof wireTo>["send"]>>>][] = [
  ["refused at the greeting", { refuse: "connect", code: 554 }, { kind: "refused", again: true }],
  ["sender refused for now", { refuse: "from", code: 451 }, { kind: "refused", again: true }],
  ["sender refused", { refuse: "from", code: 550 }, { kind: "refused", again: false }],
  ["recipient deferred", { refuse: "to", code: 450 }, { kind: "refused", again: true }],
  ["recipient refused", { refuse: "to", code: 550 }, { kind: "refused", again: false }],
  ["message deferred", { refuse: "data", code: 452 }, { kind: "refused", again: true }],
  ["message refused", { refuse: "data", code: 554 }, { kind: "refused", again: false }],
  ["silence before the message", { hang: "before-data" }, { kind: "refused", again: true }],
  ["silence after the dot", { hang: "after-data" }, { kind: "lost" }],
  ["cut after the dot, taken", { drop: "taken" }, { kind: "lost" }],
  ["cut after the dot, not taken", { drop: "not-taken" }, { kind: "lost" }],
  ["slow", { slow: 50 }, { kind: "accepted" }],
];

for (const [name, fault, expected] of stages) {
  Deno.test(`the answer to a mail ${name}`, async () => {
    await using sink = await openSmtpSink();
    using wire = wireTo(sink.url);
    sink.always(fault);
    const answer = await wire.send(mail());
    assert.deepEqual({ ...answer, ...expected }, answer, JSON.stringify(answer));
    assert.ok(sink.received.length <= 1, "the pool sent it again by itself");
    sink.always(undefined);
    assert.equal((await wire.send(mail())).kind, "accepted", "the pool did not recover");
  });
}

Deno.test("a connection cut amid the message took nothing", async () => {
  await using server = await cuttingServer();
  using wire = wireTo(`smtp://127.0.0.1:${server.port}`);
  const answer = await wire.send(mail({ text: "A long line of text\n".repeat(400_000) }));
  assert.deepEqual({ ...answer, words: "" }, { kind: "refused", again: true, words: "" });
});

Deno.test("nobody listens, so nothing was taken", async () => {
  using wire = wireTo("smtp://127.0.0.1:1");
  const answer = await wire.send(mail());
  assert.deepEqual({ ...answer, words: "" }, { kind: "refused", again: true, words: "" });
  assert.match(answer.words, /ECONNREFUSED/);
});

Deno.test("the pool recovers when the server comes back on its port", async () => {
  const before = await openSmtpSink();
  using wire = wireTo(before.url);
  assert.equal((await wire.send(mail())).kind, "accepted");
  await before[Symbol.asyncDispose]();
  assert.equal((await wire.send(mail())).kind, "refused");
  await using after = await openSmtpSink({ port: before.port });
  assert.equal((await wire.send(mail())).kind, "accepted");
  assert.equal(after.received.length, 1);
});

Deno.test("a connection the server dropped while it was idle costs no mail and no second copy", async () => {
  const before = await openSmtpSink();
  using wire = wireTo(before.url);
  await Promise.all(Array.from({ length: 8 }, () => wire.send(mail())));
  await before[Symbol.asyncDispose]();
  await using after = await openSmtpSink({ port: before.port });
  const answers = await Promise.all(Array.from({ length: 8 }, () => wire.send(mail())));
  assert.deepEqual(answers.map(({ kind }) => kind), Array(8).fill("accepted"));
  assert.equal(after.received.length, 8);
});

for (const tls of ["implicit", "starttls"] as const) {
  Deno.test(`${tls} TLS protects the password and the mail`, async () => {
    await using sink = await openSmtpSink({ tls, user: "thread", password: "s3cret/p:w" });
    using wire = wireTo(sink.url);
    assert.equal((await wire.send(mail())).kind, "accepted");
    const [one] = await sink.waitFor(1);
    assert.deepEqual([one!.user, one!.secure], ["thread", true]);
  });
}

Deno.test("a server without STARTTLS, or with a stranger's certificate, gets no mail", async () => {
  await using plain = await openSmtpSink({ user: "thread", password: "s3cret" });
  using first = wireTo(plain.url);
  assert.equal((await first.send(mail())).kind, "refused");
  await using encrypted = await openSmtpSink({ tls: "implicit" });
  using second = wireTo(encrypted.url, { SMTP_CA: "" });
  const answer = await second.send(mail());
  assert.deepEqual({ ...answer, words: "" }, { kind: "refused", again: true, words: "" });
  assert.equal(plain.received.length + encrypted.received.length, 0);
});

Deno.test("the password stands in no answer, even where the server repeats it", async () => {
  const password = "c4nary+Passw0rd";
  await using sink = await openSmtpSink({ tls: "implicit", user: "thread", password: "another" });
  using wire = wireTo(`smtps://thread:${encodeURIComponent(password)}@127.0.0.1:${sink.port}`);
  const wrong = await wire.send(mail());
  assert.equal(wrong.kind === "refused" && wrong.again, true);
  await using parrot = await cuttingServer((line) => `535 You said ${line} and ${password}`);
  using repeated = wireTo(
    `smtp://thread:${encodeURIComponent(password)}@127.0.0.1:${parrot.port}?tls=off`,
  );
  const answers = [wrong, await repeated.send(mail())];
  assert.match(answers[1]!.words, /You said .*\[hidden\]/);
  const said = JSON.stringify(answers);
  assert.doesNotMatch(said, /c4nary/);
  assert.ok(!said.includes(btoa(`\0thread\0${password}`)) && !said.includes(btoa(password)));
});

/** Speaks just enough SMTP to answer AUTH as told, or to vanish in the middle of a message. */
async function cuttingServer(onAuth?: (line: string) => string) {
  const server = createServer((socket) => {
    socket.on("error", () => {});
    socket.write("220 ready\r\n");
    let inMessage = false;
    socket.on("data", (chunk) => {
      if (inMessage) return void socket.destroy();
      for (const line of chunk.toString().split("\r\n").filter(Boolean)) {
        const isData = line === "DATA";
        inMessage ||= isData;
        if (/^EHLO/.test(line)) socket.write("250-ready\r\n250 AUTH PLAIN\r\n");
        else if (/^AUTH/.test(line)) socket.write(`${onAuth?.(line)}\r\n`);
        else socket.write(isData ? "354 go on\r\n" : "250 yes\r\n");
      }
    });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return {
    port: (server.address() as AddressInfo).port,
    [Symbol.asyncDispose]: () => new Promise<void>((done) => server.close(() => done())),
  };
}
