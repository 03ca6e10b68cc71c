import type { PageObjectResponse, RichTextItemResponse } from "@notionhq/client";
import type { OutsideValue } from "../service.ts";

/** One cell of a row. */
export type Property = PageObjectResponse["properties"][string];

/** Where a column of people is asked for their addresses. No id of Notion's holds a bare colon. */
const EMAIL = ":email";

export function emailField(columnId: string): string {
  return `${columnId}${EMAIL}`;
}

export function columnOf(field: string): { id: string; asEmail: boolean } {
  return field.endsWith(EMAIL)
    ? { id: field.slice(0, -EMAIL.length), asEmail: true }
    : { id: field, asEmail: false };
}

/** Raw, but typed. Null where the cell is empty, and where its kind holds nothing to read. */
export function valueOf(cell: Property): OutsideValue {
  switch (cell.type) {
    case "title":
      return textOf(cell.title);
    case "rich_text":
      return textOf(cell.rich_text);
    case "number":
      return cell.number;
    case "checkbox":
      return cell.checkbox;
    case "date":
      return dayOf(cell.date?.start);
    case "select":
      return filled(cell.select?.name);
    case "status":
      return filled(cell.status?.name);
    case "multi_select":
      return several(cell.multi_select.map(({ name }) => name));
    case "email":
      return filled(cell.email);
    case "url":
      return filled(cell.url);
    case "phone_number":
      return filled(cell.phone_number);
    case "created_time":
      return cell.created_time;
    case "last_edited_time":
      return cell.last_edited_time;
    case "people":
    case "created_by":
    case "last_edited_by":
      return together(peopleIn(cell).map(({ name, email }) => name ?? email ?? ""));
    case "files":
      return together(cell.files.map(({ name }) => name));
    case "unique_id":
      return idOf(cell.unique_id);
    case "formula":
      return formulaOf(cell.formula);
    case "rollup":
      return rollupOf(cell.rollup);
    default:
      return null;
  }
}

function idOf({ prefix, number }: { prefix: string | null; number: number | null }) {
  if (number === null) return null;
  return prefix ? `${prefix}-${number}` : String(number);
}

function formulaOf(formula: Extract<Property, { type: "formula" }>["formula"]): OutsideValue {
  switch (formula.type) {
    case "string":
      return filled(formula.string);
    case "number":
      return formula.number;
    case "boolean":
      return formula.boolean;
    case "date":
      return dayOf(formula.date?.start);
    default:
      return null;
  }
}

function rollupOf(rollup: Extract<Property, { type: "rollup" }>["rollup"]): OutsideValue {
  switch (rollup.type) {
    case "number":
      return rollup.number;
    case "date":
      return dayOf(rollup.date?.start);
    case "array":
      return oneOrAll((rollup.array as Property[]).map(valueOf));
    default:
      return null;
  }
}

/** A roll-up of a single row keeps its number; of several, only words can hold them all. */
function oneOrAll(values: OutsideValue[]): OutsideValue {
  const there = values.filter((value) => value !== null);
  return there.length < 2 ? there[0] ?? null : together(there.flat().map(String));
}

export function textOf(pieces: RichTextItemResponse[] | undefined): string | null {
  return filled((pieces ?? []).map(({ plain_text }) => plain_text ?? "").join(""));
}

function filled(text: string | null | undefined): string | null {
  const trimmed = text?.trim() ?? "";
  return trimmed === "" ? null : trimmed;
}

function together(parts: string[]): string | null {
  return filled(parts.map((part) => part.trim()).filter((part) => part !== "").join(", "));
}

function several(names: string[]): string[] | null {
  return names.length === 0 ? null : names;
}

/** Of a range its start, and of a moment the day it falls on where it was written. */
function dayOf(start: string | null | undefined): string | null {
  return /^\d{4}-\d{2}-\d{2}/.exec(start ?? "")?.[0] ?? null;
}

export interface CellPerson {
  id: string;
  name: string | null;
  email: string | null;
  /** Whether Notion shows the address of this one at all. */
  hidesEmail: boolean;
}

/** Notion leaves out addresses where the integration may not see them, and whole people too. */
export function peopleIn(cell: Property): CellPerson[] {
  const people = cell.type === "people"
    ? cell.people
    : cell.type === "created_by"
    ? [cell.created_by]
    : cell.type === "last_edited_by"
    ? [cell.last_edited_by]
    : [];
  return people.filter((one) => one.object === "user").map((one) => {
    const isPerson = "type" in one && one.type === "person";
    const email = isPerson ? filled(one.person?.email) : null;
    return {
      id: one.id,
      name: "name" in one ? filled(one.name) : null,
      email,
      hidesEmail: email === null && (isPerson || !("type" in one)),
    };
  });
}
