import assert from "node:assert/strict";
import { whyAutomatic } from "./automatic_mail.ts";
import { deliveryReportIn, reasonOf } from "./bounces.ts";
import { textOfHtml } from "./html_text.ts";
import { readMail } from "./inbound_reading.ts";
import { splitQuoted } from "./quoted_text.ts";
import { QUOTED, SIGNED } from "./quoted_text_data.ts";

const mime = (text: string) =>
  readMail("imap", "", new TextEncoder().encode(text.replaceAll("\n", "\r\n")));

Deno.test("splitQuoted() keeps what the writer wrote, whatever their mail program sets below", () => {
  for (const [program, quotation] of Object.entries({ ...QUOTED, ...SIGNED })) {
    for (const own of ["Yes, Tuesday works.", "Erstens: ja.\n\nZweitens: On time, he wrote."]) {
      const { own: kept, rest } = splitQuoted(`${own}\n\n${quotation}`);
      assert.equal(kept, own, program);
      assert.equal(rest, quotation.trim(), program);
    }
  }
});

Deno.test("splitQuoted() keeps all of an answer that stands between the lines it quotes", () => {
  const text =
    "On 3 Nov 2026, Maya wrote:\n> How many users?\nForty.\n> By when?\nMay.\n\n> Thanks";
  const { own, rest } = splitQuoted(text);
  assert.match(own, /How many users\?\nForty\.\n> By when\?\nMay\.$/);
  assert.equal(rest, "> Thanks");
  assert.equal(splitQuoted("> only quoted").own, "");
  assert.equal(splitQuoted("From: the beginning we wanted this.").rest, "");
  assert.equal(splitQuoted("").own, "");
  const began = performance.now();
  splitQuoted(`${"On a ".repeat(100_000)}\n${"> \n".repeat(100_000)}x`);
  assert.ok(performance.now() - began < 10_000, "a hostile text takes its time too");
});

Deno.test("textOfHtml() answers the words of a mail and nothing that runs, loads or hides in it", () => {
  const html = `<html><head><title>No</title><style>p{}</style></head><body><!-- no -->
    <p>Dear&nbsp;Maya,</p><p>it is &lt;b&gt;fine&lt;/b&gt; &amp; we agree&#33;<br>Second line</p>
    <ul><li>One</li><li>Two</li></ul><script>alert(1)</script><img src="https://t.test/x.png">
    <blockquote><p>On Monday</p></blockquote><a href="javascript:x">press</a> 1 < 2</body>`;
  const text = textOfHtml(html);
  assert.match(text, /^Dear Maya,\n\nit is <b>fine<\/b> & we agree!\nSecond line/);
  assert.match(text, /- One\n- Two/);
  assert.match(text, /> On Monday/);
  assert.match(text, /press 1 < 2$/);
  assert.doesNotMatch(text, /alert|No|https|javascript|p\{\}/);
  for (const hostile of ["<".repeat(200_000), "<p>".repeat(200_000), "<!--".repeat(100_000)]) {
    const began = performance.now();
    textOfHtml(hostile);
    assert.ok(performance.now() - began < 10_000, hostile.slice(0, 8));
  }
});

