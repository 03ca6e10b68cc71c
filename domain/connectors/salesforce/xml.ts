/** An element with its namespace, whatever prefix was written. */
export interface XmlElement {
  namespace: string;
  name: string;
  /** By "{namespace}name". */
  attributes: Map<string, string>;
  children: XmlElement[];
  text: string;
  scope: Scope;
}

type Scope = ReadonlyMap<string, string>;

export class BadXml extends Error {
  override name = "BadXml";
}

const MOST_DEPTH = 20;
const MOST_ELEMENTS = 60_000;
const MOST_ATTRIBUTES = 30;

const QNAME = String.raw`[A-Za-z_][\w.-]*(?::[A-Za-z_][\w.-]*)?`;
const ATTRIBUTE = String.raw`(${QNAME})\s*=\s*("[^"<]*"|'[^'<]*')`;
const ATTRIBUTES = new RegExp(ATTRIBUTE, "g");
const OPEN = new RegExp(`<(${QNAME})((?:\\s+${ATTRIBUTE})*)\\s*(/?)>`, "y");
const CLOSE = new RegExp(`</(${QNAME})\\s*>`, "y");
const PROLOGUE =
  /^<\?xml\s+version=("1\.[01]"|'1\.[01]')(?:\s+encoding=["']([\w.-]+)["'])?(?:\s+standalone=["']\w+["'])?\s*\?>/;
// deno-lint-ignore no-control-regex
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/;
const NAMESPACES: Scope = new Map([["xml", "http://www.w3.org/XML/1998/namespace"]]);

interface State {
  text: string;
  at: number;
  open: { tag: string; element: XmlElement }[];
  root: XmlElement | undefined;
  elements: number;
}

/**
 * Reads the little XML that a service sends. It knows no document types, no entities but the five
 * and no instructions, so there is nothing to expand or to fetch, and it reads everything once.
 */
export function readXml(bytes: Uint8Array): XmlElement {
  const text = bodyOf(decode(bytes));
  const state: State = { text, at: 0, open: [], root: undefined, elements: 0 };
  while (state.at < text.length) {
    if (text[state.at] !== "<") takeText(state);
    else if (text.startsWith("</", state.at)) takeClose(state);
    else if (text.startsWith("<!--", state.at)) skipComment(state);
    else if (text.startsWith("<![CDATA[", state.at)) takeCdata(state);
    else takeOpen(state);
  }
  if (!state.root || state.open.length > 0) throw new BadXml("The document is cut off");
  return state.root;
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new BadXml("The text is not UTF-8");
  }
}

function bodyOf(text: string): string {
  if (FORBIDDEN.test(text)) throw new BadXml("The text holds what XML cannot");
  const prologue = PROLOGUE.exec(text);
  if (prologue?.[2] && !/^utf-?8$/i.test(prologue[2])) throw new BadXml("The text is not UTF-8");
  return text.slice(prologue?.[0].length ?? 0);
}

function takeText(state: State): void {
  const end = endOf(state.text.indexOf("<", state.at), state);
  addText(state, resolved(state.text.slice(state.at, end)));
  state.at = end;
}

const endOf = (found: number, { text }: State) => found < 0 ? text.length : found;

function addText({ open }: State, words: string): void {
  const inside = open.at(-1);
  if (inside) inside.element.text += words;
  else if (words.trim() !== "") throw new BadXml("Text stands outside the document");
}

function takeCdata(state: State): void {
  const end = state.text.indexOf("]]>", state.at);
  if (end < 0 || state.open.length === 0) throw new BadXml("A part is not closed");
  addText(state, state.text.slice(state.at + "<![CDATA[".length, end));
  state.at = end + "]]>".length;
}

function skipComment(state: State): void {
  const end = state.text.indexOf("--", state.at + "<!--".length);
  if (end < 0 || state.text[end + 2] !== ">") throw new BadXml("A comment is not closed");
  state.at = end + "-->".length;
}

function takeClose(state: State): void {
  const [whole = "", tag] = match(CLOSE, state);
  if (state.open.pop()?.tag !== tag) throw new BadXml("An element is closed that is not open");
  state.at += whole.length;
}

function takeOpen(state: State): void {
  const [whole = "", tag = "", attributes = ""] = match(OPEN, state);
  const parent = state.open.at(-1)?.element;
  if (!parent && state.root) throw new BadXml("There is more than one document");
  if (++state.elements > MOST_ELEMENTS) throw new BadXml("There are too many elements");
  const element = elementOf(tag, attributes, parent?.scope ?? NAMESPACES);
  if (parent) parent.children.push(element);
  else state.root = element;
  if (!whole.endsWith("/>")) state.open.push({ tag, element });
  if (state.open.length > MOST_DEPTH) throw new BadXml("The elements are nested too deep");
  state.at += whole.length;
}

/** Document types and instructions match neither, and end the reading here. */
function match(pattern: RegExp, { text, at }: State): RegExpExecArray {
  pattern.lastIndex = at;
  const found = pattern.exec(text);
  if (!found) throw new BadXml("This is not XML as it is taken here");
  return found;
}

function elementOf(tag: string, written: string, outer: Scope): XmlElement {
  const pairs = [...written.matchAll(ATTRIBUTES)]
    .map(([, name = "", value = ""]) => [name, resolved(value.slice(1, -1))] as const);
  if (pairs.length > MOST_ATTRIBUTES) throw new BadXml("There are too many attributes");
  if (new Set(pairs.map(([name]) => name)).size < pairs.length) {
    throw new BadXml("An attribute stands there twice");
  }
  const scope = scopeOf(pairs, outer);
  const plain = pairs.filter(([name]) => !/^xmlns(:|$)/.test(name));
  const attributes = new Map(plain.map(([name, value]) => {
    const { namespace, local } = expanded(name, scope, "");
    return [`{${namespace}}${local}`, value];
  }));
  if (attributes.size < plain.length) throw new BadXml("An attribute stands there twice");
  const { namespace, local } = expanded(tag, scope, scope.get("") ?? "");
  return { namespace, name: local, attributes, children: [], text: "", scope };
}

function scopeOf(pairs: (readonly [string, string])[], outer: Scope): Scope {
  const named = pairs.filter(([name]) => /^xmlns(:|$)/.test(name));
  if (named.length === 0) return outer;
  const scope = new Map(outer);
  for (const [name, value] of named) {
    const prefix = name.slice("xmlns:".length);
    if (/^xml/.test(prefix) || (prefix && !value)) throw new BadXml("A prefix stands for nothing");
    scope.set(prefix, value);
  }
  return scope;
}

/** A name in a value, such as that of a type, counts by its namespace as well. */
export function expanded(
  name: string,
  scope: Scope,
  unprefixed: string,
): { namespace: string; local: string } {
  const [prefix, local] = name.includes(":") ? name.split(":") : [undefined, name];
  const namespace = prefix === undefined ? unprefixed : scope.get(prefix);
  if (namespace === undefined) throw new BadXml("A prefix stands for nothing");
  return { namespace, local: local! };
}

const FIVE: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

function resolved(text: string): string {
  if (text.includes("]]>")) throw new BadXml("A part is closed that is not open");
  if (/&(?!#?\w{1,8};)/.test(text)) throw new BadXml("An entity is not known here");
  return text.replaceAll(/&(#?\w{1,8});/g, (_, name: string) => {
    const known = characterOf(name);
    if (known === undefined) throw new BadXml("An entity is not known here");
    return known;
  });
}

function characterOf(name: string): string | undefined {
  if (Object.hasOwn(FIVE, name)) return FIVE[name];
  const [, hex, decimal] = /^#(?:x([0-9a-fA-F]{1,6})|(\d{1,7}))$/.exec(name) ?? [];
  const code = hex ? parseInt(hex, 16) : decimal ? Number(decimal) : NaN;
  const isCharacter = code === 9 || code === 10 || code === 13 ||
    (code >= 0x20 && code <= 0xd7ff) || (code >= 0xe000 && code <= 0xfffd) ||
    (code >= 0x10000 && code <= 0x10ffff);
  return isCharacter ? String.fromCodePoint(code) : undefined;
}
