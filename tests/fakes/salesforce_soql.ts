/** Refused as Salesforce does it, with a code of its own. */
export class SoqlFault extends Error {
  constructor(readonly code: string, message: string, readonly status = 400) {
    super(message);
  }
}

export interface Soql {
  columns: string[];
  children: Soql[];
  from: string;
  where?: Condition;
  order: { path: string; down: boolean }[];
  limit?: number;
}

export type Condition =
  | { all: Condition[] }
  | { any: Condition[] }
  | { path: string; is: string; values: Literal[] };

export type Literal = string | number | boolean | null | Date;

const TOKEN = /'(?:\\.|[^'\\])*'|[\w.:+-]+|[<>!]?=|[<>(),]|(\S)/g;

/** As much of SOQL as a reader of opportunities needs, and as strict. */
export function parseSoql(text: string): Soql {
  const tokens = [...text.matchAll(TOKEN)].map(([token, stray]) => {
    if (stray) throw malformed(`unexpected token: '${stray}'`);
    return token;
  });
  let at = 0;
  const peek = () => tokens[at] ?? "";
  const is = (word: string) => peek().toUpperCase() === word;
  const take = (word?: string) => {
    const token = tokens[at++];
    if (token === undefined || (word && token.toUpperCase() !== word)) {
      throw malformed(`unexpected token: '${token ?? "<EOF>"}'`);
    }
    return token;
  };
  const skip = (word: string) => is(word) && Boolean(take());
  const name = () => {
    const token = take();
    if (!/^[A-Za-z][\w.]*$/.test(token)) throw malformed(`unexpected token: '${token}'`);
    return token;
  };
  const listOf = <T>(one: () => T): T[] => {
    const all = [one()];
    while (skip(",")) all.push(one());
    return all;
  };

  function query(): Soql {
    take("SELECT");
    const columns: string[] = [];
    const children: Soql[] = [];
    listOf(() => {
      if (!skip("(")) return void columns.push(name());
      children.push(query());
      take(")");
    });
    take("FROM");
    const found: Soql = { columns, children, from: name(), order: [] };
    if (skip("WHERE")) found.where = any();
    if (skip("ORDER")) {
      take("BY");
      found.order = listOf(() => ({ path: name(), down: skip("DESC") || (skip("ASC"), false) }));
    }
    if (skip("LIMIT")) found.limit = Number(take());
    return found;
  }
  function any(): Condition {
    const parts = [every()];
    while (skip("OR")) parts.push(every());
    return parts.length > 1 ? { any: parts } : parts[0]!;
  }
  function every(): Condition {
    const parts = [one()];
    while (skip("AND")) parts.push(one());
    return parts.length > 1 ? { all: parts } : parts[0]!;
  }
  function one(): Condition {
    if (skip("(")) {
      const inner = any();
      take(")");
      return inner;
    }
    const path = name();
    if (skip("IN")) {
      take("(");
      const values = listOf(() => literal(take()));
      take(")");
      return { path, is: "IN", values };
    }
    return { path, is: take(), values: [literal(take())] };
  }

  const whole = query();
  if (at < tokens.length) throw malformed(`unexpected token: '${peek()}'`);
  return whole;
}

function literal(token: string): Literal {
  if (token.startsWith("'")) return token.slice(1, -1).replaceAll(/\\(.)/g, "$1");
  if (/^(true|false)$/i.test(token)) return token.toLowerCase() === "true";
  if (/^null$/i.test(token)) return null;
  if (/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?Z$/.test(token)) return new Date(token);
  if (/^-?\d+(\.\d+)?$/.test(token)) return Number(token);
  throw malformed(`unexpected token: '${token}'`);
}

const malformed = (message: string) => new SoqlFault("MALFORMED_QUERY", message);

export function holds(condition: Condition, valueOf: (path: string) => unknown): boolean {
  if ("all" in condition) return condition.all.every((one) => holds(one, valueOf));
  if ("any" in condition) return condition.any.some((one) => holds(one, valueOf));
  const { path, is, values } = condition;
  const value = valueOf(path) ?? null;
  const order = values.map((wanted) => compare(value, wanted));
  switch (is) {
    case "=":
    case "IN":
      return order.includes(0);
    case "!=":
      return order[0] !== 0;
    case ">":
      return order[0]! > 0;
    case ">=":
      return order[0]! >= 0;
    case "<":
      return order[0]! < 0;
    case "<=":
      return order[0]! <= 0;
  }
  throw malformed(`unexpected token: '${is}'`);
}

export function compare(value: unknown, wanted: unknown): number {
  if (wanted instanceof Date) return new Date(String(value)).getTime() - wanted.getTime();
  if (value === wanted) return 0;
  if (value === null || value === undefined) return -1;
  if (wanted === null || wanted === undefined) return 1;
  // Both forms of an id name the same record.
  const [a, b] = [value, wanted].map((one) =>
    /^\w{18}$/.test(`${one}`) ? `${one}`.slice(0, 15) : one
  );
  return a === b ? 0 : (a as string) < (b as string) ? -1 : 1;
}
