import { createHash } from "node:crypto";
import {
  type Client,
  isFullPage,
  type PageObjectResponse,
  type QueryDataSourceParameters,
} from "@notionhq/client";
import { z } from "zod";
import { Upstream } from "../../base/errors.ts";
import type { ChangedPage } from "../service.ts";
import { find } from "./client.ts";
import { valueOf } from "./values.ts";

const MINUTE = 60_000;
const PAGE = 100;

/**
 * Where a walk over the changed rows stands. Notion ends each query after 10,000 rows: then the next
 * window begins where the last row stood, and inside one crowded minute it goes by creation.
 */
const Place = z.object({
  from: z.string(),
  /** The one crowded minute, by when its rows were made. */
  madeFrom: z.string().optional(),
  /** The latest edit that was met on the way. */
  seen: z.string(),
  cursor: z.string().optional(),
});
type Place = z.infer<typeof Place>;

/**
 * Times of edits are cut to the minute, so every look begins a minute early and meets rows again;
 * their `mark` tells whether anything in them is new.
 */
export async function changedRows(
  client: Client,
  data_source_id: string,
  since: Date,
  held: string | null,
): Promise<ChangedPage | undefined> {
  const place = held
    ? Place.parse(JSON.parse(held))
    : { from: new Date(since.getTime() - MINUTE).toISOString(), seen: since.toISOString() };
  const answer = await find(
    client.dataSources.query({
      data_source_id,
      ...orderOf(place),
      page_size: PAGE,
      start_cursor: place.cursor,
      result_type: "page",
    }),
  );
  if (!answer) return undefined;
  const pages = answer.results.filter(isFullPage);
  const seen = latest(place.seen, pages);
  const next = afterwards({ ...place, seen }, answer, pages.at(-1));
  return {
    records: pages.map((page) => ({
      id: page.id,
      changedAt: new Date(page.last_edited_time),
      mark: markOf(page),
    })),
    cursor: next && JSON.stringify(next),
    next: new Date(seen),
  };
}

function orderOf({ from, madeFrom }: Place): Pick<QueryDataSourceParameters, "filter" | "sorts"> {
  const edited = { timestamp: "last_edited_time" as const };
  if (madeFrom === undefined) {
    return {
      filter: { ...edited, last_edited_time: { on_or_after: from } },
      sorts: [{ ...edited, direction: "ascending" }],
    };
  }
  const created = { timestamp: "created_time" as const };
  return {
    filter: {
      and: [
        { ...edited, last_edited_time: { on_or_after: from } },
        { ...edited, last_edited_time: { before: minuteAfter(from) } },
        { ...created, created_time: { on_or_after: madeFrom } },
      ],
    },
    sorts: [{ ...created, direction: "ascending" }],
  };
}

interface Answered {
  has_more: boolean;
  next_cursor: string | null;
  request_status?: { type: string };
}

function afterwards(
  place: Place,
  { has_more, next_cursor, request_status }: Answered,
  last: PageObjectResponse | undefined,
): Place | null {
  if (has_more && next_cursor) return { ...place, cursor: next_cursor };
  const isCut = request_status?.type === "incomplete" && last !== undefined;
  if (place.madeFrom === undefined) {
    if (!isCut) return null;
    const from = new Date(last.last_edited_time).toISOString();
    const { seen } = place;
    return from > place.from ? { from, seen } : { from, seen, madeFrom: new Date(0).toISOString() };
  }
  if (!isCut) return { from: minuteAfter(place.from), seen: minuteAfter(place.from) };
  const madeFrom = new Date(last.created_time).toISOString();
  if (madeFrom > place.madeFrom) return { from: place.from, seen: place.seen, madeFrom };
  throw new Upstream(
    "More than 10,000 rows were made and edited in the same minute, which is more than Notion " +
      "shows of a minute",
    false,
  );
}

function minuteAfter(moment: string): string {
  return new Date(Math.floor(Date.parse(moment) / MINUTE) * MINUTE + MINUTE).toISOString();
}

function latest(seen: string, pages: PageObjectResponse[]): string {
  const times = pages.map(({ last_edited_time }) => Date.parse(last_edited_time));
  return new Date(Math.max(Date.parse(seen), ...times)).toISOString();
}

/** Of the cells that people fill. What is reckoned, or stands in other rows, changes without them. */
const RECKONED = new Set(["formula", "rollup", "created_time", "last_edited_time"]);

function markOf(page: PageObjectResponse): string {
  const cells = Object.values(page.properties)
    .filter(({ type }) => !RECKONED.has(type))
    .map((cell) => [cell.id, valueOf(cell)])
    .sort(([a], [b]) => String(a) < String(b) ? -1 : 1);
  return createHash("sha256").update(JSON.stringify([page.in_trash, cells])).digest("hex")
    .slice(0, 16);
}
