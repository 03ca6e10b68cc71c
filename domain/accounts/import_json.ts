import { Refused } from "../base/errors.ts";
import {
  MOST_COLUMNS,
  refuseLongCell,
  refuseManyColumns,
  refuseManyRows,
  type SourceRow,
} from "./import_limits.ts";

/** The columns of a JSON source, which grow with the names its records use. */
export type Names = Map<string, number>;

const DEEPEST = 4;
const UNSAFE = new Set(["__proto__", "constructor", "prototype"]);
const EXAMPLE = '{"name": "Northwind Traders"}';

/**
 * Records of a list, of an object that holds one list, or of objects one after the other. Each is
 * read on its own, so a large file never keeps the process busy for long.
 */
export function* readJson(text: string, names: Names): Generator<SourceRow> {
  let rows = 0;
  for (const { line, record } of records(text)) {
    if (record === null || typeof record !== "object" || Array.isArray(record)) {
      throw new Refused(`The record in line ${line} is not an object like ${EXAMPLE}.`);
    }
    refuseManyRows(++rows);
    yield { line, cells: cellsOf(record, names, line) };
  }
}

interface Found {
  line: number;
  record: unknown;
}

function* records(text: string): Generator<Found> {
  const start = afterSpace(text, 0);
  if (text[start] === "[") return yield* elements(text, start, 1);
  if (text[start] !== "{") throw new Refused(`JSON begins with [ or {, as in [${EXAMPLE}].`);
  let line = 1 + linesIn(text, 0, start);
  for (let at = start; at < text.length;) {
    const end = endOfValue(text, at, line);
    const record = parse(text, at, end, line);
    const next = afterSpace(text, end, ",");
    const list = at === start && next >= text.length ? onlyListIn(record) : undefined;
    if (list) {
      const from = line;
      return yield* list.map((one) => ({ line: from, record: one }));
    }
    yield { line, record };
    line += linesIn(text, at, next);
    at = next;
  }
}

function* elements(text: string, opening: number, firstLine: number): Generator<Found> {
  let line = firstLine + linesIn(text, 0, opening);
  let before = opening;
  for (let at = afterSpace(text, opening + 1);;) {
    line += linesIn(text, before, at);
    before = at;
    if (at >= text.length) throw new Refused("The list is never closed: its ] is missing.");
    if (text[at] === "]") return refuseRest(text, at + 1, line);
    const end = endOfValue(text, at, line);
    yield { line, record: parse(text, at, end, line) };
    at = afterSpace(text, end);
    if (text[at] === ",") at = afterSpace(text, at + 1);
    else if (text[at] !== "]" && at < text.length) {
      throw new Refused(`A comma is missing in line ${line + linesIn(text, before, at)}.`);
    }
  }
}

function refuseRest(text: string, from: number, line: number): void {
  if (afterSpace(text, from) < text.length) {
    throw new Refused(`Something stands after the end of the list in line ${line}.`);
  }
}

function endOfValue(text: string, from: number, line: number): number {
  let depth = 0;
  for (let at = from; at < text.length; at++) {
    const sign = text[at];
    if (sign === '"') at = endOfString(text, at, line);
    else if (sign === "{" || sign === "[") depth++;
    else if (sign === "}" || sign === "]") {
      if (depth === 0) return at;
      if (--depth === 0) return at + 1;
    } else if (sign === "," && depth === 0) return at;
  }
  if (depth > 0) throw new Refused(`The record that begins in line ${line} is never closed.`);
  return text.length;
}

function endOfString(text: string, opening: number, line: number): number {
  for (let at = opening + 1; at < text.length; at++) {
    if (text[at] === "\\") at++;
    else if (text[at] === '"') return at;
  }
  throw new Refused(`A quotation mark in the record of line ${line} is never closed.`);
}

function parse(text: string, from: number, to: number, line: number): unknown {
  const part = text.slice(from, to);
  try {
    return JSON.parse(part);
  } catch (error) {
    throw new Refused(whereInvalid(part, line, String(error)));
  }
}

/** The engine names the place, or only the sign that it stumbled over. */
function whereInvalid(part: string, line: number, error: string): string {
  const at = Number(/position (\d+)/.exec(error)?.[1] ?? NaN);
  if (Number.isNaN(at)) {
    const sign = /Unexpected token '(.)'/su.exec(error)?.[1];
    return `The record that begins in line ${line} is not valid JSON${
      sign ? ` near ${sign}` : ""
    }.`;
  }
  const column = at - Math.max(part.lastIndexOf("\n", at - 1), -1);
  return `Line ${line + linesIn(part, 0, at)}, column ${column} is not valid JSON.`;
}

function onlyListIn(record: unknown): unknown[] | undefined {
  const lists = Object.values(record as object).filter((value): value is unknown[] =>
    Array.isArray(value) && value.length > 0 &&
    value.every((one) => typeof one === "object" && one !== null)
  );
  const hasName = Object.keys(record as object).some((key) => /name|company/i.test(key));
  return lists.length === 1 && !hasName ? lists[0] : undefined;
}

function cellsOf(record: object, names: Names, line: number): string[] {
  const cells: string[] = [];
  const put = (name: string, value: string) => {
    const at = names.get(name) ?? names.size;
    names.set(name, at);
    refuseManyColumns(names.size, line);
    refuseLongCell(value.length, line, at + 1);
    cells[at] = value;
  };
  flatten(record, "", 0, put);
  return Array.from(cells, (cell) => cell ?? "");
}

/** Names of nested things are joined by a dot; of a list of things the first counts. */
function flatten(
  value: object,
  prefix: string,
  depth: number,
  put: (name: string, value: string) => void,
): void {
  for (const [key, inner] of Object.entries(value)) {
    if (UNSAFE.has(key)) continue;
    const name = `${prefix}${clean(key).slice(0, 200)}`;
    if (inner === null || typeof inner !== "object") put(name, inner === null ? "" : plain(inner));
    else if (!Array.isArray(inner)) {
      if (depth < DEEPEST) flatten(inner, `${name}.`, depth + 1, put);
    } else {
      const [first] = inner;
      if (first !== null && typeof first === "object" && !Array.isArray(first)) {
        if (depth < DEEPEST) flatten(first, `${name}.`, depth + 1, put);
      } else put(name, inner.slice(0, MOST_COLUMNS).filter(isPlain).map(plain).join(", "));
    }
  }
}

const isPlain = (value: unknown) => value !== null && typeof value !== "object";

const plain = (value: unknown) => clean(String(value)).trim();

const clean = (text: string) => text.toWellFormed().replaceAll("\0", "\ufffd");

function afterSpace(text: string, from: number, also = ""): number {
  let at = from;
  while (at < text.length && (" \t\r\n\ufeff".includes(text[at]!) || text[at] === also)) at++;
  return at;
}

function linesIn(text: string, from: number, to: number): number {
  let lines = 0;
  for (let at = text.indexOf("\n", from); at >= 0 && at < to; at = text.indexOf("\n", at + 1)) {
    lines++;
  }
  return lines;
}
