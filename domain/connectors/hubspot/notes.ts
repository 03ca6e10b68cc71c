import { textOfHtml } from "../../messages/html_text.ts";
import type { Line, OutsideText } from "../service.ts";
import { readMany, tiesOf } from "./ties.ts";
import { momentOf } from "./values.ts";
import { type HubspotObject, NOTE } from "./wire.ts";

const MOST = 100;
const LONGEST = 100_000;

/** The newest notes of a deal, newest first, as text. None where they may not be read. */
export async function readNotes(line: Line, dealId: string): Promise<OutsideText[]> {
  let newest: string[] = [];
  for await (const ties of tiesOf(line, dealId, NOTE)) {
    const ids = new Set([...newest, ...ties.map(({ toObjectId }) => toObjectId)]);
    newest = [...ids].sort(byNumber).slice(0, MOST);
  }
  const found = await readMany(line, NOTE, newest, ["hs_note_body", "hs_timestamp"]) ?? [];
  return found.flatMap(textOf).sort((a, b) => (b.at?.getTime() ?? 0) - (a.at?.getTime() ?? 0));
}

/** HubSpot counts up, and its numbers are too long for ours. */
const byNumber = (a: string, b: string) => b.length - a.length || (a < b ? 1 : -1);

function textOf({ id, properties, createdAt }: HubspotObject): OutsideText[] {
  const text = textOfHtml(properties.hs_note_body ?? "").slice(0, LONGEST);
  if (text === "") return [];
  const at = momentOf(properties.hs_timestamp) ?? momentOf(createdAt) ?? null;
  const title = at ? `Note of ${at.toISOString().slice(0, 10)}` : "Note";
  return [{ id: `note-${id}`, kind: "note", title, text, at }];
}
