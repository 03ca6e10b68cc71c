/**
 * What the compiled JSX of the views calls, in place of Hono's own: parts are drawn at once, from
 * the inside out, into strings. Hono's keeps a tree with contexts, streams and promises that Thread
 * has no use for; fifty rows took three times as long. Whatever is not markup of ours is escaped.
 */
import type { Child } from "hono/jsx";

export type { JSX } from "hono/jsx/jsx-runtime";

/** Markup, escaped already. Only this file makes it. */
class Markup {
  /** How Hono knows it. */
  readonly isEscaped = true;
  constructor(readonly text: string) {}
  toString(): string {
    return this.text;
  }
}

type Part = (props: Record<string, unknown>) => unknown;

/** Markup as it stands in the source, and between its pieces what is not known before. */
export function jsxTemplate(pieces: TemplateStringsArray, ...values: unknown[]): Markup {
  let text = pieces[0]!;
  for (let i = 0; i < values.length; i++) text += drawn(values[i]) + pieces[i + 1]!;
  return new Markup(text);
}

/** A component, or an element whose attributes are only known now. */
export function jsx(tag: string | Part, props: Record<string, unknown> | null): unknown {
  return typeof tag === "function" ? tag(props ?? {}) : element(tag, props ?? {});
}

export { jsx as jsxs };

export function jsxAttr(name: string, value: unknown): Markup {
  return value === undefined || value === null ? NOTHING : new Markup(attribute(name, value));
}

/** Every value is looked at where it is drawn, so it need not be twice. */
export function jsxEscape(value: unknown): unknown {
  return value;
}

export function Fragment({ children }: { children?: Child }): Markup {
  return new Markup(drawn(children));
}

const NOTHING = new Markup("");

function drawn(value: unknown): string {
  if (typeof value === "string") return escape(value);
  if (value instanceof Markup) return value.text;
  if (value === undefined || value === null || typeof value === "boolean") return "";
  if (typeof value === "number") return String(value);
  if (Array.isArray(value)) {
    let text = "";
    for (const one of value) text += drawn(one);
    return text;
  }
  if (value instanceof String && "isEscaped" in value) return String(value); // Of Hono's `html`.
  if (value instanceof Promise) throw new Error("A part of a page cannot be a promise");
  return escape(String(value));
}

const SPECIAL = /[&<>"']/;

function escape(text: string): string {
  if (!SPECIAL.test(text)) return text;
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;").replaceAll("'", "&#39;");
}

const NAME = /^[a-z][a-z0-9]*([-:_.][a-z0-9]+)*$/i;

function element(tag: string, { children, ...attributes }: Record<string, unknown>): Markup {
  if (!NAME.test(tag)) throw new Error(`"${tag}" is no name of an element`);
  let text = `<${tag}`;
  for (const [name, value] of Object.entries(attributes)) {
    const drawn = value === undefined || value === null ? "" : attribute(name, value);
    if (drawn) text += ` ${drawn}`;
  }
  if (VOID.has(tag)) return new Markup(`${text}>`);
  return new Markup(`${text}>${drawn(children)}</${tag}>`);
}

function attribute(name: string, value: unknown): string {
  if (!NAME.test(name)) throw new Error(`"${name}" is no name of an attribute`);
  if (typeof value === "string") return `${name}="${escape(value)}"`;
  if (typeof value === "boolean" && SWITCHES.has(name)) return value ? `${name}=""` : "";
  if (typeof value === "function") throw new Error(`The attribute "${name}" cannot be a function`);
  return `${name}="${escape(String(value))}"`;
}

const VOID = new Set([
  "area",
  "base",
  "br",
  "col",
  "embed",
  "hr",
  "img",
  "input",
  "link",
  "meta",
  "source",
  "track",
  "wbr",
]);

/** Attributes that are there or not; of all others true and false are words. */
const SWITCHES = new Set([
  "allowfullscreen",
  "async",
  "autofocus",
  "autoplay",
  "checked",
  "controls",
  "default",
  "defer",
  "disabled",
  "download",
  "formnovalidate",
  "hidden",
  "inert",
  "ismap",
  "itemscope",
  "loop",
  "multiple",
  "muted",
  "nomodule",
  "novalidate",
  "open",
  "playsinline",
  "readonly",
  "required",
  "reversed",
  "selected",
]);
