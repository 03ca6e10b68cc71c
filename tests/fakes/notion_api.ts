import type { FakeNotion } from "./notion.ts";
import { invalid, notFound, NotionFault, restricted } from "./notion_faults.ts";
import type { FakeGrant } from "./notion_oauth.ts";
import { listOf, queryRows } from "./notion_query.ts";
import {
  type FakePage,
  type FakeSource,
  piece,
  showCell,
  showPage,
  showSource,
} from "./notion_store.ts";
import { checkBlocks, checkWords, writeCells } from "./notion_writes.ts";

export interface Call {
  method: string;
  path: string[];
  body: Record<string, unknown>;
  version: string;
  query: URLSearchParams;
}

/** What the API answers to a call that is let in. */
export function callApi(notion: FakeNotion, grant: FakeGrant, call: Call): unknown {
  const { method, path: [what = "", id = "", part, key], body, query } = call;
  const asked = { start_cursor: query.get("start_cursor") ?? undefined };
  const size = query.get("page_size");
  const paging = { ...asked, page_size: size === null ? undefined : Number(size) };
  switch (`${method} ${what}${part ? `/${part}` : ""}`) {
    case "POST search":
      return search(notion, grant, body);
    case "GET users":
      return {
        object: "user",
        id: grant.botId,
        type: "bot",
        name: "Thread",
        avatar_url: null,
        bot: {},
      };
    case "GET data_sources":
      return showSource(sourceFor(notion, grant, id));
    case "GET databases": {
      const source = notion.sources.find(({ databaseId }) => databaseId === id);
      if (!source || !grant.shared.has(source.id)) throw notFound("database", id);
      const sources = [{ id: source.id, name: source.title }];
      return { object: "database", id, title: [piece(source.title)], data_sources: sources };
    }
    case "POST data_sources/query": {
      const source = sourceFor(notion, grant, id);
      const rows = notion.pages.filter((page) => page.source === source);
      return queryRows(rows, body, notion.may, notion.rowsPerQuery);
    }
    case "GET pages":
      return showPage(pageFor(notion, grant, id), notion.may);
    case "GET pages/markdown": {
      const { markdown, cutShort: truncated } = pageFor(notion, grant, id);
      return { object: "page_markdown", id, markdown, truncated, unknown_block_ids: [] };
    }
    case "GET pages/properties":
      return property(notion, pageFor(notion, grant, id), key ?? "", paging);
    case "PATCH pages":
      return change(notion, pageFor(notion, grant, id), call);
    case "POST pages":
      return create(notion, grant, call);
    case "GET blocks/children":
      return listOf([], paging);
    case "PATCH blocks/children":
      if (!notion.may.insert) throw restricted();
      checkWords(body, call.version);
      checkBlocks(body.children);
      return listOf([], {});
  }
  throw new NotionFault(400, "invalid_request_url", "Invalid request URL.");
}

function search(notion: FakeNotion, grant: FakeGrant, body: Record<string, unknown>) {
  if (!notion.may.read) throw restricted();
  const { value } = (body.filter ?? {}) as { value?: string };
  if (value === "database") throw invalid("body.filter.value should be `page` or `data_source`.");
  const found = notion.sources.filter((one) => grant.shared.has(one.id) && !one.inTrash);
  const list = listOf(value === "page" ? [] : found.map(showSource), body);
  return { ...list, type: "page_or_data_source", page_or_data_source: {} };
}

function sourceFor(notion: FakeNotion, grant: FakeGrant, id: string): FakeSource {
  const source = notion.sources.find((one) => bare(one.id) === bare(id));
  if (!source || !grant.shared.has(source.id)) throw notFound("data source", id);
  if (!notion.may.read) throw restricted();
  return source;
}

function pageFor(notion: FakeNotion, grant: FakeGrant, id: string): FakePage {
  const page = notion.pages.find((one) => bare(one.id) === bare(id));
  if (!page || (page.source && !grant.shared.has(page.source.id))) throw notFound("page", id);
  if (!notion.may.read) throw restricted();
  return page;
}

function property(
  notion: FakeNotion,
  page: FakePage,
  key: string,
  paging: { start_cursor?: string },
) {
  const column = page.source?.columns.find(({ id }) =>
    id === key || decodeURIComponent(id) === decodeURIComponent(key)
  );
  if (!column) throw notFound("property", key);
  const cell = showCell(page, column, notion.may);
  const { id, type } = column;
  if (!["title", "rich_text", "people", "relation"].includes(type)) {
    return { object: "property_item", id, type, [type]: cell };
  }
  const items = (cell as unknown[]).map((one) => ({
    object: "property_item",
    id,
    type,
    [type]: one,
  }));
  const about = { id, type, [type]: {}, next_url: null };
  return { ...listOf(items, paging), type: "property_item", property_item: about };
}

function change(notion: FakeNotion, page: FakePage, { body, version }: Call) {
  if (!notion.may.update) throw restricted();
  checkWords(body, version);
  if (body.properties) writeCells(page, body.properties as Record<string, unknown>);
  const gone = body.in_trash ?? body.archived;
  if (typeof gone === "boolean") page.inTrash = gone;
  page.editedAt = new Date();
  return showPage(page, notion.may);
}

function create(notion: FakeNotion, grant: FakeGrant, { body, version }: Call) {
  if (!notion.may.insert) throw restricted();
  checkWords(body, version);
  if (body.children) checkBlocks(body.children);
  const { data_source_id } = body.parent as { data_source_id?: string };
  const source = sourceFor(notion, grant, data_source_id ?? "");
  const page = notion.add(source);
  writeCells(page, (body.properties ?? {}) as Record<string, unknown>);
  return showPage(page, notion.may);
}

function bare(id: string): string {
  return id.replaceAll("-", "").toLowerCase();
}
