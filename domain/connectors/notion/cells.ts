import type { DataSourceObjectResponse, PageObjectResponse } from "@notionhq/client";
import type { OutsideValue, StandardKey } from "../service.ts";
import { type Property, valueOf } from "./values.ts";
import { columnFor, type Watching } from "./watching.ts";

/** A cell with the name of its column. */
export type Cell = Property & { name: string };

export interface Row {
  page: PageObjectResponse;
  cells: Cell[];
  source: DataSourceObjectResponse;
  watching: Watching;
}

/** Where this row says what Thread calls by that key. */
export function cellFor({ cells, watching }: Row, key: StandardKey): Cell | undefined {
  return columnFor(key, cells, watching.columns);
}

export function textIn(row: Row, key: StandardKey): string | null {
  const cell = cellFor(row, key);
  return cell ? inWords(valueOf(cell)) : null;
}

export function inWords(value: OutsideValue | undefined): string | null {
  if (value === null || value === undefined) return null;
  return Array.isArray(value) ? value.join(", ") : String(value);
}