Deno.test("readMail() reads letters of any kind, two senders as none, and gives up on endless nesting", async () => {
  const latin = new Uint8Array([
    ...new TextEncoder().encode(
      "From: =?iso-8859-1?Q?Andr=E9?= <Andre@Customer.Test>\r\nSubject: =?utf-8?B?w5xiZXI=?=\r\n" +
        "Message-ID: <one@customer.test>\r\nReferences: <a@x> <b@x>\r\nIn-Reply-To: <b@x>\r\n" +
        "Content-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: 8bit\r\n\r\nGr",
    ),
    ...[0xfc, 0xdf, 0x65],
  ]);
  const read = await readMail("imap", "", latin);
  assert.deepEqual(read.from, { name: "Andr\u00e9", address: "andre@customer.test" });
  assert.equal(read.subject, "\u00dcber");
  assert.equal(read.text.trim(), "Gr\u00fc\u00dfe");
  assert.deepEqual([read.messageKey, read.threadKeys], ["<one@customer.test>", ["<b@x>", "<a@x>"]]);
  const two = await mime("From: a@x.test, b@x.test\nSubject: =?utf-8?Q?a=0d=0aBcc:_x?=\n\nHi");
  assert.equal(two.from, undefined);
  assert.doesNotMatch(two.subject, /[\r\n]/);
  assert.equal(
    (await mime("From: a@x.test\n\nno charset \u00fc")).text.trim(),
    "no charset \u00fc",
  );
  const deep = Array.from(
    { length: 100 },
    (_, n) => `--b${n}\nContent-Type: multipart/mixed; boundary=b${n + 1}\n\n`,
  ).join("");
  await assert.rejects(
    mime(`From: a@x.test\nContent-Type: multipart/mixed; boundary=b0\n\n${deep}`),
    /could not be read.*nesting/,
  );
});

Deno.test("whyAutomatic() knows machines by what they say of themselves, and people by the rest", async () => {
  const machines = [
    "Auto-Submitted: auto-replied\nSubject: Re: Kickoff",
    "Precedence: bulk\nSubject: News",
    "X-Autoreply: yes\nSubject: Re",
    "Return-Path: <>\nSubject: Re",
    ...[
      "Automatic reply: Kickoff",
      "Out of Office: Kickoff",
      "Automatische Antwort: Kickoff",
      "Abwesenheitsnotiz: Kickoff",
      "R\u00e9ponse automatique : Kickoff",
      "Respuesta autom\u00e1tica: Kickoff",
      "Resposta autom\u00e1tica: Kickoff",
    ].map((subject) => `Subject: ${subject}`),
  ];
  for (const lines of machines) {
    assert.ok(whyAutomatic(await mime(`From: ann@x.test\n${lines}\n\nHello`)), lines);
  }
  const calendar =
    `Subject: Accepted: Kickoff\nContent-Type: multipart/alternative; boundary=b\n\n` +
    `--b\nContent-Type: text/plain\n\nYes\n--b\nContent-Type: text/calendar; method=REPLY\n\n` +
    `BEGIN:VCALENDAR\nMETHOD:REPLY\nEND:VCALENDAR\n--b--\n`;
  assert.ok(whyAutomatic(await mime(`From: ann@x.test\n${calendar}`)));
  for (const lines of ["Auto-Submitted: no\nSubject: Re", "Subject: Office hours", "Subject: "]) {
    assert.equal(whyAutomatic(await mime(`From: ann@x.test\n${lines}\n\nHello`)), undefined, lines);
  }
});

Deno.test("deliveryReportIn() says which address failed and why, and takes no other mail for a report", async () => {
  const report = await mime(`From: mailer-daemon@mx.test
Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b
Content-Type: text/plain

Sorry.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.test

Final-Recipient: rfc822; Ann@Customer.test
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1
 No such user

Final-Recipient: rfc822; uma@customer.test
Action: delayed
Status: 4.4.1
--b
Content-Type: text/rfc822-headers

Message-ID: <01890000-0000-7000-8000-000000000001@acme.test>
--b--
`);
  const { outcomes, originalKeys } = deliveryReportIn(report)!;
  assert.deepEqual(outcomes.map(({ address, outcome }) => [address, outcome]), [
    ["ann@customer.test", "failed"],
    ["uma@customer.test", "delayed"],
  ]);
  assert.equal(outcomes[0]!.why, "The address does not exist (550 5.1.1 No such user)");
  assert.deepEqual(originalKeys, ["<01890000-0000-7000-8000-000000000001@acme.test>"]);
  assert.equal(deliveryReportIn(await mime("From: a@x.test\n\nAction: failed")), undefined);
  assert.equal(reasonOf("5.2.2", ""), "The mailbox is full");
});
