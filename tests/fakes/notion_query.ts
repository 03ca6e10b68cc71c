import { type FakeColumn, type FakePage, showPage, type Sight, toMinute } from "./notion_store.ts";
import { invalid } from "./notion_faults.ts";

interface Query {
  filter?: Filter;
  sorts?: { timestamp?: string; property?: string; direction: string }[];
  start_cursor?: string;
  page_size?: number;
}

type Filter = Record<string, unknown> & { and?: Filter[]; or?: Filter[] };

/** Rows of a data source, as `POST /v1/data_sources/{id}/query` answers. */
export function queryRows(rows: FakePage[], query: Query, sight: Sight, rowsPerQuery: number) {
  const { filter, sorts = [], start_cursor, page_size = 100 } = query;
  checkSize(page_size);
  const found = rows.filter((row) => !row.inTrash && (!filter || matches(row, filter, 0)));
  for (const { timestamp, direction } of sorts.toReversed()) {
    const sign = direction === "descending" ? -1 : 1;
    found.sort((a, b) => sign * timeOf(a, timestamp).localeCompare(timeOf(b, timestamp)));
  }
  const from = start_cursor === undefined ? 0 : readCursor(start_cursor);
  const to = Math.min(from + page_size, rowsPerQuery);
  const isCut = to >= rowsPerQuery && found.length > rowsPerQuery;
  const more = !isCut && to < found.length;
  return {
    object: "list",
    type: "page_or_data_source",
    page_or_data_source: {},
    results: found.slice(from, to).map((row) => showPage(row, sight)),
    has_more: more,
    next_cursor: more ? cursorTo(to) : null,
    request_status: isCut
      ? { type: "incomplete", incomplete_reason: "query_result_limit_reached" }
      : { type: "complete" },
  };
}

export function listOf<T>(
  all: T[],
  { start_cursor, page_size = 100 }: { start_cursor?: string; page_size?: number },
) {
  checkSize(page_size);
  const from = start_cursor === undefined ? 0 : readCursor(start_cursor);
  const more = from + page_size < all.length;
  return {
    object: "list",
    results: all.slice(from, from + page_size),
    has_more: more,
    next_cursor: more ? cursorTo(from + page_size) : null,
  };
}

function checkSize(size: number): void {
  if (!(size >= 1 && size <= 100)) throw invalid("body.page_size should be between 1 and 100");
}

function cursorTo(offset: number): string {
  return btoa(`fake-cursor:${offset}`);
}

function readCursor(cursor: string): number {
  try {
    const [, offset] = /^fake-cursor:(\d+)$/.exec(atob(cursor)) ?? [];
    if (offset !== undefined) return Number(offset);
  } catch { // It is none of ours.
  }
  throw invalid("The start_cursor provided is invalid");
}

function timeOf(row: FakePage, timestamp: string | undefined): string {
  return toMinute(timestamp === "created_time" ? row.createdAt : row.editedAt);
}

function matches(row: FakePage, filter: Filter, depth: number): boolean {
  const group = filter.and ?? filter.or;
  if (group) {
    if (depth >= 2) throw invalid("Filters can be nested two levels deep");
    if (group.length > 100) throw invalid("A group holds at most 100 filters");
    return filter.and
      ? group.every((one) => matches(row, one, depth + 1))
      : group.some((one) => matches(row, one, depth + 1));
  }
  if (typeof filter.timestamp === "string") {
    return byTime(timeOf(row, filter.timestamp), filter[filter.timestamp] as Conditions);
  }
  const column = row.source!.columns.find(({ id, name }) =>
    [id, name].includes(`${filter.property}`)
  );
  if (!column) throw invalid(`Could not find property with name or id: ${filter.property}`);
  return byValue(row, column, filter[column.type] as Conditions);
}

type Conditions = Record<string, string> | undefined;

function byTime(time: string, conditions: Conditions): boolean {
  return Object.entries(conditions ?? {}).every(([operator, limit]) => {
    const [a, b] = [Date.parse(time), Date.parse(limit)];
    if (Number.isNaN(b)) throw invalid("A date is no date");
    if (operator === "on_or_after") return a >= b;
    if (operator === "after") return a > b;
    if (operator === "before") return a < b;
    if (operator === "on_or_before") return a <= b;
    throw invalid(`No such operator: ${operator}`);
  });
}

function byValue(row: FakePage, column: FakeColumn, conditions: Conditions): boolean {
  const cell = row.cells.get(column.id) as { name?: string } | string | number | null;
  const value = typeof cell === "object" ? cell?.name : cell;
  return Object.entries(conditions ?? {}).every(([operator, wanted]) => {
    if (operator === "equals") return value === wanted;
    if (operator === "does_not_equal") return value !== wanted;
    if (operator === "is_empty") return value === undefined || value === null;
    throw invalid(`No such operator: ${operator}`);
  });
}
