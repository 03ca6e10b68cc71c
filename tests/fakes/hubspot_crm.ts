import { fault } from "./hubspot.ts";
import { searchFor } from "./hubspot_search.ts";
import type { Portal, Row } from "./hubspot_portal.ts";

interface Asked {
  method: string;
  path: string;
  query: URLSearchParams;
  text: string;
}

type Say = (portal: Portal, parts: string[], asked: Asked) => Response;

const NEEDS: Record<string, string> = {
  "0-3": "crm.objects.deals.read",
  "0-2": "crm.objects.companies.read",
  "0-1": "crm.objects.contacts.read",
  "0-46": "crm.objects.contacts.read",
};

/** The calls of version 2026-09, and of 2026-03 those that the newer lacks. Any other is unknown. */
const CALLS: [RegExp, (parts: string[]) => string, Say][] = [
  [/^GET \/crm\/objects\/2026-09\/(0-\d+)$/, ([type]) => NEEDS[type!]!, list],
  [/^GET \/crm\/objects\/2026-09\/(0-\d+)\/(\w+)$/, ([type]) => NEEDS[type!]!, one],
  [/^POST \/crm\/objects\/2026-09\/(0-\d+)\/search$/, ([type]) => NEEDS[type!]!, search],
  [/^POST \/crm\/objects\/2026-09\/(0-\d+)\/batch\/read$/, ([type]) => NEEDS[type!]!, many],
  [
    /^POST \/crm\/associations\/2026-09\/0-3\/(0-\d+)\/batch\/read$/,
    ([type]) => NEEDS[type!]!,
    ties,
  ],
  [/^GET \/crm\/properties\/2026-09\/(0-\d+)$/, ([type]) => NEEDS[type!]!, properties],
  [
    /^POST \/crm\/properties\/2026-09\/(0-\d+)\/batch\/read$/,
    ([type]) => NEEDS[type!]!,
    someProperties,
  ],
  [/^GET \/crm\/pipelines\/2026-09\/0-3$/, () => "crm.objects.deals.read", pipelines],
  [/^GET \/crm\/owners\/2026-03$/, () => "crm.objects.owners.read", owners],
  [/^GET \/crm\/owners\/2026-03\/(\w+)$/, () => "crm.objects.owners.read", owner],
  [/^GET \/account-info\/2026-03\/details$/, () => "oauth", account],
];

export function answerCrm(portal: Portal, scopes: string[], asked: Asked): Response {
  for (const [pattern, needs, say] of CALLS) {
    const match = pattern.exec(`${asked.method} ${asked.path}`);
    if (!match) continue;
    const parts = match.slice(1);
    const scope = needs(parts);
    if (!scopes.includes(scope)) {
      return fault(403, "MISSING_SCOPES", "This app hasn't been granted all required scopes.", {
        errors: [{ message: "Needed", context: { requiredGranularScopes: [scope] } }],
      });
    }
    return say(portal, parts, asked);
  }
  return fault(404, "NOT_FOUND", `No such call: ${asked.method} ${asked.path}`);
}

function list(portal: Portal, [type]: string[], { query }: Asked): Response {
  const limit = Number(query.get("limit") ?? 10);
  const rows = [...portal.rows[type!]!.values()].filter(({ archived }) => !archived);
  return Response.json({ results: rows.slice(0, limit).map((row) => shown(row, [])) });
}

function one(portal: Portal, [type, id]: string[], { query }: Asked): Response {
  if (query.toString().length > 2000) return new Response("Request-URI Too Large", { status: 414 });
  const rows = portal.rows[type!]!;
  const asked = rows.get(id!);
  const row = asked?.mergedInto ? rows.get(asked.mergedInto) : asked;
  if (!row || row.archived !== (query.get("archived") === "true")) {
    return fault(404, "OBJECT_NOT_FOUND", "Object not found");
  }
  return Response.json(shown(row, query.get("properties")?.split(",") ?? []));
}

/** Only what was asked for, besides what always comes. All values are strings. */
export function shown(row: Row, names: string[]) {
  const at = row.at.toISOString();
  const known: Record<string, string | null> = {
    ...row.properties,
    hs_object_id: row.id,
    hs_lastmodifieddate: at,
  };
  const always = ["hs_object_id", "hs_lastmodifieddate"];
  return {
    id: row.id,
    properties: Object.fromEntries(
      [...always, ...names].map((name) => [name, known[name] ?? null]),
    ),
    createdAt: at,
    updatedAt: at,
    archived: row.archived,
  };
}

