import { Refused } from "../base/errors.ts";
import type { Colour } from "../people/colours.ts";
import { setAsHtml } from "./letter_html.ts";
import { oneLine, webAddress } from "./outgoing.ts";

/** What a letter says. It is written once, and set twice: as plain text and as HTML. */
export interface Letter {
  subject: string;
  paragraphs: string[];
  button?: { label: string; url: string };
  /** To type where the letter was asked for. `label` stands before it. */
  code?: { label: string; value: string };
  /** After the button and the code. */
  closing?: string[];
  /** Why this person gets it, in one sentence. */
  why: string;
  /** How mail of this kind is stopped, with one press. */
  stop?: { label: string; url: string };
  /** Left out, it is in English. */
  lang?: string;
  /** "Open the page:", as its language sets a colon. */
  labelled?: (label: string) => string;
}

export interface Letterhead {
  /** The organisation, or Thread itself. */
  name: string;
  accent?: Colour;
  /** Where the logo is for everybody; a mail cannot reach what needs a session. */
  logoUrl?: string;
}

export interface WrittenLetter {
  subject: string;
  text: string;
  html: string;
}

const THREAD: Letterhead = { name: "Thread" };

export function writeLetter(letter: Letter, on: Letterhead = THREAD): WrittenLetter {
  const head = { ...on, name: inLetter(on.name) };
  const checked = {
    ...letter,
    subject: oneLine(letter.subject, 500),
    button: letter.button && { ...letter.button, url: webUrl(letter.button.url) },
    code: letter.code && { ...letter.code, value: oneLine(letter.code.value, 40) },
    why: oneLine(letter.why, 1000),
    stop: letter.stop && { ...letter.stop, url: webUrl(letter.stop.url) },
  };
  return {
    subject: checked.subject,
    text: setAsText(checked, head),
    html: setAsHtml(checked, head),
  };
}

/**
 * A name within a letter. It cannot start a line of its own, nor make a mail program link to
 * another site: of an address only the host is left.
 */
export function inLetter(name: string): string {
  return oneLine(name, 254).replace(/[a-z][a-z0-9+.-]*:\/\/+/gi, "");
}

function setAsText(letter: Letter, head: Letterhead) {
  const { paragraphs, button, code, closing = [], why, stop, labelled = withColon } = letter;
  return [
    ...paragraphs,
    ...(button ? [`${labelled(button.label)}\n${button.url}`] : []),
    ...(code ? [`${labelled(code.label)} ${code.value}`] : []),
    ...closing,
    `-- \n${head.name}\n${why}${stop ? `\n${labelled(stop.label)} ${stop.url}` : ""}`,
  ].map((part) => part.trim()).join("\n\n") + "\n";
}

export const withColon = (label: string) => `${label}:`;

function webUrl(url: string): string {
  const address = webAddress(url);
  if (!address) throw new Refused(`"${url.slice(0, 100)}" is not a web address`);
  return address;
}
