import { type Client, isFullDataSource } from "@notionhq/client";
import type { Line, Place } from "../service.ts";
import { ask, clientOf, find } from "./client.ts";
import { titleOf } from "./fields.ts";
import { type Watching, watchingOf } from "./watching.ts";

const MOST_PAGES = 20;

/** The databases that were ticked in Notion's list. Its index may lag a little behind. */
export async function places(line: Line): Promise<Place[]> {
  const client = clientOf(line);
  const found: Place[] = [];
  let start_cursor: string | undefined;
  for (let page = 0; page < MOST_PAGES; page++) {
    const answer = await ask(client.search({
      filter: { property: "object", value: "data_source" },
      page_size: 100,
      start_cursor,
    }));
    for (const one of answer.results) {
      if (one.object !== "data_source" || !isFullDataSource(one) || one.in_trash) continue;
      found.push({ id: one.id, label: titleOf(one) });
    }
    start_cursor = answer.has_more ? answer.next_cursor ?? undefined : undefined;
    if (start_cursor === undefined) break;
  }
  return found.sort((a, b) => a.label.localeCompare(b.label));
}

export async function check(line: Line): Promise<string[]> {
  if ((await places(line)).length > 0) return [];
  return [
    "No database was shared with Thread. Connect again, and tick the databases it may read in " +
    "Notion's own list.",
  ];
}

export async function watched(client: Client, { place }: Watching) {
  const source = place === undefined
    ? undefined
    : await find(client.dataSources.retrieve({ data_source_id: place }));
  return source && isFullDataSource(source) ? source : undefined;
}

export async function faults(line: Line): Promise<string[]> {
  const watching = watchingOf(line.connection);
  if (watching.place === undefined) {
    return ["No database is watched yet: choose one in this connection's settings."];
  }
  const source = await watched(clientOf(line), watching);
  return !source || source.in_trash ? [notFound(watching)] : [];
}

export function notFound({ placeName }: Watching): string {
  const name = placeName ? `“${placeName}”` : "the database that is watched";
  return `Database not found: Thread cannot reach ${name} in Notion. It was deleted, or is not ` +
    "shared with Thread any more. Reconnect Notion and tick it in Notion's list.";
}
