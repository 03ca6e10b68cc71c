import assert from "node:assert/strict";
import fc from "fast-check";
import { linkPieces } from "./mail_text.tsx";

Deno.test("linkPieces() finds web addresses, and leaves the sentence's marks outside", () => {
  assert.deepEqual(linkPieces("See https://a.test/x?y=1&z=(2), or http://b.test."), [
    { text: "See " },
    { text: "https://a.test/x?y=1&z=(2", href: "https://a.test/x?y=1&z=(2" },
    { text: "), or " },
    { text: "http://b.test", href: "http://b.test" },
    { text: "." },
  ]);
  assert.deepEqual(linkPieces("javascript:alert(1) data:text/html,x http://"), [
    { text: "javascript:alert(1) data:text/html,x http://" },
  ]);
});

Deno.test("linkPieces() loses no character and links to the web only", () => {
  const text = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.webUrl().map((url) => `x ${url}, y`),
    fc.string().map((rest) => `http://a.test/${rest}`),
  );
  fc.assert(fc.property(text, (line) => {
    const pieces = linkPieces(line);
    assert.equal(pieces.map((piece) => piece.text).join(""), line);
    for (const { href } of pieces) {
      if (href !== undefined) assert.match(href, /^https?:\/\/[^\s"'<>]+$/);
    }
  }));
});
