import type { AccountFilter, Edge, Sort } from "../domain/accounts/account_lists.ts";
import { HEALTHS, VIEWS } from "../domain/accounts/account_words.ts";
import { isDay } from "../domain/base/calendar.ts";
import { UUID } from "./env.ts";

const ID = new RegExp(`^${UUID}$`);

/** An address that somebody mistyped filters by what can be understood of it. */
export function readAccountFilter(query: Record<string, string>): AccountFilter {
  const { view, q, csm, segment, industry, health, test, sort, after, before } = query;
  const order = SORTS.find((known) => known === sort) ?? "name";
  return {
    view: VIEWS.find((known) => known.view === view)?.view ?? "all",
    q: words(q),
    csm: csm === "none" || ID.test(csm ?? "") ? csm : undefined,
    segment: words(segment),
    industry: words(industry),
    health: HEALTHS.find((known) => known.health === health)?.health,
    test: test === "only" || undefined,
    sort: order,
    after: edge(after, order),
    before: edge(before, order),
  };
}

const SORTS: Sort[] = ["name", "go-live", "newest"];

function words(text: string | undefined): string | undefined {
  return text?.toWellFormed().replaceAll(/\p{Cc}/gu, "").trim().slice(0, 100) || undefined;
}

function edge(text: string | undefined, sort: Sort): Edge | undefined {
  const [id, key] = [text?.slice(0, 36) ?? "", text?.slice(36) ?? ""];
  if (!ID.test(id) || (sort === "go-live" && !isDay(key))) return undefined;
  return { id, key: key.toWellFormed().replaceAll("\0", "").slice(0, 400) };
}
