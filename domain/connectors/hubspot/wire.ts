import { z } from "zod";
import { Upstream } from "../../base/errors.ts";
import type { Outside } from "../../base/outside.ts";
import type { Line } from "../service.ts";
import { type HubspotRefusal, readRefusal } from "./refusals.ts";

/** The newest calls, and those before for what the newest do not have: owners and the account. */
const [NEWEST, BEFORE] = ["2026-09", "2026-03"];

export const DEAL = "0-3";
export const COMPANY = "0-2";
export const CONTACT = "0-1";
export const NOTE = "0-46";

export const pathOf = {
  object: (type: string, id: string) => `/crm/objects/${NEWEST}/${type}/${encodeURIComponent(id)}`,
  objects: (type: string) => `/crm/objects/${NEWEST}/${type}`,
  search: (type: string) => `/crm/objects/${NEWEST}/${type}/search`,
  many: (type: string) => `/crm/objects/${NEWEST}/${type}/batch/read`,
  ties: (from: string, to: string) => `/crm/associations/${NEWEST}/${from}/${to}/batch/read`,
  properties: (type: string) => `/crm/properties/${NEWEST}/${type}`,
  someProperties: (type: string) => `/crm/properties/${NEWEST}/${type}/batch/read`,
  pipelines: `/crm/pipelines/${NEWEST}/${DEAL}`,
  owners: `/crm/owners/${BEFORE}`,
  owner: (id: string) => `/crm/owners/${BEFORE}/${encodeURIComponent(id)}`,
  account: `/account-info/${BEFORE}/details`,
  token: `/oauth/${NEWEST}/token`,
};

export function apiOf(out: Outside): string {
  return out.secret("HUBSPOT_API_URL") || "https://api.hubapi.com";
}

export type Answer<T> = { found: T } | { refused: HubspotRefusal };

/** Reads what HubSpot answers by its shape. A refusal is for the caller to read. */
export async function ask<T>(
  line: Line,
  shape: z.ZodType<T>,
  path: string,
  { query = {}, body }: { query?: Record<string, string>; body?: unknown } = {},
): Promise<Answer<T>> {
  const url = new URL(path, line.connection.address ?? apiOf(line.out));
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  const headers = { accept: "application/json", "content-type": "application/json" };
  const response = await line.fetch(
    url,
    body === undefined
      ? { headers: { accept: headers.accept } }
      : { method: "POST", headers, body: JSON.stringify(body) },
  );
  const text = await response.text();
  if (response.status >= 300) return { refused: readRefusal(response.status, text) };
  return { found: readAs(shape, text) };
}

/** For what nothing can be done without. */
export async function need<T>(answer: Promise<Answer<T>>, what: string): Promise<T> {
  const got = await answer;
  if ("found" in got) return got.found;
  throw new Upstream(`HubSpot does not tell ${what}: ${got.refused.words}`, false);
}

export function readAs<T>(shape: z.ZodType<T>, text: string): T {
  try {
    return shape.parse(JSON.parse(text));
  } catch (cause) {
    throw new Upstream("HubSpot answered with something that Thread cannot read.", true, { cause });
  }
}

const optional = z.string().nullish().catch(undefined);
/** They are strings by the book; whatever else comes is read as one. */
const raw = z.union([z.string(), z.number(), z.boolean()]).transform(String).nullable().catch(null);

const objectShape = z.object({
  id: z.coerce.string(),
  properties: z.record(z.string(), raw).catch({}),
  createdAt: optional,
  updatedAt: optional,
  archived: z.boolean().catch(false),
  url: optional,
});
export type HubspotObject = z.infer<typeof objectShape>;

const pagingShape = z.object({ next: z.object({ after: z.coerce.string() }).optional() })
  .optional().catch(undefined);

const propertyShape = z.object({
  name: z.string(),
  label: z.string().catch(""),
  type: z.string().catch("string"),
  fieldType: z.string().catch("text"),
  options: z.array(z.object({ label: z.string(), value: z.string() })).catch([]),
  hidden: z.boolean().catch(false),
  hubspotDefined: z.boolean().catch(false),
  showCurrencySymbol: z.boolean().catch(false),
  referencedObjectType: optional,
});
export type HubspotProperty = z.infer<typeof propertyShape>;

const stageShape = z.object({
  id: z.coerce.string(),
  label: z.string().catch(""),
  displayOrder: z.number().catch(0),
  archived: z.boolean().catch(false),
  metadata: z.record(z.string(), z.unknown()).catch({}),
});

const pipelineShape = stageShape.omit({ metadata: true }).extend({ stages: z.array(stageShape) });
export type HubspotPipeline = z.infer<typeof pipelineShape>;

const tieShape = z.object({
  toObjectId: z.coerce.string(),
  associationTypes: z.array(z.object({ typeId: z.number(), label: optional })).catch([]),
});
export type HubspotTie = z.infer<typeof tieShape>;

const ownerShape = z.object({
  id: z.coerce.string(),
  email: optional,
  firstName: optional,
  lastName: optional,
});
export type HubspotOwner = z.infer<typeof ownerShape>;

export const shapes = {
  object: objectShape,
  objects: z.object({ results: z.array(objectShape), paging: pagingShape }),
  properties: z.object({ results: z.array(propertyShape) }),
  pipelines: z.object({ results: z.array(pipelineShape) }),
  ties: z.object({
    results: z.array(z.object({ to: z.array(tieShape).catch([]), paging: pagingShape })).catch([]),
  }),
  owner: ownerShape,
  owners: z.object({ results: z.array(ownerShape) }),
  account: z.object({ timeZone: optional, companyCurrency: optional }),
};
