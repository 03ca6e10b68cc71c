import type { FakeObject, FakeOrg, Row } from "./salesforce_org.ts";
import { compare, holds, parseSoql, type Soql, SoqlFault } from "./salesforce_soql.ts";

/** What the connected user may not see is not among it, without a word. */
export function describeObject(org: FakeOrg, name: string) {
  const { label, fields, children = [] } = objectOf(org, name, "NOT_FOUND");
  return {
    name,
    label,
    queryable: true,
    fields: fields.filter((field) => isSeen(org, name, field.name)).map((field) => ({
      name: field.name,
      label: field.label,
      type: field.type,
      length: 255,
      nillable: true,
      custom: field.custom === true,
      createable: true,
      updateable: true,
      htmlFormatted: field.htmlFormatted === true,
      referenceTo: field.referenceTo ?? [],
      relationshipName: field.relationshipName ?? null,
      picklistValues: (field.picklist ?? []).map(({ value, label = value, active = true }) => ({
        active,
        defaultValue: false,
        label,
        validFor: null,
        value,
      })),
    })),
    childRelationships: children.filter(({ childSObject }) => !org.forbidden.has(childSObject)),
  };
}

export function runQuery(org: FakeOrg, text: string, { binToo = false } = {}): Row[] {
  const soql = parseSoql(text);
  const filters = /\b(Id|LinkedEntityId|ContentDocumentId) (=|IN)/i;
  if (soql.from === "ContentDocumentLink" && !filters.test(text)) {
    throw new SoqlFault(
      "MALFORMED_QUERY",
      "Implementation restriction: ContentDocumentLink requires a filter by a single Id on " +
        "ContentDocumentId or LinkedEntityId using the equals operator.",
    );
  }
  const all = (org.rows[soql.from] ?? []).filter((row) => binToo || !row.IsDeleted);
  return run(org, soql, soql.from, all);
}

function run(org: FakeOrg, soql: Soql, object: string, rows: Row[]): Row[] {
  objectOf(org, object);
  const value = (row: Row, path: string) => read(org, object, row, path.split("."));
  // What is named is checked even where nothing is found.
  for (const path of soql.columns) value({}, path);
  for (const child of soql.children) linkOf(org, object, child.from);
  const found = rows.filter((row) => !soql.where || holds(soql.where, (path) => value(row, path)));
  for (const { path, down } of soql.order.toReversed()) {
    found.sort((a, b) => compare(value(a, path), value(b, path)) * (down ? -1 : 1));
  }
  return found.slice(0, soql.limit).map((row) => shape(org, soql, object, row));
}

function shape(org: FakeOrg, soql: Soql, object: string, row: Row): Row {
  const shaped: Row = { attributes: attributes(object, row) };
  for (const path of soql.columns) put(org, shaped, object, row, path.split("."));
  for (const child of soql.children) {
    const { childSObject, field } = linkOf(org, object, child.from);
    const rows = (org.rows[childSObject] ?? []).filter((one) => one[field] === row.Id);
    const records = run(org, child, childSObject, rows);
    shaped[child.from] = records.length === 0
      ? null
      : { totalSize: records.length, done: true, records };
  }
  return shaped;
}

function linkOf(org: FakeOrg, object: string, relation: string) {
  const link = objectOf(org, object).children?.find((one) => one.relationshipName === relation);
  if (link && !org.forbidden.has(link.childSObject)) return link;
  throw new SoqlFault(
    "INVALID_TYPE",
    `Didn't understand relationship '${relation}' in FROM part of query call.`,
  );
}

function put(org: FakeOrg, shaped: Row, object: string, row: Row, path: string[]): void {
  const [head = "", ...rest] = path;
  if (rest.length === 0) {
    shaped[head] = read(org, object, row, path);
    return;
  }
  const { target, other } = follow(org, object, row, head);
  if (!other) shaped[head] = null;
  else {
    const inner = (shaped[head] ??= { attributes: attributes(target, other) }) as Row;
    put(org, inner, target, other, rest);
  }
}

function read(org: FakeOrg, object: string, row: Row, path: string[]): unknown {
  const [head = "", ...rest] = path;
  if (rest.length > 0) {
    const { target, other } = follow(org, object, row, head);
    return read(org, target, other ?? {}, rest);
  }
  const isThere = objectOf(org, object).fields.some(({ name }) => name === head);
  if (isThere && isSeen(org, object, head)) return row[head] ?? null;
  throw new SoqlFault(
    "INVALID_FIELD",
    `No such column '${head}' on entity '${object}'. If you are attempting to use a custom field, ` +
      "be sure to append the '__c' after the custom field name.",
  );
}

function follow(org: FakeOrg, object: string, row: Row, relation: string) {
  const link = objectOf(org, object).fields.find((one) => one.relationshipName === relation);
  const target = link?.referenceTo?.[0];
  if (!target || org.forbidden.has(target)) {
    throw new SoqlFault(
      "INVALID_FIELD",
      `Didn't understand relationship '${relation}' in field path.`,
    );
  }
  const other = (org.rows[target] ?? []).find((one) => one.Id === row[link!.name]);
  return { target, other };
}

function objectOf(org: FakeOrg, name: string, code = "INVALID_TYPE"): FakeObject {
  const found = org.forbidden.has(name) ? undefined : org.objects[name];
  if (found) return found;
  throw code === "NOT_FOUND"
    ? new SoqlFault(code, "The requested resource does not exist", 404)
    : new SoqlFault(code, `sObject type '${name}' is not supported.`);
}

const isSeen = (org: FakeOrg, object: string, field: string) =>
  !org.hidden.has(`${object}.${field}`);

const attributes = (type: string, { Id }: Row) => ({
  type,
  url: `/services/data/v67.0/sobjects/${type}/${Id}`,
});
