import { accentPalette, type Colour, contrast, readColour, textOn } from "../people/colours.ts";
import type { Letter, Letterhead } from "./letters.ts";
import { type Markup, markup } from "./markup.ts";
import { webAddress } from "./outgoing.ts";

const THREADS_ACCENT = "#2257c9";
const SHEET = { light: "#ffffff", dark: "#18191c" };

/**
 * Mail programs know little of CSS: the styles stand in the elements, and what a dark screen needs
 * otherwise stands in the head, for those that read it.
 */
export function setAsHtml(
  { subject, paragraphs, button, code, closing = [], why, stop, lang, labelled }: Letter,
  head: Letterhead,
): string {
  const accent = accentOf(head);
  const edge = edgesOf(accent);
  return onSheet(
    subject,
    head,
    markup`<h1 style="margin: 0 0 20px; font-size: 22px; line-height: 1.3; font-weight: 600; overflow-wrap: anywhere;">${subject}</h1>
${paragraphs.map(paragraph)}
${button && buttonTo(button, accent, edge.light)}
${code && codeOf(code, labelled)}
${closing.map(paragraph)}`,
    markup`<br>${why}${
      stop && markup`<br><a href="${stop.url}" style="color: inherit;">${stop.label}</a>`
    }`,
    lang,
  );
}

/** A whole letter: the organisation above, what it says, and below why it came. */
export function onSheet(
  subject: string,
  head: Letterhead,
  said: Markup,
  below?: Markup,
  lang = "en",
): string {
  const accent = accentOf(head);
  const edge = edgesOf(accent);
  return markup`<!doctype html>
<html lang="${lang}">
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
  .sheet { background: ${SHEET.dark} !important; border-color: ${edge.dark} #303136 #303136 !important; }
  .button { border-color: ${edge.dark} !important; }
  .code { background: #101113 !important; border-color: #303136 !important; }
  .logo { background: #ffffff !important; padding: 6px 10px !important; border-radius: 6px; }
  .quiet { color: #a4a5ab !important; }
}
@media (max-width: 420px) {
  .sheet { padding: 24px 20px 20px !important; }
  .button { display: block !important; text-align: center !important; }
}
</style>
</head>
<body class="page" style="margin: 0; padding: 32px 12px; background: #f6f6f4; color: #1c1c1a; font: 16px/1.55 Inter, system-ui, -apple-system, 'Segoe UI', Roboto, Arial, sans-serif; -webkit-text-size-adjust: 100%;">
<div class="sheet" style="box-sizing: border-box; max-width: 560px; margin: 0 auto; padding: 32px 36px 24px; background: ${SHEET.light}; border: 1px solid #e3e3df; border-top: 4px solid ${accent}; border-radius: 10px;">
${nameplate(head)}
${said}
</div>
<p class="quiet" style="box-sizing: border-box; max-width: 560px; margin: 20px auto 0; padding: 0 12px; color: #63635e; font-size: 13px; overflow-wrap: anywhere;"><strong>${head.name}</strong>${below}</p>
</body>
</html>
`.html;
}

function accentOf({ accent }: Letterhead): Colour {
  return readColour(accent ?? "") ?? THREADS_ACCENT;
}

/** An accent that hardly differs from the sheet gets an edge that does. */
function edgesOf(accent: Colour): { light: Colour; dark: Colour } {
  const { light, dark } = accentPalette(accent);
  const edge = (sheet: Colour, shade: Colour) => contrast(accent, sheet) >= 3 ? accent : shade;
  return { light: edge(SHEET.light, light.text), dark: edge(SHEET.dark, dark.text) };
}

function nameplate({ name, logoUrl }: Letterhead): Markup {
  const logo = webAddress(logoUrl);
  if (!logo) {
    return markup`<p style="margin: 0 0 24px; font-weight: 600; overflow-wrap: anywhere;">${name}</p>`;
  }
  return markup`<p style="margin: 0 0 24px; font-weight: 600;"><img class="logo" src="${logo}" alt="${name}" height="32" style="height: 32px; max-width: 100%; border: 0; vertical-align: middle;"></p>`;
}

function paragraph(text: string): Markup {
  const lines = text.trim().split(/\r?\n/).map((line, i) =>
    i === 0 ? markup`${line}` : markup`<br>${line}`
  );
  return markup`<p style="margin: 0 0 16px; overflow-wrap: anywhere;">${lines}</p>
`;
}

/** The address stands there too, for readers whose program shows no links. */
function buttonTo({ label, url }: NonNullable<Letter["button"]>, accent: Colour, edge: Colour) {
  return markup`<p style="margin: 28px 0 12px;"><a class="button" href="${url}" style="display: inline-block; padding: 14px 28px; border: 1px solid ${edge}; border-radius: 8px; background: ${accent}; color: ${
    textOn(accent)
  }; font-size: 17px; line-height: 1.3; font-weight: 600; text-decoration: none;">${label}</a></p>
<p class="quiet" style="margin: 0 0 24px; color: #63635e; font-size: 13px; word-break: break-all;">${url}</p>`;
}

/** One touch selects the whole of it, and nothing else. */
function codeOf(
  { label, value }: NonNullable<Letter["code"]>,
  labelled: Letter["labelled"] = (text) => `${text}:`,
): Markup {
  return markup`<p style="margin: 0 0 8px;">${labelled(label)}</p>
<p class="code" style="margin: 0 0 24px; padding: 14px 20px; background: #f6f6f4; border: 1px solid #e3e3df; border-radius: 8px; font: 600 32px/1.3 ui-monospace, 'SF Mono', Consolas, monospace; letter-spacing: 6px; text-align: center; overflow-wrap: anywhere; -webkit-user-select: all; user-select: all;">${value}</p>`;
}
