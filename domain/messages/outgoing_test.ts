import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import fc from "fast-check";
import { oneLine, shortWords, webAddress } from "./outgoing.ts";

Deno.test("oneLine() leaves one line of whole characters, and is done after once", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.integer({ min: 1, max: 50 }), (text, limit) => {
      const line = oneLine(text, limit);
      assert.doesNotMatch(line, /[\p{Cc}\p{Zl}\p{Zp}]/u);
      assert.ok(line.isWellFormed() && [...line].length <= limit);
      assert.equal(oneLine(line, limit), line);
    }),
  );
});

Deno.test("oneLine() keeps names as people write them", () => {
  for (
    const name of [
      "Zoë O’Neill-Müller",
      "نیما می‌خواهم",
      "李 小龍",
      "👩‍💻 Ann",
      "Ann (CSM), Acme & Co.",
    ]
  ) {
    assert.equal(oneLine(name, 120), name);
  }
});

Deno.test("webAddress() passes http and https in one spelling, nothing else", () => {
  assert.equal(webAddress("https://a.test/x?y=1"), "https://a.test/x?y=1");
  assert.equal(webAddress("https://a.test/x>\r\nBcc: e"), "https://a.test/x%3EBcc:%20e");
  for (
    const bad of [
      "javascript:alert(1)",
      "data:text/html,x",
      "mailto:a@b.test",
      "/x",
      "",
      null,
      undefined,
    ]
  ) {
    assert.equal(webAddress(bad), undefined);
  }
});

Deno.test("shortWords() hides a secret in each spelling a server may repeat", () => {
  const secret = "p w/ö";
  const said = `no: ${secret} ${encodeURIComponent(secret)} ${
    Buffer.from(secret).toString("base64")
  }`;
  assert.equal(shortWords(said, [secret]), "no: [hidden] [hidden] [hidden]");
  assert.equal(shortWords("x".repeat(999)).length, 300);
});
