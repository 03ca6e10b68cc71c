import assert from "node:assert/strict";
import fc from "fast-check";
import { Refused } from "../base/errors.ts";
import { type Letter, writeLetter } from "./letters.ts";
import { type Markup, markup } from "./markup.ts";

const signIn: Letter = {
  subject: "Sign in to Thread",
  paragraphs: ["To sign in, open this page and press Continue."],
  button: { label: "Open the page", url: "https://thread.test/sign-in/abc?x=1&y=2" },
  code: { label: "Or enter this code", value: "012345" },
  closing: ["Both work once, for 10 minutes."],
  why: "You get this mail because somebody asked for it with your address.",
};

Deno.test("a letter says the same as text and as HTML", () => {
  const { subject, text, html } = writeLetter(signIn, { name: "Acme Cloud", accent: "#ffdd00" });
  assert.equal(subject, "Sign in to Thread");
  assert.equal(
    text,
    `To sign in, open this page and press Continue.

Open the page:
https://thread.test/sign-in/abc?x=1&y=2

Or enter this code: 012345

Both work once, for 10 minutes.

-- 
Acme Cloud
You get this mail because somebody asked for it with your address.
`,
  );
  for (
    const said of [
      "press Continue.",
      "Open the page",
      "012345",
      "10 minutes.",
      "Acme Cloud",
      "asked for it",
    ]
  ) {
    assert.ok(html.includes(said), said);
  }
  assert.match(html, /href="https:\/\/thread\.test\/sign-in\/abc\?x=1&amp;y=2"/);
  assert.match(html, /background: #ffdd00; color: #000000/);
  assert.match(html, /color-scheme" content="light dark"/);
  assert.doesNotMatch(html, /<table|<script|@import|url\(/);
});

Deno.test("nothing put into a letter becomes markup", () => {
  const text = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.constantFrom(
      "<script>x</script>",
      `"><img src=x onerror=y>`,
      "' onclick='x",
      "</p></body>",
      "&lt;",
    ),
  );
  const plain = tagsOf(writeLetter(signIn).html);
  fc.assert(fc.property(text, text, text, text, (subject, label, why, value) => {
    const { html } = writeLetter({
      ...signIn,
      subject,
      button: { ...signIn.button!, label },
      code: { label, value },
      closing: [value.replace(/[\r\n]/g, " ") || "x"],
      why,
    }, { name: label });
    assert.deepEqual(tagsOf(html), plain);
  }));
});

Deno.test("a letter links to the web only", () => {
  for (const url of ["javascript:alert(1)", "data:text/html,x", "/path", "http:", ""]) {
    assert.throws(() => writeLetter({ ...signIn, button: { label: "Go", url } }), Refused);
  }
  const { html } = writeLetter(signIn, { name: "Acme", logoUrl: "javascript:alert(1)" });
  assert.doesNotMatch(html, /javascript|<img/);
  const quoted = { label: "Go", url: 'https://a.test/"onmouseover="x' };
  assert.match(
    writeLetter({ ...signIn, button: quoted }).html,
    /href="https:\/\/a\.test\/%22onmouseover=%22x"/,
  );
});

Deno.test("an accent that is no colour is not written into the style", () => {
  const { html } = writeLetter(signIn, { name: "Acme", accent: "red; background: url(//evil)" });
  assert.doesNotMatch(html, /evil/);
});

Deno.test("markup() takes no markup that it has not made", () => {
  assert.equal(markup`<b>${"<i>"}${markup`<u>`}</b>`.html, "<b>&lt;i&gt;<u></b>");
  const forged = JSON.parse('{"html":"<script>"}') as Markup;
  assert.throws(() => markup`${forged}`);
});

/** Tags with the names of their attributes, in order. */
function tagsOf(html: string): string[] {
  return [...html.matchAll(/<(\/?[a-z!][^\s>]*)((?:\s+[\w-]+="[^"]*")*)[^>]*>/g)].map((
    [, name, attributes],
  ) =>
    [name, ...[...attributes!.matchAll(/\s([\w-]+)=/g)].map(([, attribute]) => attribute)].join(" ")
  );
}
