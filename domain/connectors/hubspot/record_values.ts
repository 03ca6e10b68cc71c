import type { Line, OutsideRecord, OutsideValue } from "../service.ts";
import { accountOf, nameOfOwner, ownerOf, stagesOf } from "./account.ts";
import type { Company } from "./companies.ts";
import { namesOf, OBJECT_KEYS, type ObjectKey, readProperties, typeOf } from "./fields.ts";
import type { Contacts } from "./people.ts";
import { type Readings, valueOf } from "./values.ts";
import type { HubspotObject, HubspotProperty } from "./wire.ts";

export interface Parts {
  deal: HubspotObject;
  company: Company;
  contacts: Contacts;
}

type Read = Pick<OutsideRecord, "values" | "hidden" | "missing">;

/** By field. What was kept from us and what is no field any more are told apart from what is empty. */
export async function readValues(line: Line, wanted: string[], parts: Parts): Promise<Read> {
  const read: Read = { values: {}, hidden: [], missing: [] };
  for (const key of OBJECT_KEYS) {
    const names = namesOf(wanted, key);
    const properties = await readProperties(line, key, names);
    const source = sourceOf(parts, key);
    if ("refused" in properties || source.refused) {
      read.hidden.push(...names.map((name) => `${key}.${name}`));
      continue;
    }
    const readings = await readingsFor(line, [...properties.found.values()], source.found);
    for (const name of names) {
      const property = properties.found.get(name);
      if (!property || !typeOf(property)) read.missing.push(`${key}.${name}`);
      else {read.values[`${key}.${name}`] = valueOf(
          property,
          source.found?.properties[name],
          readings,
        );}
    }
  }
  return await withOwner(line, wanted, parts.deal, read);
}

function sourceOf({ deal, company, contacts }: Parts, key: ObjectKey): Company {
  if (key === "deal") return { found: deal, refused: false };
  return key === "company" ? company : { found: contacts.primary, refused: contacts.refused };
}

async function readingsFor(
  line: Line,
  properties: HubspotProperty[],
  source: HubspotObject | undefined,
): Promise<Readings> {
  const owners = new Map<string, string>();
  for (const property of properties.filter((one) => typeOf(one) === "person")) {
    const id = source?.properties[property.name];
    const owner = id ? await ownerOf(line, id) : undefined;
    if (id && owner) owners.set(id, owner.email || nameOfOwner(owner) || id);
  }
  const isDated = properties.some((one) => one.type === "datetime" && typeOf(one) === "date");
  const timeZone = isDated ? (await accountOf(line)).timeZone : "UTC";
  const isStaged = properties.some(({ name }) => name === "dealstage" || name === "pipeline");
  return { timeZone, owners, labels: isStaged ? await labelsOf(line) : new Map() };
}

async function labelsOf(line: Line): Promise<Map<string, string>> {
  const stages = await stagesOf(line);
  return new Map(
    stages.flatMap(({ id, label, group }) => [[group!.id, group!.label], [id, label]] as const),
  );
}

async function withOwner(
  line: Line,
  wanted: string[],
  deal: HubspotObject,
  read: Read,
): Promise<Read> {
  const names = namesOf(wanted, "owner");
  const id = deal.properties.hubspot_owner_id;
  const owner = names.length > 0 && id ? await ownerOf(line, id) : undefined;
  const told: Record<string, OutsideValue> = {
    name: owner ? nameOfOwner(owner) : null,
    email: owner?.email || null,
  };
  for (const name of names) {
    if (!(name in told)) read.missing.push(`owner.${name}`);
    else if (id && !owner) read.hidden.push(`owner.${name}`);
    else read.values[`owner.${name}`] = told[name]!;
  }
  return read;
}
