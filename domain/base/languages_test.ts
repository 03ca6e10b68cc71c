import assert from "node:assert/strict";
import { acceptedLanguage } from "./languages.ts";

Deno.test("acceptedLanguage() takes the browser's best wish that we speak", () => {
  assert.equal(acceptedLanguage("de-CH, en;q=0.8"), "de");
  assert.equal(acceptedLanguage("it, fr;q=0.5, es;q=0.9"), "es");
  assert.equal(acceptedLanguage("pt-BR"), "pt");
  assert.equal(acceptedLanguage("en;q=0, fr"), "fr");
  assert.equal(acceptedLanguage("FR;Q=1"), "fr");
});

Deno.test("acceptedLanguage() answers nothing for what is no wish of ours", () => {
  for (const header of [undefined, "", "*", "it", ";;q=,,", "de;q=0", "x".repeat(10_000)]) {
    assert.equal(acceptedLanguage(header), undefined);
  }
});
