import type { Line, OutsideField, OutsideType } from "../service.ts";
import {
  type Answer,
  ask,
  COMPANY,
  CONTACT,
  DEAL,
  type HubspotProperty,
  pathOf,
  shapes,
} from "./wire.ts";

/** What a field's id begins with, and of which object of HubSpot it is then. */
export const OBJECTS = {
  deal: { type: DEAL, of: "Deal" },
  company: { type: COMPANY, of: "Company" },
  contact: { type: CONTACT, of: "Contact" },
} as const;
export type ObjectKey = keyof typeof OBJECTS;
export const OBJECT_KEYS = Object.keys(OBJECTS) as ObjectKey[];

/** No properties, but what the owner of the deal is known by. */
const OWNER_FIELDS: OutsideField[] = [
  { id: "owner.name", label: "Name", of: "Deal owner", type: "text", custom: false },
  { id: "owner.email", label: "Email", of: "Deal owner", type: "email", custom: false },
];

/** All that can be mapped. An object that may not be read is left out; `check` says so. */
export async function readFields(line: Line): Promise<OutsideField[]> {
  const fields: OutsideField[] = [];
  for (const key of OBJECT_KEYS) {
    const answer = await ask(line, shapes.properties, pathOf.properties(OBJECTS[key].type));
    const properties = "found" in answer ? answer.found.results : [];
    fields.push(...properties.flatMap((one) => fieldOf(key, one)));
  }
  return [...fields, ...OWNER_FIELDS];
}

function fieldOf(key: ObjectKey, property: HubspotProperty): OutsideField[] {
  const type = typeOf(property);
  if (!type || property.hidden) return [];
  const options = property.options.map(({ label }) => label);
  return [{
    id: `${key}.${property.name}`,
    label: property.label || property.name,
    of: OBJECTS[key].of,
    type,
    ...((type === "choice" || type === "choices") && { options }),
    custom: !property.hubspotDefined,
  }];
}

/** Those of the wanted fields that are of one object, without what their ids begin with. */
export function namesOf(wanted: string[], key: ObjectKey | "owner"): string[] {
  const own = wanted.filter((id) => id.startsWith(`${key}.`));
  return [...new Set(own.map((id) => id.slice(key.length + 1)))];
}

/** A name that is not among what is found is no property there any more. */
export async function readProperties(
  line: Line,
  key: ObjectKey,
  names: string[],
): Promise<Answer<Map<string, HubspotProperty>>> {
  if (names.length === 0) return { found: new Map() };
  const found = new Map<string, HubspotProperty>();
  for (let at = 0; at < names.length; at += MOST_AT_ONCE) {
    const inputs = names.slice(at, at + MOST_AT_ONCE).map((name) => ({ name }));
    const body = { archived: false, dataSensitivity: "non_sensitive", inputs };
    const path = pathOf.someProperties(OBJECTS[key].type);
    const answer = await ask(line, shapes.properties, path, { body });
    if ("refused" in answer) return answer;
    for (const one of answer.found.results) found.set(one.name, one);
  }
  return { found };
}

const MOST_AT_ONCE = 100;
const MONEY = new Set(["amount", "amount_in_home_currency", "annualrevenue"]);
const MONEY_ENDINGS = /^hs_(acv|arr|mrr|tcv)$/;
/** HubSpot keeps it as a moment, and everybody means the day. */
const DAYS = new Set(["closedate"]);

/** What Thread takes it for. Undefined for what no field of Thread's can hold, such as JSON. */
export function typeOf(property: HubspotProperty): OutsideType | undefined {
  const { name, type, fieldType } = property;
  if (property.referencedObjectType === "OWNER" || name === "hubspot_owner_id") return "person";
  if (DAYS.has(name)) return "date";
  switch (type) {
    case "bool":
      return "yes_no";
    case "date":
      return "date";
    case "datetime":
      return "moment";
    case "phone_number":
      return "phone";
    case "number":
      return property.showCurrencySymbol || MONEY.has(name) || MONEY_ENDINGS.test(name)
        ? "money"
        : "number";
    case "enumeration":
      if (fieldType === "checkbox") return "choices";
      return fieldType === "booleancheckbox" ? "yes_no" : "choice";
    case "string":
      return textTypeOf(property);
  }
}

function textTypeOf({ name, fieldType }: HubspotProperty): OutsideType {
  if (fieldType === "textarea" || fieldType === "html") return "long_text";
  if (fieldType === "phonenumber") return "phone";
  if (/(^|_)e?mail$/.test(name)) return "email";
  return /^(domain|website)$|_(url|website)$/.test(name) ? "url" : "text";
}
