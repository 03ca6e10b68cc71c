import assert from "node:assert/strict";
import { PAYLOADS } from "../../tests/hostile_texts.ts";
import { safeUrl } from "./link.tsx";

Deno.test("safeUrl() keeps web pages, letters and places in Thread", () => {
  for (
    const url of [
      "/accounts/7?tab=notes#last",
      "accounts/7",
      "?after=5",
      "#main",
      "https://thread.example/a:b",
      "HTTP://thread.example",
      "mailto:help@acme.example?subject=Hello",
      "/a/javascript:b",
      "",
    ]
  ) assert.equal(safeUrl(url), url);
});

Deno.test("safeUrl() gives nothing for any other scheme, however it is written", () => {
  for (const payload of PAYLOADS) {
    const kept = safeUrl(payload);
    if (kept === undefined) continue;
    assert.match(new URL(kept, "https://thread.example/").protocol, /^(https?|mailto):$/, payload);
  }
  assert.equal(safeUrl("java\tscript:pwn()"), undefined);
  assert.equal(safeUrl("tel:+491234"), undefined);
});
