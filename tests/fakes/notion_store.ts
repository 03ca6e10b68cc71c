/** What a fake workspace of Notion holds, and how its API shows it. */
export interface FakeColumn {
  id: string;
  name: string;
  type: string;
  options: FakeOption[];
  format: string;
}

export interface FakeOption {
  id: string;
  name: string;
}

export interface FakeSource {
  id: string;
  databaseId: string;
  title: string;
  columns: FakeColumn[];
  inTrash: boolean;
}

export interface FakePage {
  id: string;
  source: FakeSource | null;
  /** By the column's id, as the API shows it under the column's type. */
  cells: Map<string, unknown>;
  createdAt: Date;
  editedAt: Date;
  inTrash: boolean;
  markdown: string;
  cutShort: boolean;
}

export interface FakePerson {
  id: string;
  name: string;
  email: string;
}

export type ColumnSpec = string | { type: string; options?: string[]; format?: string };

const SHOWN = 25;

export function newSource(title: string, columns: Record<string, ColumnSpec>): FakeSource {
  return {
    id: crypto.randomUUID(),
    databaseId: crypto.randomUUID(),
    title,
    columns: Object.entries(columns).map(([name, spec]) => newColumn(name, spec)),
    inTrash: false,
  };
}

/** As Notion writes such ids: short, and encoded for addresses. */
export function newColumn(name: string, spec: ColumnSpec): FakeColumn {
  const { type, options = [], format = "number" } = typeof spec === "string"
    ? { type: spec }
    : spec;
  const random = encodeURIComponent(`${crypto.randomUUID().slice(0, 3)}@`);
  return {
    id: type === "title" ? "title" : random,
    name,
    type,
    options: options.map((name) => ({ id: crypto.randomUUID(), name })),
    format,
  };
}

/** A cell from plain words, by the type of its column. New options are added as in Notion's own app. */
export function cellOf(column: FakeColumn, value: unknown): unknown {
  const isEmpty = value === null || value === undefined || value === "";
  switch (column.type) {
    case "title":
    case "rich_text":
      return isEmpty ? [] : [value].flat().map((text) => piece(String(text)));
    case "select":
    case "status":
      return isEmpty ? null : optionOf(column, String(value));
    case "multi_select":
      return isEmpty ? [] : [value].flat().map((name) => optionOf(column, String(name)));
    case "date":
      return typeof value === "string" ? { start: value, end: null, time_zone: null } : value;
    case "people":
      return isEmpty ? [] : [value].flat();
    case "checkbox":
      return value === true;
    default:
      return isEmpty ? null : value;
  }
}

function optionOf(column: FakeColumn, name: string): FakeOption {
  const known = column.options.find((option) => option.name === name);
  if (known) return known;
  const option = { id: crypto.randomUUID(), name };
  column.options.push(option);
  return option;
}

export function piece(content: string) {
  return {
    type: "text",
    text: { content, link: null },
    annotations: {
      bold: false,
      italic: false,
      strikethrough: false,
      underline: false,
      code: false,
      color: "default",
    },
    plain_text: content,
    href: null,
  };
}

export function showSource(source: FakeSource) {
  return {
    object: "data_source",
    id: source.id,
    title: [piece(source.title)],
    description: [],
    parent: { type: "database_id", database_id: source.databaseId },
    database_parent: { type: "workspace", workspace: true },
    in_trash: source.inTrash,
    archived: source.inTrash,
    is_inline: false,
    properties: Object.fromEntries(source.columns.map((one) => [one.name, showColumn(one)])),
    url: `https://notion.test/${source.id}`,
    public_url: null,
    icon: null,
    cover: null,
    created_time: "2026-01-01T00:00:00.000Z",
    last_edited_time: "2026-01-01T00:00:00.000Z",
    created_by: MAKER,
    last_edited_by: MAKER,
  };
}

const MAKER = { object: "user", id: "c7c11cca-1d73-471d-9b6e-bdef51470190" };

function showColumn({ id, name, type, options, format }: FakeColumn) {
  const groups = type === "status" ? { groups: groupsOf(options) } : {};
  const config = ["select", "status", "multi_select"].includes(type)
    ? {
      options: options.map((one) => ({ ...one, color: "default", description: null })),
      ...groups,
    }
    : type === "number"
    ? { format }
    : {};
  return { id, name, description: null, type, [type]: config };
}

/** Notion sorts the options of a status into three groups. */
function groupsOf(options: FakeOption[]) {
  const ids = (names: RegExp) => options.filter(({ name }) => names.test(name)).map(({ id }) => id);
  return [
    { id: "g1", name: "To-do", color: "gray", option_ids: ids(/^(new|to-do)/i) },
    { id: "g2", name: "In progress", color: "blue", option_ids: ids(/progress|started/i) },
    { id: "g3", name: "Complete", color: "green", option_ids: ids(/complete|done|live|won/i) },
  ];
}

export interface Sight {
  /** Whether the integration may see people's addresses. */
  emails: boolean;
}

export function showPage(page: FakePage, sight: Sight) {
  const columns = page.source?.columns ?? [];
  return {
    object: "page",
    id: page.id,
    created_time: toMinute(page.createdAt),
    last_edited_time: toMinute(page.editedAt),
    created_by: MAKER,
    last_edited_by: MAKER,
    in_trash: page.inTrash,
    archived: page.inTrash,
    is_archived: false,
    is_locked: false,
    url: `https://notion.test/${page.id}`,
    public_url: null,
    icon: null,
    cover: null,
    parent: page.source
      ? {
        type: "data_source_id",
        data_source_id: page.source.id,
        database_id: page.source.databaseId,
      }
      : { type: "workspace", workspace: true },
    properties: Object.fromEntries(columns.map((column) => {
      const whole = showCell(page, column, sight);
      const shown = Array.isArray(whole) ? whole.slice(0, SHOWN) : whole;
      return [column.name, { id: column.id, type: column.type, [column.type]: shown }];
    })),
  };
}

/** A whole cell, which a page shows only the beginning of. */
export function showCell(page: FakePage, column: FakeColumn, { emails }: Sight): unknown {
  if (column.type === "created_time") return toMinute(page.createdAt);
  if (column.type === "last_edited_time") return toMinute(page.editedAt);
  const cell = page.cells.get(column.id) ?? cellOf(column, null);
  if (column.type === "people") {
    return (cell as FakePerson[]).map(({ id, name, email }) => ({
      object: "user",
      id,
      name,
      avatar_url: null,
      type: "person",
      person: emails ? { email } : {},
    }));
  }
  if (["select", "status"].includes(column.type)) {
    return cell && { ...cell as FakeOption, color: "default" };
  }
  if (column.type === "multi_select") {
    return (cell as FakeOption[]).map((one) => ({ ...one, color: "default" }));
  }
  return cell;
}

/** Notion cuts its times to the minute. */
export function toMinute(moment: Date): string {
  return new Date(Math.floor(moment.getTime() / 60_000) * 60_000).toISOString();
}
