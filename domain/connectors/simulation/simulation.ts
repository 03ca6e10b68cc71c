import { noteOf, simulatedDeal } from "./simulated_deals.ts";
import { PIPELINES, PROPERTIES } from "./simulated_schema_data.ts";

/** No server can be there: names that end like this never resolve. */
export const SIMULATED_ORIGIN = "https://hubspot.simulation.invalid";

/** Lets a small HubSpot answer for its own address. Everything else goes where it always went. */
export function withSimulation(ask: typeof fetch): typeof fetch {
  return (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input);
    if (url.origin !== SIMULATED_ORIGIN) return ask(input, init);
    return answerSimulation(new Request(input, init));
  };
}

/** What HubSpot would answer to each of the reader's questions. It keeps nothing and knows no time. */
export async function answerSimulation(request: Request): Promise<Response> {
  const { pathname, searchParams } = new URL(request.url);
  const body = request.method === "POST" ? await readBody(request) : {};
  for (const [pattern, answer] of ROUTES) {
    const match = pattern.exec(`${request.method} ${pathname}`);
    const said = match && answer(match.slice(1), { body, query: searchParams });
    if (said) return Response.json(said);
  }
  return Response.json(
    { status: "error", category: "OBJECT_NOT_FOUND", message: "The simulation has no such thing." },
    { status: 404 },
  );
}

async function readBody(request: Request): Promise<Asked["body"]> {
  return await request.json().catch(() => ({}));
}

interface Asked {
  body: {
    inputs?: { id?: string; name?: string }[];
    filterGroups?: unknown[];
    properties?: string[];
  };
  query: URLSearchParams;
}
type Say = (parts: string[], asked: Asked) => unknown;

const VERSION = "\\d{4}-\\d{2}";
const at = (pattern: string) => new RegExp(`^${pattern.replace("VERSION", VERSION)}$`);

const ROUTES: [RegExp, Say][] = [
  [at("GET /account-info/VERSION/details"), account],
  [at("GET /crm/pipelines/VERSION/0-3"), () => ({ results: PIPELINES })],
  [at("GET /crm/properties/VERSION/(0-[123])"), ([type]) => ({ results: propertiesOf(type!) })],
  [at("POST /crm/properties/VERSION/(0-[123])/batch/read"), someProperties],
  [at("GET /crm/owners/VERSION(?:/(\\d+))?"), owner],
  [at("GET /crm/objects/VERSION/0-\\d+"), () => ({ results: [] })],
  [at("POST /crm/objects/VERSION/0-3/search"), search],
  [at("POST /crm/objects/VERSION/(0-1|0-2|0-3|0-46)/batch/read"), many],
  [at("GET /crm/objects/VERSION/0-3/(\\d+)"), ([id]) => deal(id!)],
  [at("POST /crm/associations/VERSION/0-3/(0-1|0-2|0-46)/batch/read"), ties],
];

function account() {
  return { portalId: 1, timeZone: "Europe/Berlin", companyCurrency: "EUR" };
}

function propertiesOf(type: string) {
  return PROPERTIES[type]!.map((one) => ({ hubspotDefined: true, options: [], ...one }));
}

function someProperties([type]: string[], { body }: Asked) {
  const names = new Set(body.inputs?.map(({ name }) => name));
  return { status: "COMPLETE", results: propertiesOf(type!).filter(({ name }) => names.has(name)) };
}

/** The demo's own account executive. */
function owner([id]: string[]) {
  const tom = {
    id: "7",
    email: "tom@acme-cloud.example",
    firstName: "Tom",
    lastName: "Fischer",
    archived: false,
  };
  return id === undefined ? { results: [tom] } : tom;
}

/** It has no deals but those that somebody lets happen, so nothing is ever found by looking. */
function search(_: string[], { body }: Asked) {
  const isLooking = (body.filterGroups?.length ?? 0) > 0;
  return { total: 1, results: isLooking ? [] : [deal(SAMPLE)].filter(Boolean) };
}

const SAMPLE = "5385000000";

function deal(id: string) {
  const found = simulatedDeal(id);
  return found && object(id, found.at, {
    dealname: found.name,
    amount: String(found.amount),
    dealstage: found.stage,
    pipeline: "default",
    closedate: found.at.toISOString(),
    hubspot_owner_id: "7",
    deal_currency_code: "EUR",
    dealtype: "NEW_BUSINESS",
    description: `Bring ${found.employees} people of ${found.company} on board.`,
    target_go_live: new Date(found.at.getTime() + 70 * 86_400_000).toISOString().slice(0, 10),
  });
}

function company(id: string) {
  const found = simulatedDeal(id);
  return found && object(id, found.at, {
    name: found.company,
    domain: found.domain,
    industry: found.industry,
    numberofemployees: String(found.employees),
    city: "Hamburg",
    country: "Germany",
  });
}

/** A company and a note have the number of their deal; a person has it with a digit behind. */
function ties([type]: string[], { body }: Asked) {
  const found = simulatedDeal(body.inputs?.[0]?.id ?? "");
  if (!found) return { status: "COMPLETE", results: [] };
  const people = found.people.map(({ id, role }) => tie(id, 3, role));
  const to = type === "0-1" ? people : [tie(found.id, type === "0-2" ? 5 : 214, null)];
  return { status: "COMPLETE", results: [{ from: { id: found.id }, to }] };
}

const tie = (toObjectId: string, typeId: number, label: string | null) => (
  { toObjectId, associationTypes: [{ category: "HUBSPOT_DEFINED", typeId, label }] }
);

function many([type]: string[], { body }: Asked) {
  const ids = body.inputs?.map(({ id }) => id ?? "") ?? [];
  return { status: "COMPLETE", results: ids.flatMap((id) => ONE[type!]!(id) ?? []) };
}

const ONE: Record<string, (id: string) => unknown> = {
  "0-1": contact,
  "0-2": company,
  "0-3": deal,
  "0-46": note,
};

function contact(id: string) {
  const found = simulatedDeal(id.slice(0, -1));
  const person = found?.people.find((one) => one.id === id);
  return person && object(id, found!.at, {
    firstname: person.first,
    lastname: person.last,
    email: person.email,
    phone: "+49 40 555 0100",
    jobtitle: person.title,
  });
}

function note(id: string) {
  const found = simulatedDeal(id);
  const hs_timestamp = found?.at.toISOString() ?? "";
  return found && object(id, found.at, { hs_note_body: noteOf(found), hs_timestamp });
}

function object(id: string, at: Date, properties: Record<string, string>) {
  const moment = at.toISOString();
  return {
    id,
    properties: { ...properties, hs_lastmodifieddate: moment },
    createdAt: moment,
    updatedAt: moment,
    archived: false,
  };
}
