/** A text that others wrote and that a draft may use. All of it is untrusted. */
export interface Source {
  kind:
    | ("template" | "account" | "contact" | "note" | "handoff" | "mail" | "answer" | "wish")
    | "record";
  /** What a person calls it, such as "Note of 3 May" or "Handoff: main goal". */
  label: string;
  text: string;
  /** Of the row it came from, for a link. */
  id?: string;
}

/** What a language model reads of all sources together, in characters. */
export const MOST_SOURCES = 60_000;
const MOST_LABEL = 200;

/**
 * Stands a source between two lines that nothing within it can write: every line of the text begins
 * with "| ", whatever kind of line end it uses.
 */
export function fence({ kind, label, text }: Source, number: number): string {
  const name = cleanText(label).replaceAll(/[<>"\s]+/g, " ").trim().slice(0, MOST_LABEL);
  const lines = cleanText(text).split("\n").map((line) => `| ${line}`);
  return [`<source number="${number}" kind="${kind}" label="${name}">`, ...lines, "</source>"]
    .join("\n");
}

/** All sources, numbered from 1 as sentences name them. */
export function fenceAll(sources: Source[]): string {
  return sources.map((source, at) => fence(source, at + 1)).join("\n\n");
}

/** Shortens the longest ones until all of them together fit. */
export function fitSources(sources: Source[], most = MOST_SOURCES): Source[] {
  const lengths = sources.map(({ text }) => text.length).sort((a, b) => a - b);
  let left = most;
  let share = Infinity;
  for (const [at, length] of lengths.entries()) {
    share = Math.floor(left / (lengths.length - at));
    if (length > share) break;
    left -= length;
    share = Infinity;
  }
  return sources.map((source) =>
    source.text.length <= share
      ? source
      : { ...source, text: `${source.text.slice(0, share).toWellFormed()}\n[The rest is left out]` }
  );
}

/** Plain line ends, and none of the characters that a reader does not see. */
export function cleanText(text: string): string {
  return text.toWellFormed().replaceAll(/\r\n?|[\v\f\x85\u2028\u2029]/g, "\n")
    .replaceAll(INVISIBLE, "").normalize("NFC");
}

/** Controls, marks that turn the direction of text, and tags that spell unseen words. */
const INVISIBLE =
  /[^\P{Cc}\n\t]|[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}\u{e0100}-\u{e01ef}]/gu;
