import assert from "node:assert/strict";
import { readSettings } from "../base/settings.ts";
import { providerOf } from "./provider.ts";

const providerWith = (set: Record<string, string>) => providerOf({ secret: (name) => set[name] });

Deno.test("providerOf() knows a server by its address or by OpenAI's key", () => {
  assert.equal(providerWith({}), undefined);
  assert.equal(providerWith({ OPENAI_API_KEY: "", OPENAI_MODEL: "large" }), undefined);
  assert.deepEqual(providerWith({ OPENAI_API_KEY: "sk-1" }), {
    url: "https://api.openai.com/v1",
    model: "gpt-5-mini",
    key: "sk-1",
  });
  assert.deepEqual(
    providerWith({ OPENAI_BASE_URL: "http://127.0.0.1:11434/v1/", OPENAI_MODEL: "large" }),
    { url: "http://127.0.0.1:11434/v1", model: "large", key: undefined },
  );
});

Deno.test("a start says what is wrong with the settings of the language model", () => {
  assert.throws(() => readSettings({ OPENAI_BASE_URL: "ai.example.com" }, true), /must be a web/);
  assert.throws(
    () => readSettings({ OPENAI_BASE_URL: "https://ai.example.com/v1" }, true),
    /OPENAI_MODEL is missing/,
  );
  readSettings({ OPENAI_API_KEY: "sk-1" }, true);
});
