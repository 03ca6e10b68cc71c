const MOST = 2_000_000;

/** Ends a line, or a paragraph. */
const BLOCK =
  /^(p|div|section|article|header|footer|table|tr|ul|ol|li|h[1-6]|blockquote|pre|hr|br|form|dl|dt|dd)$/;
/** What stands in these is nobody's words. */
const SILENT = new Set(["script", "style", "title", "template", "noscript", "svg", "object"]);

/**
 * The words of a mail that came as HTML only. Nothing of it is ever shown as HTML, and no picture of
 * it is loaded. One pass over the text, whatever stands in it.
 */
export function textOfHtml(html: string): string {
  const text = html.slice(0, MOST);
  const out: string[] = [];
  let quotes = 0;
  let silent = "";
  for (let at = 0; at < text.length;) {
    const open = text.indexOf("<", at);
    const words = text.slice(at, open < 0 ? text.length : open);
    if (!silent && words !== "") out.push(spaced(words, out.at(-1) ?? ""));
    if (open < 0) break;
    const tag = tagAt(text, open);
    at = tag.end;
    if (silent) {
      if (tag.closes && tag.name === silent) silent = "";
    } else if (SILENT.has(tag.name)) silent = tag.closes ? "" : tag.name;
    else {
      if (tag.name === "blockquote") {
        quotes = Math.max(0, Math.min(20, quotes + (tag.closes ? -1 : 1)));
      }
      const between = breakFor(tag, "> ".repeat(quotes));
      if (between !== "") out.push(between);
    }
  }
  return tidy(out.join(""));
}

function breakFor({ name, closes }: Tag, quoted: string): string {
  if (name === "<") return "<";
  if (name === "li") return closes ? "" : `\n${quoted}- `;
  if (name === "td" || name === "th") return " ";
  if (name === "p") return `\n\n${quoted}`;
  return BLOCK.test(name) ? `\n${quoted}` : "";
}

interface Tag {
  name: string;
  closes: boolean;
  end: number;
}

/** A "<" that begins no tag is one of the words. */
function tagAt(text: string, open: number): Tag {
  if (text.startsWith("<!--", open)) {
    const end = text.indexOf("-->", open + 4);
    return { name: "", closes: false, end: end < 0 ? text.length : end + 3 };
  }
  const head = /^<([/!?]?)([a-z][a-z0-9:-]{0,40})/i.exec(text.slice(open, open + 44));
  if (!head) return { name: "<", closes: false, end: open + 1 };
  const end = text.indexOf(">", open);
  if (end < 0) return { name: "", closes: false, end: text.length };
  return { name: head[2]!.toLowerCase(), closes: head[1] === "/", end: end + 1 };
}

function spaced(words: string, before: string): string {
  const line = decoded(words.replaceAll(/[ \t\r\n\f]+/g, " "));
  return /(^|\s)$/.test(before.slice(-1)) ? line.replace(/^ /, "") : line;
}

const NAMED: Record<string, string> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: " ",
  ndash: "\u2013",
  mdash: "\u2014",
  hellip: "\u2026",
  lsquo: "\u2018",
  rsquo: "\u2019",
  ldquo: "\u201c",
  rdquo: "\u201d",
  euro: "\u20ac",
  auml: "\u00e4",
  ouml: "\u00f6",
  uuml: "\u00fc",
  Auml: "\u00c4",
  Ouml: "\u00d6",
  Uuml: "\u00dc",
  szlig: "\u00df",
  eacute: "\u00e9",
  egrave: "\u00e8",
  agrave: "\u00e0",
  ccedil: "\u00e7",
  ntilde: "\u00f1",
  atilde: "\u00e3",
};

function decoded(text: string): string {
  return text.replaceAll(/&(#x[0-9a-f]{1,6}|#\d{1,7}|[a-z]{2,8});/gi, (whole, name: string) => {
    if (!name.startsWith("#")) return NAMED[name] ?? whole;
    const code = /^#x/i.test(name) ? parseInt(name.slice(2), 16) : Number(name.slice(1));
    return code > 31 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff)
      ? String.fromCodePoint(code)
      : " ";
  });
}

function tidy(text: string): string {
  return text.split("\n").map((line) => /^(> ?)*\s*$/.test(line) ? "" : line.trimEnd()).join("\n")
    .replaceAll(/\n{3,}/g, "\n\n").trim();
}
