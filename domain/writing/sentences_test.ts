import assert from "node:assert/strict";
import { checkSentences, joinParagraphs, splitSentences } from "./sentences.ts";
import type { Source } from "./sources.ts";

const sources: Source[] = [
  { kind: "template", label: "Welcome", text: "Welcome aboard." },
  {
    kind: "note",
    label: "Note",
    text: "They pay $48,000 and go live on 3 May at northwind.example.",
  },
];

Deno.test("splitSentences() ends sentences at lines too, and leaves out marks without words", () => {
  assert.deepEqual(splitSentences("Hi Priya,\n\nwelcome. It is 3.5 % now!\n---\n- One thing"), [
    "Hi Priya,",
    "welcome.",
    "It is 3.5 % now!",
    "- One thing",
  ]);
});

const claim = (text: string, source?: number) => checkSentences([{ text, source }], sources)[0];

Deno.test("checkSentences() believes a source that exists and holds every figure and link", () => {
  assert.equal(claim("You pay 48000 a year and go live on 3 May.", 1)!.source, 1);
  assert.equal(claim("See northwind.example.", 1)!.source, 1);
});

Deno.test("checkSentences() marks as unsupported what its source does not say", () => {
  assert.equal(claim("You pay 58,000 a year.", 1)!.source, undefined);
  assert.equal(claim("You go live on 13 May.", 1)!.source, undefined);
  assert.equal(claim("See evil.example/pay.", 1)!.source, undefined);
  assert.equal(claim("Welcome.", 2)!.source, undefined);
  assert.equal(claim("Welcome.", -1)!.source, undefined);
  assert.equal(claim("Welcome.")!.source, undefined);
});

Deno.test("joinParagraphs() makes the text that a person reads", () => {
  const one = (text: string) => ({ text });
  assert.equal(
    joinParagraphs([[one("Hi,")], [one("It is."), one("It was.")]]),
    "Hi,\n\nIt is. It was.",
  );
});
