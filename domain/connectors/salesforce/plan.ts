import { typeOf } from "./fields.ts";
import type { SeenField } from "./describes.ts";
import { placeOf, type Source } from "./sources.ts";

/** What is asked for in one reading, and what of it cannot be. */
export interface Plan {
  asked: Asked[];
  hidden: string[];
  missing: string[];
}

export interface Asked {
  id: string;
  source: Source;
  field: SeenField;
}

/**
 * Salesforce describes a field that is kept from the user as little as one that was deleted, and
 * refuses a whole question that names it. Only a thing that hangs on no opportunity is missing.
 */
export function planOf(sources: Source[], wanted: string[]): Plan {
  const plan: Plan = { asked: [], hidden: [], missing: [] };
  for (const id of new Set(wanted)) {
    const place = placeOf(sources, id);
    const field = place?.source.described?.fields.get(place.name);
    if (!place) plan.missing.push(id);
    else if (!field || !typeOf(field)) plan.hidden.push(id);
    else plan.asked.push({ id, source: place.source, field });
  }
  return plan;
}

/** Read with every opportunity, as far as they are there. */
const ALWAYS = ["Id", "Name", "StageName", "SystemModstamp", "CurrencyIsoCode", "Description"];

/** The columns of an opportunity and of what it points to. */
export function columnsOf(sources: Source[], { asked }: Plan): string[] {
  const own = sources[0]!.described!.fields;
  const ids = asked.filter(({ source }) => source.via === "own" || source.via === "parent")
    .map(({ id }) => id);
  return [...new Set([...ALWAYS.filter((name) => own.has(name)), ...ids])];
}

/** Of each list of records that point to an opportunity, the oldest. */
export function childQueries({ asked }: Plan): string[] {
  const children = asked.filter(({ source }) => source.via === "child");
  const byRelation = Map.groupBy(children, ({ source }) => source.relation);
  return [...byRelation].map(([relation, fields]) =>
    `(SELECT ${
      fields.map(({ field }) => field.name).join(", ")
    } FROM ${relation} ORDER BY CreatedDate LIMIT 1)`
  );
}
