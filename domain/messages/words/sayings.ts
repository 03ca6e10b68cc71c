/** The names of the values in a message, as the compiler reads them. */
export type Names<Text extends string> = Text extends `${string}{${infer Inside}}${infer Rest}`
  ? NameOf<Inside> | Names<Rest>
  : never;

type NameOf<Inside extends string> = Inside extends `${infer Name}:${string}` ? Name : Inside;

export type Values = Record<string, unknown>;

/** A message that waits for its values. What is no text stays as it is between the pieces. */
export type Compiled = (values: Values) => unknown[];

type Piece = (values: Values) => unknown;

const HOLES = /\{([a-zA-Z]+)(?::([^{}|]*)\|([^{}]*))?\}/g;

/** The same at run time, each name once. */
export function namesIn(text: string): string[] {
  return [...new Set([...text.matchAll(HOLES)].map(([, name]) => name!))].sort();
}

/** `{name}` is a value, `{count:one file|# files}` a choice by how the language counts. */
export function compile(
  text: string,
  rules: Intl.PluralRules,
  number: (value: number) => string,
): Compiled {
  const pieces: Piece[] = [];
  let at = 0;
  for (const hole of text.matchAll(HOLES)) {
    const [whole, name, one, other] = hole;
    const before = text.slice(at, hole.index);
    if (before) pieces.push(() => before);
    pieces.push(
      one === undefined
        ? (values) => shown(values[name!], number)
        : (values) => counted(Number(values[name!]), one, other!, rules, number),
    );
    at = hole.index + whole.length;
  }
  const rest = text.slice(at);
  if (rest) pieces.push(() => rest);
  return (values) => pieces.map((piece) => piece(values));
}

function shown(value: unknown, number: (value: number) => string): unknown {
  return typeof value === "number" ? number(value) : value;
}

function counted(
  count: number,
  one: string,
  other: string,
  rules: Intl.PluralRules,
  number: (value: number) => string,
): string {
  const form = rules.select(count) === "one" ? one : other;
  return form.replaceAll("#", number(count));
}
