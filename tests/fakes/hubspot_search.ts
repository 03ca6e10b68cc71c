import type { Portal, Row } from "./hubspot_portal.ts";

interface Filter {
  propertyName: string;
  operator: string;
  value: string;
}

interface Query {
  filterGroups: { filters: Filter[] }[];
  sorts: { propertyName: string; direction: string }[];
  properties: string[];
  limit: number;
  after: string;
}

type Found =
  | { problem: string }
  | { rows: Row[]; total: number; after?: number; names: string[] };

const MOST = 10_000;
const MOST_AT_ONCE = 200;

/** With HubSpot's limits: one sort, 200 at once, nothing beyond ten thousand, and a slow index. */
export function searchFor(portal: Portal, type: string, text: string): Found {
  const query = JSON.parse(text) as Query;
  const { filterGroups, sorts, properties, limit, after } = query;
  if (text.length > 3000) return { problem: "The body is longer than 3000 characters" };
  if (!Array.isArray(filterGroups) || filterGroups.length > 5) return { problem: "filterGroups" };
  if (!Array.isArray(sorts) || sorts.length > 1) return { problem: "More than one sort" };
  if (!(limit >= 1 && limit <= MOST_AT_ONCE)) return { problem: "limit must be 1 to 200" };
  const start = Number(after ?? 0);
  if (start + limit > MOST) return { problem: "Paging beyond 10,000 results is not possible" };
  const newest = Date.now() - portal.lagMs;
  const rows = [...portal.rows[type]!.values()].filter((row) =>
    !row.archived && !row.mergedInto && (portal.lagMs === 0 || row.at.getTime() <= newest) &&
    (filterGroups.length === 0 || filterGroups.some((group) => group.filters.every(fits(row))))
  );
  const [sort] = sorts;
  if (sort) rows.sort((a, b) => keyOf(a, sort.propertyName) - keyOf(b, sort.propertyName));
  if (sort?.direction === "DESCENDING") rows.reverse();
  const page = rows.slice(start, start + limit);
  const next = start + page.length;
  return {
    rows: page,
    total: rows.length,
    names: properties,
    ...(next < rows.length && { after: next }),
  };
}

const fits = (row: Row) => ({ propertyName, operator, value }: Filter): boolean => {
  if (propertyName !== "hs_lastmodifieddate" && propertyName !== "hs_object_id") {
    return operator === "EQ" && row.properties[propertyName] === value;
  }
  const [held, wanted] = [keyOf(row, propertyName), Number(value)];
  switch (operator) {
    case "EQ":
      return held === wanted;
    case "GT":
      return held > wanted;
    case "GTE":
      return held >= wanted;
    default:
      throw new Error(`The fake knows no operator ${operator}`);
  }
};

const keyOf = (row: Row, name: string) =>
  name === "hs_object_id" ? Number(row.id) : row.at.getTime();
