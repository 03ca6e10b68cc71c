import type { Line } from "../service.ts";
import { ask, DEAL, type HubspotObject, type HubspotTie, pathOf, shapes } from "./wire.ts";

const MOST_PAGES = 40;

/**
 * What a deal is tied to, a page at a time. The newest version has no call for one deal only, so it
 * is a batch of one. Nothing comes where that kind may not be read.
 */
export async function* tiesOf(
  line: Line,
  dealId: string,
  to: string,
): AsyncGenerator<HubspotTie[]> {
  let after: string | undefined;
  for (let page = 0; page < MOST_PAGES; page++) {
    const body = { inputs: [{ id: dealId, ...(after && { after }) }] };
    const answer = await ask(line, shapes.ties, pathOf.ties(DEAL, to), { body });
    if ("refused" in answer) return;
    const [found] = answer.found.results;
    if (found?.to.length) yield found.to;
    after = found?.paging?.next?.after;
    if (!after) return;
  }
}

const MOST_AT_ONCE = 100;

/** Those that are there: some may have gone since they were tied. Undefined where none may be read. */
export async function readMany(
  line: Line,
  type: string,
  ids: string[],
  properties: string[],
  { archived = false } = {},
): Promise<HubspotObject[] | undefined> {
  const found: HubspotObject[] = [];
  const query: Record<string, string> = archived ? { archived: "true" } : {};
  for (let at = 0; at < ids.length; at += MOST_AT_ONCE) {
    const inputs = ids.slice(at, at + MOST_AT_ONCE).map((id) => ({ id }));
    const body = { inputs, properties, propertiesWithHistory: [] };
    const answer = await ask(line, shapes.objects, pathOf.many(type), { query, body });
    if ("found" in answer) found.push(...answer.found.results);
    else if (answer.refused.status === 403) return undefined;
  }
  return found;
}
