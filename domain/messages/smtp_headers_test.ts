import assert from "node:assert/strict";
import { createHash, createVerify, generateKeyPairSync } from "node:crypto";
import fc from "fast-check";
import { headerLines } from "../../tests/mail_reader.ts";
import { openSmtpSink } from "../../tests/smtp_sink.ts";
import { testSettings } from "../../tests/test_app.ts";
import type { OutgoingMail } from "../base/outside.ts";
import { SIGNED_HEADERS } from "./outgoing.ts";
import { smtpWire } from "./smtp.ts";

const quiet: OutgoingMail = {
  id: "0192b7c4-0000-7000-8000-000000000001",
  automatic: true,
  fromName: "Acme Cloud",
  replyTo: "bob@acme.test",
  to: { name: "Ann", address: "ann@globex.test" },
  subject: "Hello",
  text: "Hello",
  html: null,
  unsubscribeUrl: "https://thread.test/unsubscribe/abc",
  date: new Date("2026-11-20T10:00:00Z"),
};

const attacks = [
  "x\r\nBcc: evil@z.test",
  "x\nBcc: evil@z.test\n\nbody",
  "x\r\n\r\n<script>",
  'x" <evil@z.test>, "y',
  "evil@z.test, ann",
  "<evil@z.test>",
  "x\u2028Bcc: evil@z.test",
  "x\u0000\u000b\u000c\u0085y",
  "=?utf-8?Q?=0D=0ABcc:_evil@z.test?=",
  "group: evil@z.test;",
  "x\r\n.\r\nMAIL FROM:<evil@z.test>",
  "\u202egnp.exe",
  "\ud800 half",
  "x".repeat(2000),
];
const hostile = fc.oneof(
  fc.constantFrom(...attacks),
  fc.string({ unit: "binary", maxLength: 80 }),
  fc.tuple(fc.string(), fc.constantFrom(...attacks)).map((parts) => parts.join("")),
);

Deno.test("no text in any field adds a recipient, a header or a command", async () => {
  await using sink = await openSmtpSink();
  const wire = smtpWire(testSettings({ SMTP_URL: sink.url, MAIL_FROM: "thread@acme.test" }));
  let expected: string[] = [];
  const namesOf = (raw: string) => headerLines(raw).map(([name]) => name).sort();
  await wire.send(quiet);
  expected = namesOf(sink.received[0]!.raw);
  await fc.assert(
    fc.asyncProperty(hostile, hostile, hostile, hostile, async (fromName, name, subject, text) => {
      const mail = { ...quiet, fromName, to: { ...quiet.to, name }, subject, text };
      const taken = sink.received.length;
      assert.equal((await wire.send(mail)).kind, "accepted");
      assert.equal(sink.received.length, taken + 1);
      const { from, to, raw } = sink.received.at(-1)!;
      assert.deepEqual([from, to], ["thread@acme.test", ["ann@globex.test"]]);
      const names = namesOf(raw).filter((name) => name !== "content-transfer-encoding");
      assert.deepEqual(names, expected.filter((name) => name !== "content-transfer-encoding"));
      const values = Object.fromEntries(headerLines(raw));
      assert.match(values["from"]!, /(^|<)thread@acme\.test>?$/);
      assert.match(values["to"]!, /(^|<)ann@globex\.test>?$/);
    }),
    { numRuns: 300 },
  );
  wire.close();
});

Deno.test("DKIM signs the mail, both unsubscribe lines included, and the signature verifies", async () => {
  const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  await using sink = await openSmtpSink();
  const wire = smtpWire(testSettings({
    SMTP_URL: sink.url,
    MAIL_FROM: "thread@acme.test",
    DKIM_DOMAIN: "acme.test",
    DKIM_SELECTOR: "thread1",
    DKIM_PRIVATE_KEY: String(privateKey.export({ type: "pkcs8", format: "pem" }))
      .replaceAll("\n", "\\n"),
  }));
  for (const text of ["Hello", "Grüße  \r\n\r\nmit  Lücken \r\n\r\n\r\n", "."]) {
    assert.equal((await wire.send({ ...quiet, text, html: `<p>${text}</p>` })).kind, "accepted");
  }
  wire.close();
  for (const { raw } of sink.received) {
    const { tags, signed, bodyHash } = readSignature(raw);
    assert.equal(tags.d, "acme.test");
    assert.equal(tags.s, "thread1");
    assert.equal(bodyHash, tags.bh);
    assert.ok(createVerify("RSA-SHA256").update(signed).verify(publicKey, tags.b!, "base64"));
    const covered = tags.h!.toLowerCase().split(":");
    for (const name of ["from", "to", "subject", "list-unsubscribe", "list-unsubscribe-post"]) {
      assert.ok(covered.includes(name), name);
    }
    const changed = signed.replace("Hello", "Hallo");
    assert.ok(!createVerify("RSA-SHA256").update(changed).verify(publicKey, tags.b!, "base64"));
  }
  assert.equal(sink.received.length, 3);
  assert.match(SIGNED_HEADERS, /Message-ID/);
});

/** RFC 6376, relaxed/relaxed, as a receiver reads it. */
function readSignature(raw: string) {
  const split = raw.indexOf("\r\n\r\n");
  const lines = raw.slice(0, split).replace(/\r\n[ \t]+/g, " ").split("\r\n");
  const relaxed = (line: string) => {
    const colon = line.indexOf(":");
    const value = line.slice(colon + 1).replace(/[ \t]+/g, " ").trim();
    return `${line.slice(0, colon).toLowerCase().trim()}:${value}`;
  };
  const own = lines.find((line) => /^dkim-signature:/i.test(line))!;
  const pairs = own.slice(own.indexOf(":") + 1).split(";").map((pair) => pair.trim())
    .filter(Boolean).map((
      pair,
    ) => [pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1)]);
  const tags: Record<string, string> = Object.fromEntries(pairs);
  const left = [...lines];
  const covered = tags.h!.split(":").flatMap((name) => {
    const at = left.findLastIndex((line) =>
      relaxed(line).startsWith(`${name.trim().toLowerCase()}:`)
    );
    return at < 0 ? [] : [relaxed(left.splice(at, 1)[0]!)];
  });
  const unsigned = relaxed(own).replace(/([; ]b=)[^;]*/, "$1");
  const body = raw.slice(split + 4).replace(/[ \t]+\r\n/g, "\r\n").replace(/[ \t]+/g, " ")
    .replace(/(\r\n)*$/, "\r\n");
  return {
    tags: { ...tags, b: tags.b!.replace(/\s/g, ""), bh: tags.bh!.replace(/\s/g, "") } as Record<
      string,
      string
    >,
    signed: [...covered, unsigned].join("\r\n"),
    bodyHash: createHash("sha256").update(body, "latin1").digest("base64"),
  };
}
