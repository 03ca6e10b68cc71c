import { Upstream } from "../../base/errors.ts";
import type { Line, OutsideRecord, OutsideText } from "../service.ts";
import { accountOf, stagesOf } from "./account.ts";
import { readCompany } from "./companies.ts";
import { namesOf } from "./fields.ts";
import { readNotes } from "./notes.ts";
import { readContacts } from "./people.ts";
import { readValues } from "./record_values.ts";
import { readMany } from "./ties.ts";
import { momentOf } from "./values.ts";
import { ask, DEAL, type HubspotObject, need, pathOf, shapes } from "./wire.ts";

const ALWAYS = [
  ...["dealname", "amount", "dealstage", "pipeline", "closedate", "hubspot_owner_id"],
  ...["deal_currency_code", "description", "hs_lastmodifieddate", "createdate"],
];

/** A deal as it stands now, with its company, its people and what was written about it. */
export async function readDeal(
  line: Line,
  id: string,
  wanted: string[],
): Promise<OutsideRecord | undefined> {
  if (!/^\d{1,20}$/.test(id)) throw new Upstream("HubSpot's event names no deal.", false);
  const deal = await findDeal(line, id, namesOf(wanted, "deal"));
  if (!deal) return undefined;
  const company = await readCompany(line, deal.id, namesOf(wanted, "company"));
  const contacts = await readContacts(line, deal.id, namesOf(wanted, "contact"));
  const read = await readValues(line, wanted, { deal, company, contacts });
  return {
    id: deal.id,
    name: deal.properties.dealname?.trim() || `Deal ${deal.id}`,
    url: urlOf(line, deal),
    stage: await stageOf(line, deal),
    changedAt: changedAt(deal),
    ...read,
    people: contacts.people,
    currency: await currencyOf(line, deal),
    texts: [...descriptionOf(deal), ...await readNotes(line, deal.id)],
    gone: deal.archived,
  };
}

/** One that was merged into another is answered by the one that is left, under its number. */
async function findDeal(
  line: Line,
  id: string,
  wanted: string[],
): Promise<HubspotObject | undefined> {
  for (const archived of [false, true]) {
    const query = { properties: ALWAYS.join(","), archived: String(archived) };
    const answer = await ask(line, shapes.object, pathOf.object(DEAL, id), { query });
    if ("found" in answer) return await withMore(line, { ...answer.found, archived }, wanted);
    if (answer.refused.status !== 404) {
      throw new Upstream(`HubSpot does not tell the deal: ${answer.refused.words}`, false);
    }
  }
}

/** Accounts have hundreds of fields, and an address holds only so many of their names. */
async function withMore(
  line: Line,
  deal: HubspotObject,
  wanted: string[],
): Promise<HubspotObject> {
  const names = wanted.filter((name) => !ALWAYS.includes(name));
  if (names.length === 0) return deal;
  const more = await readMany(line, DEAL, [deal.id], names, { archived: deal.archived });
  return { ...deal, properties: { ...more?.[0]?.properties, ...deal.properties } };
}

async function stageOf(line: Line, { properties }: HubspotObject) {
  const { dealstage: id, pipeline } = properties;
  if (!id) return null;
  const stages = await stagesOf(line);
  const stage = stages.find((one) => one.id === id && (!pipeline || one.group?.id === pipeline)) ??
    stages.find((one) => one.id === id);
  const group = pipeline ?? stage?.group?.id;
  return { id, label: stage?.label ?? id, ...(group && { group }) };
}

async function currencyOf(line: Line, { properties }: HubspotObject): Promise<string | null> {
  return properties.deal_currency_code || (await accountOf(line)).currency;
}

/** `Deal` pages of any region are found through the one address. */
function urlOf({ connection }: Line, { id, url }: HubspotObject): string | null {
  if (url?.startsWith("https://")) return url;
  if (URL.parse(connection.address ?? "")?.hostname.endsWith(".invalid")) return null;
  return `https://app.hubspot.com/contacts/${connection.outsideId}/record/${DEAL}/${id}`;
}

function changedAt({ properties, updatedAt, createdAt }: HubspotObject): Date {
  const said = momentOf(properties.hs_lastmodifieddate) ?? momentOf(updatedAt) ??
    momentOf(createdAt);
  if (!said) throw new Upstream("HubSpot does not say when the deal was changed.", true);
  return said;
}

function descriptionOf({ properties }: HubspotObject): OutsideText[] {
  const text = properties.description?.trim().slice(0, 100_000);
  return text
    ? [{ id: "deal.description", kind: "field", title: "Deal description", text, at: null }]
    : [];
}

/** The deal that was changed last. */
export async function readSample(
  line: Line,
  wanted: string[],
): Promise<OutsideRecord | undefined> {
  const body = {
    filterGroups: [],
    sorts: [{ propertyName: "hs_lastmodifieddate", direction: "DESCENDING" }],
    properties: ["dealname"],
    limit: 1,
    after: "0",
  };
  const { results } = await need(
    ask(line, shapes.objects, pathOf.search(DEAL), { body }),
    "its deals",
  );
  return results[0] && await readDeal(line, results[0].id, wanted);
}
