import assert from "node:assert/strict";
import { PAYLOADS } from "../../tests/hostile_texts.ts";
import { writeCustomerLetter } from "./customer_letter.ts";

const head = { name: "Acme Cloud", accent: "#0a7a4b" as const };

Deno.test("writeCustomerLetter() says the same as text and as HTML", () => {
  const { subject, text, html } = writeCustomerLetter({
    subject: "Welcome\r\nBcc: eve@z.test",
    body: "Hello **Priya**,\n\n- one\n- two\n\n1. first\n2. second\n\n> so it was\n\n" +
      "See https://acme.test/p/1. Or [the plan](https://acme.test/plan).",
  }, head);
  assert.equal(subject, "Welcome Bcc: eve@z.test");
  assert.equal(
    text,
    "Hello Priya,\n\n- one\n- two\n\n1. first\n2. second\n\n> so it was\n\n" +
      "See https://acme.test/p/1. Or the plan (https://acme.test/plan).\n",
  );
  assert.match(html, /Hello <strong>Priya<\/strong>,/);
  assert.match(
    html,
    /<a href="https:\/\/acme\.test\/p\/1" [^>]*>https:\/\/acme\.test\/p\/1<\/a>\./,
  );
  assert.match(html, /<a href="https:\/\/acme\.test\/plan" [^>]*>the plan<\/a>/);
  assert.match(html, /Acme Cloud/);
});

Deno.test("writeCustomerLetter() makes no element, picture or script of any text", () => {
  for (
    const payload of [...PAYLOADS, "![x](https://evil.test/x.png)", "[x](javascript:alert(1))"]
  ) {
    const { html } = writeCustomerLetter({ subject: payload, body: payload }, { name: payload });
    const tags = new Set([...html.matchAll(/<([a-z0-9]+)/gi)].map(([, tag]) => tag!.toLowerCase()));
    for (
      const tag of ["script", "img", "iframe", "svg", "object", "form", "input", "link", "base"]
    ) {
      assert.ok(!tags.has(tag), `<${tag}> of ${payload}`);
    }
    assert.doesNotMatch(html, /href="(?!https?:|mailto:)/i, payload);
  }
});
