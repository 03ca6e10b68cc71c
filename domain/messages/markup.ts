/** HTML of a mail, in which every value was escaped by `markup`. */
export interface Markup {
  readonly html: string;
}

type Value = string | Markup | readonly Markup[] | undefined;

const made = new WeakSet<Markup>();

/** Builds HTML: what stands in the template is HTML, what is put into it is text. */
export function markup(parts: TemplateStringsArray, ...values: Value[]): Markup {
  const html = parts.reduce((html, part, i) => html + insert(values[i - 1]) + part);
  const result = { html };
  made.add(result);
  return result;
}

function insert(value: Value): string {
  if (value === undefined) return "";
  if (typeof value === "string") return escape(value);
  if (Array.isArray(value)) return value.map(insert).join("");
  if (!made.has(value as Markup)) throw new Error("This markup was not made here");
  return (value as Markup).html;
}

const ESCAPES: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ESCAPES[character]!);
}
