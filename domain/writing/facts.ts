import { splitSentences } from "./sentences.ts";
import type { Source } from "./sources.ts";
import { strangersIn } from "./strangers.ts";

/** A sentence of a source that says something about what is being written. */
export interface Fact {
  text: string;
  label: string;
  /** The source's index. */
  source: number;
}

const WEIGHTS: Partial<Record<Source["kind"], number>> = {
  handoff: 3,
  answer: 2.5,
  note: 1,
  record: 1,
};
const SHORTEST = 3;
const LONGEST = 240;

/**
 * The sentences that fit `about` best, never more than `most`, in the order of their sources. What
 * a customer reads gets nothing that sounds like our own side of the story.
 */
export function factsAbout(
  about: string,
  sources: Source[],
  { most, forCustomer, sharing = 0 }: {
    most: number;
    forCustomer: boolean;
    /** How many words a sentence must have in common with it, whoever wrote it. */
    sharing?: number;
  },
): Fact[] {
  const words = wordsOf(about);
  const told = about.toLowerCase();
  return sources.flatMap(({ kind, label, text }, source) => {
    const weight = WEIGHTS[kind];
    if (weight === undefined) return [];
    return splitSentences(text)
      .filter((sentence) => isUsable(sentence) && !told.includes(sentence.toLowerCase()))
      .filter((sentence) => !forCustomer || !isInside(`${label} ${sentence}`))
      .map((sentence, at) => {
        const inCommon = shared(words, wordsOf(`${label} ${sentence}`));
        const fact = { text: sentence, label: nameOf(label), source };
        return { fact, inCommon, score: weight - at / 10 + 2 * inCommon };
      });
  }).filter(({ inCommon, score }) => inCommon >= sharing && score > 0.5)
    .sort((a, b) => b.score - a.score)
    .slice(0, most).map(({ fact }) => fact)
    .sort((a, b) => a.source - b.source);
}

/** Nothing that asks, leads away, or would be read as a variable. */
function isUsable(sentence: string): boolean {
  return sentence.length >= SHORTEST && sentence.length <= LONGEST && !sentence.endsWith("?") &&
    !/\{\{|\}\}|!\[|<[a-z/!]/i.test(sentence) && strangersIn(sentence, []).length === 0 &&
    !ORDERS.test(sentence);
}

/** A sentence that talks to a machine is no fact about a customer. */
const ORDERS =
  /\b(ignore|disregard|forget|override)\b.{0,40}\b(instruction|prompt|rule|above|previous|prior|earlier|everything)|\b(system prompt|you are now|as an ai|jailbreak|developer mode|act as)\b|^\s*(system|assistant|user)\s*:/i;

const INSIDE =
  /\b(internal(ly)?|confidential|do not (share|tell|send)|don't (share|tell)|between us|churn|discount|pric(e|es|ing)|budget|competitor|politic\w*|difficult|annoy\w*|angry|lawsuit|risk\w*|salary|password|secret)\b/i;

const isInside = (text: string) => INSIDE.test(text);

/** "Handoff: main goal" is about the main goal. */
function nameOf(label: string): string {
  return label.replace(/^(handoff|form|answer|notes?)\b[^:]*:\s*/i, "").trim();
}

function wordsOf(text: string): Set<string> {
  const words = text.toLowerCase().match(/\p{L}{4,}/gu) ?? [];
  return new Set(words.filter((word) => !COMMON.has(word)).map((word) => word.slice(0, 6)));
}

const COMMON = new Set(
  "about after also been before could does doing each every from have here into just know like make more most need only other over please send some than that their them then there they this today upon very want were what when where which while will with would your yours best team"
    .split(" "),
);

function shared(some: Set<string>, others: Set<string>): number {
  let count = 0;
  for (const word of some) if (others.has(word)) count++;
  return count;
}
