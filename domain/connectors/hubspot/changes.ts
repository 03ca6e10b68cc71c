import { Upstream } from "../../base/errors.ts";
import type { ChangedPage, Line } from "../service.ts";
import { momentOf } from "./values.ts";
import { ask, DEAL, type HubspotObject, need, pathOf, shapes } from "./wire.ts";

const PAGE = 200;
/** What was changed may be found only minutes later, so the next look begins before this one. */
const LAG_MS = 300_000;

/**
 * Where a walk stands: at a time, or among the deals that were changed in one and the same
 * millisecond, by their numbers. No page is asked for by its count: a deal that is changed meanwhile
 * moves all others by one, and after ten thousand HubSpot counts no further.
 */
type Place = { from: number } | { at: number; after: string };

/** A page of the deals that were changed since, oldest first. Some come again on the next page. */
export async function readChanged(
  line: Line,
  since: Date,
  cursor: string | null,
): Promise<ChangedPage> {
  const place = placeOf(cursor) ?? { from: since.getTime() };
  const now = line.out.now();
  const { results } = await need(
    ask(line, shapes.objects, pathOf.search(DEAL), { body: searchFor(place) }),
    "which deals were changed",
  );
  const records = results.map((one) => ({ id: one.id, changedAt: changedAt(one) }));
  const next = placeAfter(place, records);
  const last = records.at(-1)?.changedAt ?? since;
  return {
    records,
    cursor: next ? cursorOf(next) : null,
    next: next ? last : new Date(Math.max(since.getTime(), now.getTime() - LAG_MS)),
  };
}

function searchFor(place: Place) {
  const isAt = "at" in place;
  const time = String(isAt ? place.at : place.from);
  const filters = [{
    propertyName: "hs_lastmodifieddate",
    operator: isAt ? "EQ" : "GTE",
    value: time,
  }];
  if (isAt) filters.push({ propertyName: "hs_object_id", operator: "GT", value: place.after });
  const propertyName = isAt ? "hs_object_id" : "hs_lastmodifieddate";
  return {
    filterGroups: [{ filters }],
    sorts: [{ propertyName, direction: "ASCENDING" }],
    properties: ["hs_lastmodifieddate"],
    limit: PAGE,
    after: "0",
  };
}

function placeAfter(place: Place, records: { id: string; changedAt: Date }[]): Place | undefined {
  const last = records.at(-1);
  const isFull = records.length >= PAGE;
  if ("at" in place) {
    return isFull ? { at: place.at, after: last!.id } : { from: place.at + 1 };
  }
  if (!isFull) return undefined;
  const reached = last!.changedAt.getTime();
  return reached > place.from ? { from: reached } : { at: place.from, after: "0" };
}

const cursorOf = (place: Place) =>
  "at" in place ? `at ${place.at} ${place.after}` : `from ${place.from}`;

function placeOf(cursor: string | null): Place | undefined {
  const [word, time, after] = cursor?.split(" ") ?? [];
  if (word === "at" && after) return { at: Number(time), after };
  return word === "from" ? { from: Number(time) } : undefined;
}

function changedAt({ properties, updatedAt }: HubspotObject): Date {
  const said = momentOf(properties.hs_lastmodifieddate) ?? momentOf(updatedAt);
  if (!said) throw new Upstream("HubSpot does not say when a deal was changed.", true);
  return said;
}
