import { Refused } from "../base/errors.ts";

export const MOST_BYTES = 10_000_000;
export const MOST_ROWS = 50_000;
export const MOST_COLUMNS = 200;
export const MOST_CELL = 10_000;

/** A row as it stands in the source. */
export interface SourceRow {
  line: number;
  cells: string[];
}

const counted = (count: number) => count.toLocaleString("en");

export function refuseManyColumns(count: number, line: number): void {
  if (count <= MOST_COLUMNS) return;
  throw new Refused(
    `Line ${line} has ${counted(count)} columns. An import has at most ${MOST_COLUMNS}.`,
  );
}

export function refuseLongCell(length: number, line: number, column: number): void {
  if (length <= MOST_CELL) return;
  throw new Refused(
    `Line ${line}, column ${column} holds ${counted(length)} characters. A cell has at most ${
      counted(MOST_CELL)
    }.`,
  );
}

export function refuseManyRows(count: number): void {
  if (count <= MOST_ROWS) return;
  throw new Refused(
    `There are more than ${counted(MOST_ROWS)} rows. Import them in several parts.`,
  );
}
