import assert from "node:assert/strict";
import { strangersIn } from "./strangers.ts";

const ALLOWED = [
  "northwind.example",
  "maya@acme-cloud.example",
  "https://portal.acme-cloud.example/x",
];

Deno.test("strangersIn() knows the account's own hosts, what is below them, and named addresses", () => {
  const text = `See [your portal](https://portal.acme-cloud.example/p?a=1) and
    https://www.northwind.example/team, northwind.example/start. Write to maya@acme-cloud.example,
    priya@northwind.example or <mailto:priya@eu.northwind.example?subject=Hello>.`;
  assert.deepEqual(strangersIn(text, ALLOWED), []);
});

const STRANGERS: Record<string, string> = {
  "Pay at http://evil.example/pay.": "http://evil.example/pay",
  "[Your portal](https://northwind.example.evil.example/)":
    "https://northwind.example.evil.example/",
  "https://northwind.example@evil.example/": "https://northwind.example@evil.example/",
  "https://notnorthwind.example/": "https://notnorthwind.example/",
  "https:\\\\evil.example\\x": "https:\\\\evil.example\\x",
  "//evil.example/x": "//evil.example/x",
  "Visit www.evil.example now": "www.evil.example",
  "Visit evil.example now": "evil.example",
  "Visit evil.zip/now": "evil.zip/now",
  "Write to thief@evil.example.": "thief@evil.example",
  "mailto:thief@evil.example?bcc=a": "mailto:thief@evil.example?bcc=a",
  "thief@evil.example@northwind.example": "thief@evil.example@northwind.example",
  "[x](javascript:alert(1))": "javascript:alert(1",
  "[x](data:text/html;base64,PHN=)": "data:text/html;base64,PHN=",
  "ftp://northwind.example/": "ftp://northwind.example/",
  "https://n\u043erthwind.example/": "https://n\u043erthwind.example/",
  "https://ev\u200bil.example": "https://evil.example",
  "HTTPS://EVIL.EXAMPLE": "HTTPS://EVIL.EXAMPLE",
  "[x](/local/path)": "/local/path",
};

for (const [text, stranger] of Object.entries(STRANGERS)) {
  Deno.test(`strangersIn() names the stranger in ${JSON.stringify(text)}`, () => {
    assert.deepEqual(strangersIn(text, ALLOWED), [stranger]);
  });
}

Deno.test("strangersIn() takes no plain words for links", () => {
  const text =
    "Mr. Fischer: see v1.2.3 of the plan, i.e. 30.5 % more. Use Node.js, then {{portal_link}}.";
  assert.deepEqual(strangersIn(text, []), []);
});

Deno.test("strangersIn() reads a long text of anything in a moment", () => {
  for (const piece of ["a", "a.", "@a.", "https://", "](", "x@x.x ", "a-", "//", "@", "a@"]) {
    const since = performance.now();
    strangersIn(piece.repeat(200_000 / piece.length), ALLOWED);
    assert.ok(performance.now() - since < 10_000, piece);
  }
});