function many(portal: Portal, [type]: string[], { text, query }: Asked): Response {
  const { inputs, properties, propertiesWithHistory } = JSON.parse(text);
  if (
    !Array.isArray(inputs) || !Array.isArray(properties) || !Array.isArray(propertiesWithHistory)
  ) {
    return fault(
      400,
      "VALIDATION_ERROR",
      "inputs, properties and propertiesWithHistory are needed",
    );
  }
  if (inputs.length > 100) return fault(400, "VALIDATION_ERROR", "At most 100 inputs");
  const rows = inputs.flatMap(({ id }) => portal.rows[type!]!.get(id) ?? [])
    .filter((row) => row.archived === (query.get("archived") === "true"));
  // In an order of its own.
  return batch(rows.reverse().map((row) => shown(row, properties)), inputs.length - rows.length);
}

/** With 207 where some were not found. */
function batch(results: unknown[], missing: number): Response {
  const times = { startedAt: new Date().toISOString(), completedAt: new Date().toISOString() };
  if (missing === 0) return Response.json({ status: "COMPLETE", results, ...times });
  const errors = [{
    status: "error",
    category: "OBJECT_NOT_FOUND",
    message: "Not all were found",
    context: {},
    errors: [],
    links: {},
  }];
  const body = { status: "COMPLETE", results, numErrors: 1, errors, ...times };
  return Response.json(body, { status: 207 });
}

const TIES_A_PAGE = 500;

function ties(portal: Portal, [type]: string[], { text }: Asked): Response {
  const { inputs } = JSON.parse(text) as { inputs: { id: string; after?: string }[] };
  const results = inputs.flatMap(({ id, after = "0" }) => {
    const all = (portal.ties.get(id) ?? []).filter((tie) => tie.type === type);
    const to = all.slice(Number(after), Number(after) + TIES_A_PAGE);
    const next = Number(after) + to.length;
    return to.length === 0 ? [] : [{
      from: { id },
      to: to.map((tie) => ({
        toObjectId: tie.id,
        associationTypes: [
          { category: "HUBSPOT_DEFINED", typeId: tie.typeId, label: null },
          ...(tie.label ? [{ category: "USER_DEFINED", typeId: 41, label: tie.label }] : []),
        ],
      })),
      ...(next < all.length && { paging: { next: { after: String(next) } } }),
    }];
  });
  return batch(results, inputs.length - results.length);
}

function properties(portal: Portal, [type]: string[]): Response {
  return Response.json({ results: portal.properties[type!] });
}

function someProperties(portal: Portal, [type]: string[], { text }: Asked): Response {
  const { inputs } = JSON.parse(text) as { inputs: { name: string }[] };
  const found = inputs.flatMap(({ name }) =>
    portal.properties[type!]!.find((one) => one.name === name) ?? []
  );
  return batch(found, inputs.length - found.length);
}

function pipelines(portal: Portal): Response {
  return Response.json({ results: portal.pipelines });
}

function owners(portal: Portal): Response {
  return Response.json({ results: portal.owners.filter(({ archived }) => !archived) });
}

function owner(portal: Portal, [id]: string[], { query }: Asked): Response {
  const archived = query.get("archived") === "true";
  const found = portal.owners.find((one) => one.id === id && one.archived === archived);
  const times = { createdAt: "2025-01-01T00:00:00Z", updatedAt: "2025-01-01T00:00:00Z" };
  if (found) return Response.json({ ...found, type: "PERSON", ...times });
  return fault(404, "OBJECT_NOT_FOUND", "No such owner");
}

function account({ id, timeZone, currency }: Portal): Response {
  return Response.json({
    portalId: id,
    timeZone,
    accountType: "STANDARD",
    uiDomain: "app.hubspot.com",
    companyCurrency: currency,
    additionalCurrencies: [],
    dataHostingLocation: "na1",
    utcOffset: "-05:00",
    utcOffsetMilliseconds: -18_000_000,
  });
}

function search(portal: Portal, [type]: string[], { text }: Asked): Response {
  const found = searchFor(portal, type!, text);
  if ("problem" in found) return fault(400, "VALIDATION_ERROR", found.problem);
  const { rows, total, after, names } = found;
  return Response.json({
    total,
    results: rows.map((row) => shown(row, names)),
    ...(after !== undefined && { paging: { next: { after: String(after) } } }),
  });
}
