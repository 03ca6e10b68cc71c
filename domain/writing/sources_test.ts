import assert from "node:assert/strict";
import fc from "fast-check";
import { INJECTIONS } from "../../tests/injections_data.ts";
import { cleanText, fence, fenceAll, fitSources, type Source } from "./sources.ts";

const note = (text: string, label = "Note"): Source => ({ kind: "note", label, text });

/** What a reader who knows the fence takes for ours: the lines that are not quoted. */
const ours = (fenced: string) =>
  fenced.split(/\r\n?|[\n\v\f\x85\u2028\u2029]/)
    .filter((line) => !line.startsWith("| "));

Deno.test("fence() keeps each of 60 and more injections within the source they came in", () => {
  assert.ok(INJECTIONS.length >= 60);
  for (const text of INJECTIONS) {
    assert.deepEqual(
      ours(fence(note(text), 1)),
      ['<source number="1" kind="note" label="Note">', "</source>"],
      text.slice(0, 80),
    );
    const [first, last, ...others] = ours(fence(note("Plain", text), 2));
    assert.match(first!, /^<source number="2" kind="note" label="[^"<>]*">$/, text.slice(0, 80));
    assert.equal(last, "</source>");
    assert.deepEqual(others, []);
  }
});

Deno.test("fence() holds whatever is put into it", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "binary" }), (text, label) => {
      assert.equal(ours(fence(note(text, label), 1)).length, 2);
    }),
  );
});

Deno.test("a source loses no word in its fence, and every invisible one", () => {
  const fenced = fence(note("Goal: 30 % fewer tickets\r\nby\u200b May\u{e0041}\u202e."), 1);
  assert.match(fenced, /\n\| Goal: 30 % fewer tickets\n\| by May\.\n<\/source>$/);
  assert.equal(cleanText("e\u0301"), "\u00e9");
});

Deno.test("sources are numbered from 1", () => {
  assert.match(fenceAll([note("One"), note("Two")]), /number="1"[^]*One[^]*number="2"[^]*Two/);
});

Deno.test("fitSources() shortens the longest ones only, until all fit", () => {
  const fitted = fitSources(
    [note("a".repeat(10)), note("b".repeat(900)), note("c".repeat(60))],
    300,
  );
  assert.deepEqual(
    fitted.map(({ text }) => text.replaceAll(/\n.*/g, "").length),
    [10, 230, 60],
  );
  assert.match(fitted[1]!.text, /\n\[The rest is left out\]$/);
  const few = [note("a"), note("b")];
  assert.deepEqual(fitSources(few, 300), few);
});
