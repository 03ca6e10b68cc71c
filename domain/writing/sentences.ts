import type { Source } from "./sources.ts";
import { strangersIn } from "./strangers.ts";

/** A sentence of a draft, and the place of its source in the list; none where nothing says it. */
export interface Sentence {
  text: string;
  source?: number;
}

/** A text that Thread wrote for a person to read before anything happens with it. */
export interface Written {
  subject?: string;
  body: string;
  /** The body's sentences in their order. */
  sentences: Sentence[];
  /** What the sentences' indexes name, as shown beside the draft. */
  sources: Source[];
}

const segmenter = new Intl.Segmenter("en", { granularity: "sentence" });

/** A line break always ends a sentence, so that entries of a list are sentences of their own. */
export function splitSentences(text: string): string[] {
  return text.split(/\n+/).flatMap((line) =>
    [...segmenter.segment(line)].map(({ segment }) => segment.trim())
  ).filter((sentence) => /[\p{L}\p{N}]/u.test(sentence));
}

/**
 * Believes a named source only where it can be so: it exists, and every figure, link and address of
 * the sentence stands in it. What fails is shown as without a source, not left out.
 */
export function checkSentences(sentences: Sentence[], sources: Source[]): Sentence[] {
  return sentences.map(({ text, source }) => {
    const named = source === undefined ? undefined : sources[source];
    return named && mayRestOn(text, named.text) ? { text, source } : { text };
  });
}

function mayRestOn(sentence: string, source: string): boolean {
  const told = source.toLowerCase();
  return figuresOf(sentence).every((figure) => figuresOf(source).includes(figure)) &&
    strangersIn(sentence, []).every((one) => told.includes(one.toLowerCase()));
}

/** "48,000" and "48000" are one figure. */
function figuresOf(text: string): string[] {
  return (text.match(/\d+(?:[.,'\u2019]\d+)*/g) ?? []).map((figure) =>
    figure.replaceAll(/[.,'\u2019](?=\d{3}(?!\d))/g, "")
  );
}

/** The body that these paragraphs make. */
export function joinParagraphs(paragraphs: Sentence[][]): string {
  return paragraphs.map((sentences) => sentences.map(({ text }) => text).join(" ")).join("\n\n");
}
