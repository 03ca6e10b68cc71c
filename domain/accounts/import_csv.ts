import { Refused } from "../base/errors.ts";
import {
  refuseLongCell,
  refuseManyColumns,
  refuseManyRows,
  type SourceRow,
} from "./import_limits.ts";
import { type Separator, SEPARATORS } from "./import_words.ts";

/**
 * Rows of a CSV file as RFC 4180 writes it, and as others do: any line end, spaces before a quote,
 * and a quote within a cell that does not begin with one. Empty lines are left out.
 */
export function* readCsv(text: string, separator: Separator): Generator<SourceRow> {
  const place = { at: 0, line: 1 };
  let rows = 0;
  while (place.at < text.length) {
    const row = readLine(text, separator, place);
    if (row.cells.every((cell) => cell === "")) continue;
    refuseManyRows(++rows - 1);
    yield row;
  }
}

interface Place {
  at: number;
  line: number;
}

function readLine(text: string, separator: Separator, place: Place): SourceRow {
  const { line } = place;
  const cells: string[] = [];
  for (;;) {
    const cell = readCell(text, separator, place, cells.length + 1);
    refuseLongCell(cell.length, line, cells.length + 1);
    cells.push(cell);
    refuseManyColumns(cells.length, line);
    if (text[place.at] === separator) {
      place.at++;
      continue;
    }
    if (text[place.at] === "\r") place.at++;
    if (text[place.at] === "\n") place.at++;
    place.line++;
    return { line, cells };
  }
}

function readCell(text: string, separator: Separator, place: Place, column: number): string {
  let from = place.at;
  while (text[from] === " ") from++;
  if (text[from] === '"') return readQuoted(text, separator, place, from + 1, column);
  const end = endOfPlain(text, separator, place.at);
  const cell = text.slice(place.at, end);
  place.at = end;
  return cell.trim();
}

function readQuoted(
  text: string,
  separator: Separator,
  place: Place,
  from: number,
  column: number,
): string {
  const { line } = place;
  let cell = "";
  for (let at = from;;) {
    const quote = text.indexOf('"', at);
    if (quote < 0) {
      throw new Refused(
        `The quotation mark that opens in line ${line}, column ${column} is never closed.`,
      );
    }
    cell += text.slice(at, quote);
    if (text[quote + 1] === '"') {
      cell += '"';
      at = quote + 2;
      continue;
    }
    place.line += countLines(text, from, quote);
    const end = endOfPlain(text, separator, quote + 1);
    place.at = end;
    return cell.trim() + text.slice(quote + 1, end).trimEnd();
  }
}

function endOfPlain(text: string, separator: Separator, from: number): number {
  let at = from;
  for (; at < text.length; at++) {
    const sign = text[at];
    if (sign === separator || sign === "\n" || sign === "\r") break;
  }
  return at;
}

function countLines(text: string, from: number, to: number): number {
  let lines = 0;
  for (let at = from; at < to; at++) {
    if (text[at] === "\n" || (text[at] === "\r" && text[at + 1] !== "\n")) lines++;
  }
  return lines;
}

/** The separator that divides the first rows into the same number of columns, as many as can be. */
export function detectSeparator(text: string): { separator: Separator; columns: number } {
  const head = text.slice(0, 64_000);
  const tried = SEPARATORS.map(({ separator }) => ({ separator, ...evenness(head, separator) }));
  return tried.reduce((best, one) => one.score > best.score ? one : best);
}

const LOOKED_AT = 30;

function evenness(head: string, separator: Separator): { score: number; columns: number } {
  const counts: number[] = [];
  try {
    for (const { cells } of readCsv(head, separator)) {
      counts.push(cells.length);
      if (counts.length === LOOKED_AT) break;
    }
  } catch {
    // The head may end within quotes. What came before counts.
  }
  const columns = counts[0] ?? 1;
  if (columns < 2) return { score: 0, columns: 1 };
  const same = counts.filter((count) => count === columns).length / counts.length;
  return { score: same * same * (1 + Math.log2(columns)), columns };
}
