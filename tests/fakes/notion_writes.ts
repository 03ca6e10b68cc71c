import { invalid } from "./notion_faults.ts";
import { type FakeColumn, type FakePage, piece } from "./notion_store.ts";

const UNWRITABLE = new Set([
  ...["formula", "rollup", "created_time", "created_by", "last_edited_time", "last_edited_by"],
  "unique_id",
]);

/** `properties` of a new or changed page: a merge by name or id, refused as Notion refuses it. */
export function writeCells(page: FakePage, properties: Record<string, unknown>): void {
  const columns = page.source?.columns ?? [];
  const changes = Object.entries(properties).map(([key, value]) => {
    const column = columns.find(({ id, name }) => id === key || name === key);
    if (!column) throw invalid(`${key} is not a property that exists.`);
    if (UNWRITABLE.has(column.type)) throw invalid(`${key} cannot be written.`);
    const cell = (value as Record<string, unknown> | null)?.[column.type];
    if (cell === undefined) throw invalid(`${key} is expected to be ${column.type}.`);
    return [column, readCell(column, cell)] as const;
  });
  for (const [column, cell] of changes) page.cells.set(column.id, cell);
}

function readCell(column: FakeColumn, cell: unknown): unknown {
  switch (column.type) {
    case "title":
    case "rich_text":
      return readText(cell);
    case "select":
    case "status":
      return cell === null ? null : chosen(column, cell as Choice);
    case "multi_select":
      return (cell as Choice[]).map((one) => chosen(column, one));
    case "email":
    case "url":
      if (String(cell ?? "").length > (column.type === "email" ? 200 : 2000)) {
        throw invalid(`${column.name} is too long.`);
      }
      return cell;
    default:
      return cell;
  }
}

interface Choice {
  id?: string;
  name?: string;
}

function chosen(column: FakeColumn, { id, name }: Choice) {
  const known = column.options.find((one) => one.id === id || one.name === name);
  if (known) return known;
  if (column.type === "status") {
    throw invalid(`Invalid status option. Status option "${name ?? id}" does not exist.`);
  }
  if (!name || name.includes(",")) throw invalid("A select option can have no comma.");
  const made = { id: crypto.randomUUID(), name };
  column.options.push(made);
  return made;
}

function readText(cell: unknown) {
  const pieces = cell as { text?: { content?: string } }[];
  if (!Array.isArray(pieces)) throw invalid("Text should be an array.");
  if (pieces.length > 100) throw invalid("An array of rich text holds at most 100.");
  return pieces.map(({ text }) => {
    const content = text?.content ?? "";
    if (content.length > 2000) throw invalid("text.content.length should be ≤ `2000`.");
    return piece(content);
  });
}

/** Blocks that are given along: so many, so deep, and no text of them too long. */
export function checkBlocks(blocks: unknown, depth = 1): void {
  if (!Array.isArray(blocks)) throw invalid("body.children should be an array.");
  if (blocks.length > 100) throw invalid("body.children.length should be ≤ `100`.");
  if (depth > 2) throw invalid("Blocks can be nested two levels deep in one request.");
  for (const block of blocks as Record<string, unknown>[]) {
    const content = block[`${block.type}`] as Record<string, unknown> | undefined;
    if (!content) throw invalid("A block needs the content of its type.");
    if (content.rich_text) readText(content.rich_text);
    if (content.children) checkBlocks(content.children, depth + 1);
  }
}

/** Words of the one version are unknown to the other. */
export function checkWords(body: Record<string, unknown>, version: string): void {
  const isNew = version >= "2026-03-11";
  const unknown = isNew ? ["archived", "after"] : ["position"];
  for (const word of unknown) {
    if (word in body) throw invalid(`body.${word} should be not present, instead was given.`);
  }
}
