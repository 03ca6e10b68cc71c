import type { DescribeSObjectResult } from "jsforce";
import type { Line } from "../service.ts";
import { type Client, isUnseen } from "./client.ts";

/** Of an object, what this user may see: Salesforce leaves out the rest without a word. */
export interface Described {
  label: string;
  fields: Map<string, SeenField>;
  children: Child[];
}

export interface SeenField {
  name: string;
  label: string;
  type: string;
  custom: boolean;
  isHtml: boolean;
  /** Under which the record it points to can be read. */
  relationship: string | null;
  pointsTo: string[];
  options: { value: string; label: string }[];
}

export interface Child {
  relationship: string;
  object: string;
}

const KEEP_MS = 3_600_000;
const MOST_KEPT = 400;

interface Kept {
  at: number;
  described: Described | undefined;
}

/** Only to ask less often: whoever finds something missing in it asks again before saying so. */
const kept = new Map<string, Kept>();

const keyOf = ({ connection }: Line, object: string) => `${connection.id}/${object}`;

export async function describe(
  line: Line,
  client: Client,
  object: string,
): Promise<Described | undefined> {
  const known = kept.get(keyOf(line, object));
  const now = line.out.now().getTime();
  if (known && now - known.at < KEEP_MS) return known.described;
  return await describeAnew(line, client, object);
}

export async function describeAnew(
  line: Line,
  client: Client,
  object: string,
): Promise<Described | undefined> {
  const described = await ask(client, object);
  const key = keyOf(line, object);
  kept.delete(key);
  kept.set(key, { at: line.out.now().getTime(), described });
  if (kept.size > MOST_KEPT) kept.delete(kept.keys().next().value!);
  return described;
}

/** How old what is known of this connection is at most. Undefined where nothing is known. */
export function ageOf(line: Line): number | undefined {
  const now = line.out.now().getTime();
  const ages = [...kept].filter(([key]) => key.startsWith(keyOf(line, "")))
    .map(([, { at }]) => now - at);
  return ages.length === 0 ? undefined : Math.max(...ages);
}

export function forgetDescribes(line: Line): void {
  for (const key of kept.keys()) if (key.startsWith(keyOf(line, ""))) kept.delete(key);
}

async function ask(client: Client, object: string): Promise<Described | undefined> {
  try {
    return digest(await client.describe(object));
  } catch (error) {
    if (isUnseen(error)) return undefined;
    throw error;
  }
}

/** A description can be a megabyte; of it, what is needed. */
function digest(
  { label, fields, childRelationships, queryable }: DescribeSObjectResult,
): Described | undefined {
  if (queryable === false) return undefined;
  return {
    label,
    fields: new Map((fields ?? []).map((field) => [field.name, seen(field)])),
    children: (childRelationships ?? []).flatMap(({ relationshipName, childSObject }) =>
      relationshipName ? [{ relationship: relationshipName, object: childSObject }] : []
    ),
  };
}

function seen(field: DescribeSObjectResult["fields"][number]): SeenField {
  return {
    name: field.name,
    label: field.label ?? field.name,
    type: field.type,
    custom: field.custom === true,
    isHtml: field.htmlFormatted === true || field.extraTypeInfo === "richtextarea",
    relationship: field.relationshipName ?? null,
    pointsTo: field.referenceTo ?? [],
    options: ((field.picklistValues ?? []) as PicklistValue[])
      .filter(({ active }) => active !== false)
      .map(({ value, label }) => ({ value, label: label ?? value })),
  };
}

interface PicklistValue {
  active?: boolean;
  value: string;
  label?: string | null;
}
