import assert from "node:assert/strict";
import { everyLetter, type LetterValues } from "../../tests/every_letter.ts";
import { PAYLOADS, shapeOf } from "../../tests/hostile_texts.ts";
import { type Letter, writeLetter } from "./letters.ts";

const OURS = "https://thread.test/";
const plain: LetterValues = {
  name: "Ann Lee",
  email: "ann@acme.test",
  link: `${OURS}in/abc?x=1&y=2`,
  code: "012345",
};
const FORGERIES = [
  "Eve\r\nBcc: all@acme.test\n\nPay here: http://evil.test",
  "Eve\u2028Bcc: all@acme.test",
  "https://evil.test/login",
  "HTTP:////evil.test and https://https://evil.test",
  "hthttp://tp://evil.test",
];

for (const [name, write] of everyLetter) {
  Deno.test(`${name}() makes no element, scheme, line or foreign link of any text put into it`, () => {
    const usual = tagsOf(writeLetter(write(plain)).html);
    for (const text of [...PAYLOADS, ...FORGERIES]) {
      const logoUrl = PAYLOADS.includes(text) ? text : undefined;
      for (const values of [{ ...plain, name: text }, { ...plain, email: text, code: text }]) {
        const written = writeLetter(write(values), { name: text, accent: text, logoUrl });
        assert.deepEqual(tagsOf(written.html), usual, text);
        assert.doesNotMatch(written.subject, /[\p{Cc}\p{Zl}\p{Zp}]/u);
        assert.doesNotMatch(written.text, /^(Bcc|Pay here)/m);
      }
      const { text: words } = writeLetter(write({ ...plain, name: text }));
      for (const link of linksIn(words)) assert.ok(link.startsWith(OURS), `${link} of ${text}`);
    }
  });

  Deno.test(`${name}() says the same as text and as HTML`, () => {
    const letter = write(plain);
    const { text, html } = writeLetter(letter, { name: "Acme Cloud" });
    for (const said of sayings(letter)) {
      assert.ok(text.includes(said), `the text says ${said}`);
      assert.ok(wordsOf(html).includes(said), `the HTML says ${said}`);
    }
    const hrefs = shapeOf(html).flatMap(({ attributes }) => attributes.get("href") ?? []);
    assert.deepEqual(hrefs, linksIn(text));
    assert.match(letter.why, /^You get this letter because /);
  });

  if (!write(plain).button) continue;
  Deno.test(`${name}() refuses a link to anything but the web`, () => {
    for (const link of ["javascript:alert(1)", "data:text/html,x", "//evil.test", ""]) {
      assert.throws(() => writeLetter(write({ ...plain, link })), /is not a web address/);
    }
  });
}

/** Elements with the names of their attributes, and the values of those that lead somewhere. */
function tagsOf(html: string): string[] {
  return shapeOf(html).map(({ tag, attributes }) =>
    [
      tag,
      ...attributes.keys(),
      ...["href", "src", "action"].map((name) => attributes.get(name) ?? ""),
    ].join(" ")
  );
}

function linksIn(text: string): string[] {
  return [...text.matchAll(/[a-z]+:\/\/\S+/gi)].map(([link]) => link);
}

function sayings({ paragraphs, button, code, closing = [], why }: Letter): string[] {
  return [
    ...paragraphs,
    ...(button ? [button.label, button.url] : []),
    ...(code ? [code.label, code.value] : []),
    ...closing,
    why,
    "Acme Cloud",
  ];
}

function wordsOf(html: string): string {
  return html.replace(/<style>.*?<\/style>|<[^>]*>/gs, "\n")
    .replaceAll("&#39;", "'").replaceAll("&quot;", '"').replaceAll("&amp;", "&");
}
