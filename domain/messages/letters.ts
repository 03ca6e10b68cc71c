import { Refused } from "../base/errors.ts";
import { type Colour, readColour, textOn } from "../people/colours.ts";
import { type Markup, markup } from "./markup.ts";
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

export function writeLetter(letter: Letter, head: Letterhead = THREAD): WrittenLetter {
  const checked = {
    ...letter,
    subject: oneLine(letter.subject, 500),
    button: letter.button && { ...letter.button, url: webUrl(letter.button.url) },
  };
  return {
    subject: checked.subject,
    text: setAsText(checked, head),
    html: setAsHtml(checked, head).html,
  };
}

function setAsText({ paragraphs, button, code, closing = [], why }: Letter, head: Letterhead) {
  return [
    ...paragraphs,
    ...(button ? [`${button.label}:\n${button.url}`] : []),
    ...(code ? [`${code.label}: ${code.value}`] : []),
    ...closing,
    `-- \n${head.name}\n${why}`,
  ].map((part) => part.trim()).join("\n\n") + "\n";
}

function setAsHtml(
  { subject, paragraphs, button, code, closing = [], why }: Letter,
  head: Letterhead,
) {
  const accent = readColour(head.accent ?? "") ?? "#2257c9";
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${subject}</title>
<style>
:root { color-scheme: light dark; supported-color-schemes: light dark; }
@media (prefers-color-scheme: dark) {
  .page { background: #101113 !important; color: #ececee !important; }
  .sheet { background: #18191c !important; border-color: #303136 !important; }
  .quiet { color: #a4a5ab !important; }
}
</style>
</head>
<body class="page" style="margin: 0; padding: 24px 12px; background: #f6f6f4; color: #1c1c1a; font: 16px/1.5 Inter, system-ui, -apple-system, 'Segoe UI', Roboto, Arial, sans-serif;">
<div class="sheet" style="max-width: 560px; margin: 0 auto; padding: 28px; background: #ffffff; border: 1px solid #e3e3df; border-radius: 10px;">
${letterheadOf(head)}
${paragraphs.map(paragraph)}
${button && buttonTo(button, accent)}
${code && codeOf(code)}
${closing.map(paragraph)}
</div>
<p class="quiet" style="max-width: 560px; margin: 16px auto 0; padding: 0 28px; color: #63635e; font-size: 13px;">${head.name}<br>${why}</p>
</body>
</html>
`;
}

function letterheadOf({ name, logoUrl }: Letterhead): Markup {
  const logo = webAddress(logoUrl);
  if (!logo) return markup`<p style="margin: 0 0 20px; font-weight: 600;">${name}</p>`;
  return markup`<p style="margin: 0 0 20px;"><img src="${logo}" alt="${name}" height="28" style="height: 28px; border: 0;"></p>`;
}

function paragraph(text: string): Markup {
  const lines = text.trim().split(/\r?\n/).map((line, i) =>
    i === 0 ? markup`${line}` : markup`<br>${line}`
  );
  return markup`<p style="margin: 0 0 16px;">${lines}</p>
`;
}

/** The address stands there too, for readers whose program shows no links. */
function buttonTo({ label, url }: { label: string; url: string }, accent: Colour): Markup {
  return markup`<p style="margin: 24px 0 12px;"><a href="${url}" style="display: inline-block; padding: 10px 18px; border-radius: 8px; background: ${accent}; color: ${
    textOn(accent)
  }; font-weight: 600; text-decoration: none;">${label}</a></p>
<p class="quiet" style="margin: 0 0 16px; color: #63635e; font-size: 13px; word-break: break-all;">${url}</p>`;
}

function codeOf({ label, value }: { label: string; value: string }): Markup {
  return markup`<p style="margin: 0 0 4px;">${label}:</p>
<p style="margin: 0 0 16px; font: 600 28px/1.3 ui-monospace, 'SF Mono', Consolas, monospace; letter-spacing: 4px;">${value}</p>`;
}

function webUrl(url: string): string {
  const address = webAddress(url);
  if (!address) throw new Refused(`"${url.slice(0, 100)}" is not a web address`);
  return address;
}
