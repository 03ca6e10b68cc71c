import assert from "node:assert/strict";
import { headerLines } from "../../tests/mail_reader.ts";
import { openSmtpSink } from "../../tests/smtp_sink.ts";
import { testSettings } from "../../tests/test_app.ts";
import type { OutgoingMail } from "../base/outside.ts";
import { smtpWire } from "./smtp.ts";

const mail: OutgoingMail = {
  id: "0192b7c4-0000-7000-8000-000000000001",
  automatic: false,
  fromName: "Bob (Acme Cloud)",
  replyTo: "bob@acme.test",
  to: { name: "Priya", address: "priya@northwind.example" },
  moreTo: ["sam@northwind.example", "priya@northwind.example"],
  cc: ["lee@northwind.example"],
  bcc: ["hidden@acme.test"],
  subject: "Welcome",
  text: "Hello",
  html: "<p>Hello</p>",
  unsubscribeUrl: null,
  date: new Date("2026-11-20T10:00:00Z"),
};
const everybody = [
  "priya@northwind.example",
  "sam@northwind.example",
  "lee@northwind.example",
  "hidden@acme.test",
];
const open = (url: string) => smtpWire(testSettings({ SMTP_URL: url, MAIL_FROM: "t@acme.test" }));

Deno.test("a mail to several goes to each of them once, and no header names a hidden one", async () => {
  await using sink = await openSmtpSink();
  const wire = open(sink.url);
  assert.equal((await wire.send(mail)).kind, "accepted");
  wire.close();
  const [{ to, raw }] = sink.received as [typeof sink.received[number]];
  assert.deepEqual(to, everybody);
  assert.doesNotMatch(raw, /hidden@/);
  const headers = new Map(headerLines(raw).map(([name, value]) => [name.toLowerCase(), value]));
  assert.equal(headers.has("bcc"), false);
  assert.match(headers.get("to")!, /priya@northwind\.example.*sam@northwind\.example/s);
  assert.match(headers.get("cc")!, /lee@northwind\.example/);
  assert.equal(headers.has("auto-submitted"), false);
});

Deno.test("a further reader's address cannot add a header, a reader or a command", async () => {
  await using sink = await openSmtpSink();
  const wire = open(sink.url);
  for (
    const address of [
      "x@z.test\r\nBcc: evil@z.test",
      "x@z.test>\r\nRCPT TO:<evil@z.test",
      "x@z.test, evil@z.test",
      '"x" <evil@z.test>',
    ]
  ) {
    for (const line of ["moreTo", "cc", "bcc"]) {
      const answer = await wire.send({ ...mail, [line]: [address] });
      assert.deepEqual([answer.kind, "again" in answer && answer.again], ["refused", false]);
    }
  }
  wire.close();
  assert.deepEqual(sink.received, []);
});

Deno.test("a mail that a server takes for some readers only is sent, and says for whom it is not", async () => {
  await using sink = await openSmtpSink();
  sink.refuseReader("sam@northwind.example");
  const wire = open(sink.url);
  const answer = await wire.send(mail);
  wire.close();
  assert.equal(answer.kind, "accepted");
  assert.match(
    answer.kind === "accepted" ? answer.missed! : "",
    /^Not taken for sam@northwind\.example \(550/,
  );
  assert.deepEqual(sink.received[0]!.to, everybody.filter((one) => !one.startsWith("sam")));
});
