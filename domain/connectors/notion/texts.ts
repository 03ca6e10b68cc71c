import type { Client } from "@notionhq/client";
import type { OutsideText, StandardKey } from "../service.ts";
import { type Cell, cellFor, inWords, type Row } from "./cells.ts";
import { find } from "./client.ts";
import { valueOf } from "./values.ts";

const MOST = 100_000;
const CUT = "\n\n[The rest of the page is longer than Thread reads.]";
const LONG = 100;
const ALWAYS: StandardKey[] = ["use_case", "notes"];

/** What the AI may read of a row: its notes and long texts, whole, and what its page says. */
export async function textsOf(client: Client, row: Row): Promise<OutsideText[]> {
  const always = ALWAYS.map((key) => cellFor(row, key)?.id);
  const at = new Date(row.page.last_edited_time);
  const fields = row.cells.flatMap((cell): OutsideText[] => {
    const text = wordsOf(cell, always.includes(cell.id));
    if (text === undefined) return [];
    const title = cell.name.trim().slice(0, 300) || "Column without a name";
    return [{ id: cell.id.slice(0, 200), kind: "field", title, text: text.slice(0, MOST), at }];
  });
  const body = await bodyOf(client, row.page.id);
  return body === undefined
    ? fields
    : [...fields, { id: "page", kind: "note", title: "Text of the page", text: body, at }];
}

function wordsOf(cell: Cell, always: boolean): string | undefined {
  if (!always && cell.type !== "rich_text") return undefined;
  const text = inWords(valueOf(cell)) ?? "";
  const isLong = text.length > LONG || text.includes("\n");
  return text !== "" && (always || isLong) ? text : undefined;
}

/** Blocks that Notion cannot write as text stand there as empty tags, which say nothing. */
async function bodyOf(client: Client, page_id: string): Promise<string | undefined> {
  const answer = await find(client.pages.retrieveMarkdown({ page_id }));
  const text = (answer?.markdown ?? "").replaceAll(/<unknown\b[^>]*\/?>(<\/unknown>)?/g, "").trim();
  if (!answer || text === "") return undefined;
  const isCut = answer.truncated || text.length > MOST - CUT.length;
  return isCut ? text.slice(0, MOST - CUT.length) + CUT : text;
}
