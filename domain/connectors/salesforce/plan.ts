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

/** A part of a question: a column, or what belongs to the opportunity. */
export interface Part {
  text: string;
  names: number;
  relation?: string;
}

/** The columns of an opportunity and of what it points to. */
export function columnsOf(sources: Source[], { asked }: Plan): Part[] {
  const own = sources[0]!.described!.fields;
  const ids = asked.filter(({ source }) => source.via === "own" || source.via === "parent")
    .map(({ id }) => id);
  const all = new Set([...ALWAYS.filter((name) => own.has(name)), ...ids]);
  return [...all].map((text) => ({ text, names: 1 }));
}

/** Of each list of records that point to an opportunity, the oldest. */
export function childQueries({ asked }: Plan): Part[] {
  const children = asked.filter(({ source }) => source.via === "child");
  const byRelation = Map.groupBy(children, ({ source }) => source.relation);
  return [...byRelation].flatMap(([relation, fields]) =>
    inChunks(fields.map(({ field }) => field.name)).map((names) => ({
      text: `(SELECT ${names.join(", ")} FROM ${relation} ORDER BY CreatedDate LIMIT 1)`,
      names: names.length,
      relation,
    }))
  );
}

/** So many names fit into an address, which may have 16 KB with all that is around it. */
const MOST_NAMES = 80;

export function inChunks(names: string[]): string[][] {
  const chunks: string[][] = [];
  for (let at = 0; at < names.length; at += MOST_NAMES) {
    chunks.push(names.slice(at, at + MOST_NAMES));
  }
  return chunks;
}

/** As few questions as hold all of it. None asks for one list of records twice. */
export function packed(parts: Part[]): string[][] {
  const questions: Part[][] = [];
  for (const part of parts) {
    const last = questions.at(-1);
    const names = (last ?? []).reduce((sum, one) => sum + one.names, part.names);
    const isTwice = part.relation && last?.some(({ relation }) => relation === part.relation);
    if (last && names <= MOST_NAMES && !isTwice) last.push(part);
    else questions.push([part]);
  }
  return questions.map((question) => question.map(({ text }) => text));
}
