import assert from "node:assert/strict";
import fc from "fast-check";
import { accentPalette, contrast, isReadableOnLight, readColour, textOn } from "./colours.ts";

const colours = fc.integer({ min: 0, max: 0xffffff })
  .map((number) => `#${number.toString(16).padStart(6, "0")}`);

Deno.test("readColour() reads six hexadecimal digits and nothing else", () => {
  assert.equal(readColour(" #2257C9 "), "#2257c9");
  const wrong = [
    "",
    "#fff",
    "2257c9",
    "#2257c",
    "#2257c9ff",
    "#2257cg",
    "red",
    "rgb(0,0,0)",
    "#000000;}",
    "url(//evil)",
    "#２２57c9",
  ];
  assert.deepEqual(wrong.filter((text) => readColour(text) !== undefined), []);
});

Deno.test("contrast() answers the known ratios of WCAG", () => {
  const cases: [one: string, other: string, ratio: number][] = [
    ["#000000", "#ffffff", 21],
    ["#777777", "#ffffff", 4.48],
    ["#767676", "#ffffff", 4.54],
    ["#2257c9", "#ffffff", 6.41],
    ["#86abff", "#18191c", 7.77],
    ["#ff0000", "#ffffff", 4.0],
  ];
  for (const [one, other, ratio] of cases) {
    assert.equal(contrast(one, other).toFixed(2), ratio.toFixed(2), `${one} on ${other}`);
  }
});

Deno.test("contrast() is symmetric and between 1 and 21", () => {
  fc.assert(fc.property(colours, colours, (one, other) => {
    const ratio = contrast(one, other);
    assert.equal(ratio, contrast(other, one));
    assert.ok(ratio >= 1 && ratio <= 21.0001);
    assert.equal(contrast(one, one), 1);
  }));
});

Deno.test("whatever accent is chosen, every text on it and in it is at least 4.5:1", () => {
  fc.assert(
    fc.property(colours, (accent) => {
      const { light, dark } = accentPalette(accent);
      for (const { fill, onFill, text, weak } of [light, dark]) {
        assert.equal(fill, accent);
        assert.ok(contrast(onFill, fill) >= 4.5);
        assert.ok(contrast(text, weak) >= 4.5);
      }
      for (const ground of ["#f6f6f4", "#ffffff"]) assert.ok(contrast(light.text, ground) >= 4.5);
      for (const ground of ["#101113", "#18191c"]) assert.ok(contrast(dark.text, ground) >= 4.5);
    }),
    { numRuns: 1_000 },
  );
});

Deno.test("an accent that reads well is left as it is, and a pale one is darkened only as needed", () => {
  assert.equal(accentPalette("#2257c9").light.text, "#2257c9");
  assert.equal(isReadableOnLight("#2257c9"), true);
  assert.equal(isReadableOnLight("#ffcc00"), false);
  const yellow = accentPalette("#ffcc00");
  assert.equal(yellow.dark.text, "#ffcc00");
  assert.ok(contrast(yellow.light.text, yellow.light.weak) < 4.7);
  assert.equal(yellow.light.onFill, "#000000");
});

Deno.test("textOn() takes the better of black and white", () => {
  fc.assert(fc.property(colours, (fill) => {
    const best = Math.max(contrast("#000000", fill), contrast("#ffffff", fill));
    assert.equal(contrast(textOn(fill), fill), best);
  }));
});
