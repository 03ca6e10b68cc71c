import type { DataSourceObjectResponse } from "@notionhq/client";
import type { OutsideField, OutsideType, Stage, StandardKey } from "../service.ts";
import { CURRENCIES, SOUGHT } from "./standard_data.ts";
import { emailField, textOf } from "./values.ts";
import { columnFor, type Watching } from "./watching.ts";

export type SchemaColumn = DataSourceObjectResponse["properties"][string];

export function columnsOf(source: DataSourceObjectResponse): SchemaColumn[] {
  return Object.values(source.properties);
}

export function titleOf(source: DataSourceObjectResponse): string {
  return textOf(source.title) ?? "Untitled database";
}

const TYPES: Record<string, OutsideType> = {
  title: "text",
  rich_text: "long_text",
  number: "number",
  checkbox: "yes_no",
  date: "date",
  select: "choice",
  status: "choice",
  multi_select: "choices",
  email: "email",
  url: "url",
  phone_number: "phone",
  people: "person",
  created_by: "person",
  last_edited_by: "person",
  created_time: "moment",
  last_edited_time: "moment",
  files: "text",
  unique_id: "text",
  formula: "text",
  rollup: "text",
};

/** All that can be read of a row. A column of people is offered by name and by address. */
export function fieldsOf(source: DataSourceObjectResponse, watching: Watching): OutsideField[] {
  const of = titleOf(source).slice(0, 120);
  const meanings = meaningsOf(columnsOf(source), watching);
  return columnsOf(source).flatMap((column) => {
    const type = currencyOf(column) ? "money" : TYPES[column.type];
    if (!type) return [];
    const label = column.name.trim().slice(0, 190) || "Column without a name";
    const options = optionsOf(column);
    const means = meanings.get(column.id) ?? [];
    const field = { id: column.id, label, of, type, options, custom: true, means };
    if (type !== "person") return [field];
    return [
      { ...field, means: means.filter((key) => !isAddress(key)) },
      {
        ...field,
        id: emailField(column.id),
        label: `${label}, e-mail`,
        type: "email" as const,
        means: means.filter(isAddress),
      },
    ];
  });
}

function isAddress(key: StandardKey): boolean {
  return key.endsWith("_email");
}

function meaningsOf(columns: SchemaColumn[], { columns: chosen }: Watching) {
  const meanings = new Map<string, StandardKey[]>();
  for (const { key } of SOUGHT) {
    const column = columnFor(key, columns, chosen);
    if (column) meanings.set(column.id, [...meanings.get(column.id) ?? [], key]);
  }
  return meanings;
}

function optionsOf(column: SchemaColumn): string[] | undefined {
  const options = choicesOf(column);
  return options && options.map(({ name }) => name);
}

function choicesOf(column: SchemaColumn) {
  if (column.type === "select") return column.select.options;
  if (column.type === "status") return column.status.options;
  if (column.type === "multi_select") return column.multi_select.options;
}

export function currencyOf(column: SchemaColumn | undefined): string | undefined {
  return column?.type === "number" ? CURRENCIES[column.number.format] : undefined;
}

const LAST = /^(complete|completed|done|won|closed won|live|finished)$/i;

/** The options of the Status column. Notion groups those of a status, and its last group is done. */
export function stagesOf(source: DataSourceObjectResponse, watching: Watching): Stage[] {
  const column = columnFor("stage", columnsOf(source), watching.columns);
  if (!column) return [];
  const done = new Set(
    column.type === "status"
      ? column.status.groups.filter(({ name }) => LAST.test(name))
        .flatMap(({ option_ids }) => option_ids)
      : [],
  );
  return (choicesOf(column) ?? []).map(({ id, name }) => ({
    id: id ?? name,
    label: name,
    won: done.has(id ?? "") || LAST.test(name),
    active: true,
  }));
}
