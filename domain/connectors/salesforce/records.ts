import type { Line, OutsideRecord, OutsideText, OutsideValue } from "../service.ts";
import { type Client, codeOf, inWords, openClient, type Row } from "./client.ts";
import { ageOf, describe, forgetDescribes } from "./describes.ts";
import { isId, longId } from "./ids.ts";
import { peopleIn, readPrimary, readRoles, rolesQuery } from "./people.ts";
import { type Asked, childQueries, columnsOf, packed, type Plan, planOf } from "./plan.ts";
import { momentOf, quoted } from "./soql.ts";
import { type Source, sourcesOf } from "./sources.ts";
import { readTexts } from "./texts.ts";
import { textOf, valueOf } from "./values.ts";

/** The first letters of every opportunity's id. */
const PREFIX = "006";
const TRUST_MS = 60_000;

export async function record(
  line: Line,
  id: string,
  wanted: string[],
): Promise<OutsideRecord | undefined> {
  if (!isId(id) || !id.startsWith(PREFIX)) return undefined;
  return await inWords(async () => {
    const client = await openClient(line);
    try {
      return await read(line, client, longId(id), wanted);
    } catch (error) {
      if (!/^INVALID_(FIELD|TYPE)$/.test(codeOf(error) ?? "")) throw error;
      forgetDescribes(line); // Something was taken from the user since it was last asked.
      return await read(line, client, longId(id), wanted);
    }
  });
}

/** What can be told from the id alone: mostly that the message there was made for something else. */
export function absence(_line: Line, id: string): Promise<string> {
  if (!isId(id)) return Promise.resolve("The message names no record: send the field Id along.");
  return Promise.resolve(
    id.startsWith(PREFIX)
      ? "The opportunity is not there any more, or not shared with the connected user."
      : "This is no opportunity: the message in Salesforce was made for another object.",
  );
}

export async function sample(line: Line, wanted: string[]): Promise<OutsideRecord | undefined> {
  const newest = await inWords(async () => {
    const client = await openClient(line);
    if (!await describe(line, client, "Opportunity")) return undefined;
    const { records } = await client.query<Row>(
      "SELECT Id FROM Opportunity ORDER BY SystemModstamp DESC, Id LIMIT 1",
    );
    return records[0]?.Id as string | undefined;
  });
  return newest ? await record(line, newest, wanted) : undefined;
}

async function read(
  line: Line,
  client: Client,
  id: string,
  wanted: string[],
): Promise<OutsideRecord | undefined> {
  const { sources, plan } = await planFor(line, client, wanted);
  if (!sources[0]!.described) return undefined;
  const row = await readRow(client, id, sources, plan);
  if (!row) return await readBinned(line, client, id, plan);
  const roles = await readRoles(client, row);
  const values = valuesIn(plan.asked, row, await readPrimary(client, roles, plan));
  return {
    ...await headOf(line, client, row),
    values,
    hidden: plan.hidden,
    missing: plan.missing,
    people: peopleIn(roles),
    texts: [...longTexts(plan.asked, row, values), ...await readTexts(line, client, id)],
    gone: false,
  };
}

/** What is remembered may be older than a right that was given since. */
async function planFor(line: Line, client: Client, wanted: string[]) {
  let sources = await sourcesOf(line, client);
  let plan = planOf(sources, wanted);
  if (plan.hidden.length + plan.missing.length > 0 && (ageOf(line) ?? 0) > TRUST_MS) {
    forgetDescribes(line);
    sources = await sourcesOf(line, client);
    plan = planOf(sources, wanted);
  }
  return { sources, plan };
}

/** In as many questions as all that is wanted needs. */
async function readRow(
  client: Client,
  id: string,
  sources: Source[],
  plan: Plan,
): Promise<Row | undefined> {
  const roles = rolesQuery(sources);
  const columns = columnsOf(sources, plan);
  let whole: Row | undefined;
  for (const asked of packed([...roles ? [roles] : [], ...columns, ...childQueries(plan)])) {
    const { records: [row] } = await client.query<Row>(
      `SELECT ${withId(asked).join(", ")} FROM Opportunity WHERE Id = ${quoted(id)}`,
    );
    if (!row) return undefined;
    whole = joined(whole, row) as Row;
  }
  return whole;
}

const withId = (asked: string[]) => asked.includes("Id") ? asked : ["Id", ...asked];

/** Parts of one record, of which each can hold a part of its account. */
function joined(one: unknown, other: unknown): unknown {
  if (!isRow(one) || !isRow(other)) return other;
  if (Array.isArray(one)) return one.map((item, at) => joined(item, other[at]));
  const both: Row = { ...one };
  for (const [key, value] of Object.entries(other)) both[key] = joined(one[key], value);
  return both;
}

const isRow = (value: unknown): value is Row => typeof value === "object" && value !== null;

/** In the recycle bin an opportunity keeps its name for a while. */
async function readBinned(
  line: Line,
  client: Client,
  id: string,
  { hidden, missing }: Plan,
): Promise<OutsideRecord | undefined> {
  const { records: [row] } = await client.query<Row>(
    `SELECT Id, Name, StageName, SystemModstamp FROM Opportunity WHERE Id = ${quoted(id)}` +
      " AND IsDeleted = true",
    { scanAll: true },
  );
  if (!row) return undefined;
  const head = await headOf(line, client, row);
  return { ...head, values: {}, hidden, missing, people: [], texts: [], gone: true };
}

async function headOf(line: Line, client: Client, row: Row) {
  const id = longId(String(row.Id));
  return {
    id,
    name: textOf(row.Name) ?? id,
    url: line.connection.address
      ? new URL(`/lightning/r/Opportunity/${id}/view`, line.connection.address).href
      : null,
    stage: await stageOf(line, client, row),
    changedAt: momentOf(row.SystemModstamp) ?? line.out.now(),
    currency: textOf(row.CurrencyIsoCode),
  };
}

/** Its value decides; its label may be translated or renamed at any time. */
async function stageOf(line: Line, client: Client, { StageName }: Row) {
  const value = textOf(StageName);
  if (!value) return null;
  const own = await describe(line, client, "Opportunity");
  const option = own?.fields.get("StageName")?.options.find((one) => one.value === value);
  return { id: value, label: option?.label ?? value };
}

function valuesIn(asked: Asked[], row: Row, contact: Row | undefined) {
  const values: Record<string, OutsideValue> = {};
  for (const { id, source, field } of asked) {
    values[id] = valueOf(field, holderOf(source, row, contact)?.[field.name]);
  }
  return values;
}

function holderOf({ via, relation }: Source, row: Row, contact: Row | undefined) {
  if (via === "own") return row;
  if (via === "contact") return contact;
  const beside = row[relation] as Row | null | undefined;
  return via === "child" ? beside?.records?.[0] as Row | undefined : beside;
}

/** What was written into the opportunity's own fields: its description, and what is mapped. */
function longTexts(
  asked: Asked[],
  row: Row,
  values: Record<string, OutsideValue>,
): OutsideText[] {
  const mapped = asked.filter(({ field }) => field.type === "textarea")
    .map(({ id, field }) => ({ id, title: field.label, text: values[id] }));
  const description = { id: "Description", title: "Description", text: textOf(row.Description) };
  const all = values.Description === undefined ? [description, ...mapped] : mapped;
  return all.flatMap(({ id, title, text }) =>
    typeof text === "string"
      ? [{ id: `field/${id}`, kind: "field" as const, title, text, at: null }]
      : []
  );
}
