import assert from "node:assert/strict";
import { openLines } from "./lines.ts";

Deno.test("lines leave together, in order, soon or when told to", async () => {
  const written: string[] = [];
  const sent = Promise.withResolvers<void>();
  const lines = openLines((text) => {
    written.push(text);
    sent.resolve();
  });
  lines.add("one");
  lines.add("two");
  assert.deepEqual(written, []);
  await sent.promise;
  assert.deepEqual(written, ["one\ntwo\n"]);
  lines.add("three");
  lines.flush();
  lines.flush();
  assert.deepEqual(written, ["one\ntwo\n", "three\n"]);
});

Deno.test("a long wait is not waited for", () => {
  const written: string[] = [];
  const lines = openLines((text) => void written.push(text));
  for (let i = 0; i < 70; i++) lines.add("x".repeat(1000));
  assert.equal(written.length, 1);
  lines.flush();
  assert.equal(written.join("").length, 70 * 1001);
});
