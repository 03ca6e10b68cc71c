import { isFullDataSource, isFullPage } from "@notionhq/client";
import { Upstream } from "../../base/errors.ts";
import type { ChangedPage, Line, OutsideRecord, Reader, RecordService } from "../service.ts";
import { changedRows } from "./changes.ts";
import { ask, clientOf, find } from "./client.ts";
import { door } from "./door.ts";
import { ears } from "./ears.ts";
import { fieldsOf, stagesOf, titleOf } from "./fields.ts";
import { judge } from "./judge.ts";
import { check, faults, notFound, places, watched } from "./places.ts";
import { isRowOf, readRow } from "./rows.ts";
import { standard, watchingOf } from "./watching.ts";

const reader: Reader = {
  check,
  faults,
  places,
  async fields(line) {
    const watching = watchingOf(line.connection);
    const source = await watched(clientOf(line), watching);
    return source ? fieldsOf(source, watching) : [];
  },
  async stages(line) {
    const watching = watchingOf(line.connection);
    const source = await watched(clientOf(line), watching);
    return source ? stagesOf(source, watching) : [];
  },
  record,
  absence,
  sample,
  changed,
};

const UUID = /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i;

/** Undefined also for a page that lies elsewhere: in another database, or in none. */
async function record(
  line: Line,
  page_id: string,
  wanted: string[],
): Promise<OutsideRecord | undefined> {
  const watching = watchingOf(line.connection);
  if (watching.place === undefined || !UUID.test(page_id)) return undefined;
  const client = clientOf(line);
  const page = await find(client.pages.retrieve({ page_id }));
  if (!page || !isFullPage(page) || !isRowOf(page, watching.place)) return undefined;
  const source = await watched(client, watching);
  return source && await readRow(client, { page, source, watching }, wanted);
}

/** What lies elsewhere is none of ours, and often enough the reason why nothing came of a row. */
async function absence(line: Line, page_id: string): Promise<string> {
  const watching = watchingOf(line.connection);
  if (watching.place === undefined) return "No database is watched yet.";
  const client = clientOf(line);
  const watched = `“${watching.placeName ?? "the chosen database"}”`;
  const page = UUID.test(page_id) ? await find(client.pages.retrieve({ page_id })) : undefined;
  if (!page || !isFullPage(page)) {
    return "Notion does not show this row to Thread: it was deleted, or its database is not shared.";
  }
  if (isRowOf(page, watching.place)) return notFound(watching);
  const { parent } = page;
  const source = "data_source_id" in parent
    ? await find(client.dataSources.retrieve({ data_source_id: parent.data_source_id }))
    : undefined;
  return source && isFullDataSource(source)
    ? `It lies in “${titleOf(source)}”. ${watched} is the database that is watched.`
    : `It is no row of ${watched}, the database that is watched.`;
}

async function sample(line: Line, wanted: string[]): Promise<OutsideRecord | undefined> {
  const watching = watchingOf(line.connection);
  const client = clientOf(line);
  const source = await watched(client, watching);
  if (!source) return undefined;
  const newest = await ask(client.dataSources.query({
    data_source_id: source.id,
    sorts: [{ timestamp: "last_edited_time", direction: "descending" }],
    page_size: 1,
    result_type: "page",
  }));
  const page = newest.results.find(isFullPage);
  return page && await readRow(client, { page, source, watching }, wanted);
}

async function changed(line: Line, since: Date, cursor: string | null): Promise<ChangedPage> {
  const watching = watchingOf(line.connection);
  if (watching.place === undefined) return { records: [], cursor: null, next: since };
  const page = await changedRows(clientOf(line), watching.place, since, cursor);
  if (!page) throw new Upstream(notFound(watching), false);
  return page;
}

export const notion: RecordService = {
  key: "notion",
  name: "Notion",
  about: "Makes an account of each row that is added to a database of yours, or reaches a status.",
  permissions: [
    "Read the databases that you tick in Notion's list, with their rows and the text in them",
    "Read the names and e-mail addresses of the people that rows mention",
    "Write nothing, unless you later let Thread set the Status of rows",
  ],
  needs: [
    "Somebody who may share the database: tick it in Notion's own list while you connect",
    "A column for each thing that a row has to say before it makes an account",
  ],
  troubles: [
    "The database is missing in the list here: connect again, and tick it in Notion's list.",
    "Only people who may share a page in Notion can let Thread read it.",
    "A workspace may allow only connections that its owner has approved.",
  ],
  environments: ["production"],
  door,
  ears,
  records: { one: "row", many: "rows", reader, standard },
  judge,
  // Notion counts three a second on average, and lets a burst pass.
  pace: { requests: 90, seconds: 30 },
};
