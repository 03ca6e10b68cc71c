import type { Client, PageObjectResponse } from "@notionhq/client";
import type { OutsidePerson, OutsideRecord, OutsideValue } from "../service.ts";
import { type Cell, cellFor, inWords, type Row, textIn } from "./cells.ts";
import { columnsOf, currencyOf } from "./fields.ts";
import { textsOf } from "./texts.ts";
import { columnOf, peopleIn, valueOf } from "./values.ts";
import { columnFor, standardKey } from "./watching.ts";
import { wholeCells } from "./whole_cells.ts";

export function isRowOf(page: PageObjectResponse, place: string): boolean {
  const { parent } = page;
  return "data_source_id" in parent && sameId(parent.data_source_id, place);
}

export function sameId(a: string, b: string): boolean {
  return bare(a) === bare(b);
}

function bare(id: string): string {
  return id.replaceAll("-", "").toLowerCase();
}

export async function readRow(
  client: Client,
  { page, source, watching }: Omit<Row, "cells">,
  wanted: string[],
): Promise<OutsideRecord> {
  const cells = await wholeCells(client, page);
  const row = { page, source, watching, cells };
  return {
    id: page.id,
    name: nameOf(row).slice(0, 300),
    url: page.url,
    stage: stageOf(row),
    changedAt: new Date(page.last_edited_time),
    ...valuesOf(row, wanted),
    people: contactOf(row),
    currency: currencyIn(row, wanted),
    texts: await textsOf(client, row),
    gone: page.in_trash || page.is_archived === true,
  };
}

function nameOf(row: Row): string {
  const title = row.cells.find(({ type }) => type === "title");
  return inWords(title && valueOf(title)) ?? textIn(row, "company_name") ?? "Row without a name";
}

function stageOf(row: Row): OutsideRecord["stage"] {
  const cell = cellFor(row, "stage");
  const option = cell?.type === "status"
    ? cell.status
    : cell?.type === "select"
    ? cell.select
    : null;
  return option ? { id: option.id, label: option.name } : null;
}

/** Of the column that is taken for the amount; where none is, of the first one that is asked for. */
function currencyIn({ source, watching }: Row, wanted: string[]): string | null {
  const columns = columnsOf(source);
  const amount = columnFor("amount", columns, watching.columns);
  const asked = columns.filter(({ id }) => wanted.includes(id));
  return [amount, ...asked].map(currencyOf).find((one) => one !== undefined) ?? null;
}

function valuesOf(
  row: Row,
  wanted: string[],
): Pick<OutsideRecord, "values" | "hidden" | "missing"> {
  const values: Record<string, OutsideValue> = {};
  const hidden: string[] = [];
  const missing: string[] = [];
  for (const field of wanted) {
    const key = standardKey(field);
    const { id, asEmail } = columnOf(field);
    const cell = key ? cellFor(row, key) : row.cells.find((one) => one.id === id);
    if (!cell) key ? values[field] = null : missing.push(field);
    else if (asEmail || key === "owner_email" || key === "contact_email") {
      if (hidesEmails(cell)) hidden.push(field);
      else values[field] = emailOf(cell);
    } else values[field] = valueOf(cell);
  }
  return { values, hidden, missing };
}

function hidesEmails(cell: Cell): boolean {
  const people = peopleIn(cell);
  return people.length > 0 && people.every(({ hidesEmail }) => hidesEmail);
}

/** Of people the first whose address is known; of text all of it, so that a check can refuse it. */
function emailOf(cell: Cell): string | null {
  const people = peopleIn(cell);
  if (people.length > 0) return people.find(({ email }) => email)?.email ?? null;
  return inWords(valueOf(cell));
}

function contactOf(row: Row): OutsidePerson[] {
  const cell = cellFor(row, "contact_email");
  const email = cell ? emailOf(cell) : null;
  const name = textIn(row, "contact_name");
  if (!email && !name) return [];
  return [{
    id: `${row.page.id}:contact`,
    name: name && name !== email ? name : "",
    email,
    phone: textIn(row, "contact_phone"),
    title: textIn(row, "contact_title"),
    role: null,
    primary: true,
  }];
}
