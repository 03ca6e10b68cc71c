import { isDay } from "../base/calendar.ts";
import type { ReviewEdge } from "./reviews.ts";

/** A place in the queue, as the search of its address says it. */
export interface ReviewPlace {
  for: "me" | "all";
  after?: ReviewEdge;
  before?: ReviewEdge;
  /** The action whose draft is looked at; left out, the first of the page. */
  at?: string;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Anything that is not a place of ours is the beginning. */
export function readPlace(search: URLSearchParams): ReviewPlace {
  const at = search.get("at") ?? "";
  return {
    for: search.get("for") === "all" ? "all" : "me",
    after: readEdge(search.get("after")),
    before: readEdge(search.get("before")),
    at: UUID.test(at) ? at : undefined,
  };
}

export function searchOf({ for: whose, after, before, at }: ReviewPlace): string {
  const search = new URLSearchParams({ for: whose });
  if (after) search.set("after", `${after.id}${after.key}`);
  if (before) search.set("before", `${before.id}${before.key}`);
  if (at) search.set("at", at);
  return search.toString();
}

function readEdge(text: string | null): ReviewEdge | undefined {
  const [id, key] = [text?.slice(0, 36) ?? "", text?.slice(36) ?? ""];
  if (!UUID.test(id) || !isMoment(key)) return undefined;
  return { id, key };
}

/** A moment in UTC, as the queue's statement writes it. */
const STAMP = /^\d{4}-\d\d-\d\d (?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{6}$/;

function isMoment(text: string): boolean {
  return STAMP.test(text) && isDay(text.slice(0, 10));
}
