import type { Client, PageObjectResponse, RichTextItemResponse } from "@notionhq/client";
import type { Cell } from "./cells.ts";
import { find } from "./client.ts";

/** A page shows this many pieces of a cell, and the rest where the cell itself is asked for. */
const SHOWN = 25;
const MOST_PIECES = 5000;

export async function wholeCells(client: Client, page: PageObjectResponse): Promise<Cell[]> {
  const cells: Cell[] = [];
  for (const [name, cell] of Object.entries(page.properties)) {
    cells.push(await whole(client, page.id, { ...cell, name }));
  }
  return cells;
}

async function whole(client: Client, pageId: string, cell: Cell): Promise<Cell> {
  switch (cell.type) {
    case "title":
      return isCut(cell.title)
        ? { ...cell, title: await readPieces(client, pageId, cell, "title") ?? cell.title }
        : cell;
    case "rich_text":
      return isCut(cell.rich_text)
        ? {
          ...cell,
          rich_text: await readPieces(client, pageId, cell, "rich_text") ?? cell.rich_text,
        }
        : cell;
    case "people":
      return isCut(cell.people)
        ? { ...cell, people: await readPieces(client, pageId, cell, "people") ?? cell.people }
        : cell;
    default:
      return cell;
  }
}

function isCut(pieces: unknown[]): boolean {
  return pieces.length >= SHOWN;
}

type Piece = { title: RichTextItemResponse; rich_text: RichTextItemResponse; people: Person };
type Person = Extract<Cell, { type: "people" }>["people"][number];

async function readPieces<K extends keyof Piece>(
  client: Client,
  page_id: string,
  { id: property_id }: Cell,
  kind: K,
): Promise<Piece[K][] | undefined> {
  const pieces: Piece[K][] = [];
  let start_cursor: string | undefined;
  do {
    const answer = await find(
      client.pages.properties.retrieve({ page_id, property_id, start_cursor, page_size: 100 }),
    );
    if (!answer || answer.object !== "list") return undefined;
    for (const item of answer.results) {
      if (item.type === kind) pieces.push((item as unknown as Record<K, Piece[K]>)[kind]);
    }
    start_cursor = answer.has_more ? answer.next_cursor ?? undefined : undefined;
  } while (start_cursor !== undefined && pieces.length < MOST_PIECES);
  return pieces;
}
