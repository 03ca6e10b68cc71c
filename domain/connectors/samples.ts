import { fieldInWords } from "../accounts/account_words.ts";
import { formatDay } from "../base/calendar.ts";
import type { FieldValue } from "../base/schema.ts";
import { inWords, isEmpty } from "./conversions.ts";
import { mismatch, ownTypeFor } from "./mapping_fits.ts";
import { convert, type Fault, type FieldMapping, type Rules } from "./mappings.ts";
import type { OutsideField, OutsideRecord, OutsideValue } from "./service.ts";
import { EXPECTED, OWN, PRIMARY_CONTACT, type Target } from "./targets.ts";

/** What is kept of a real record, to show what values look like and what they become. */
export type Sample = Record<string, OutsideValue>;

const CURRENCY = "record.currency";

export function sampleOf(record: OutsideRecord | undefined): Sample {
  if (!record) return {};
  const { values, people, currency } = record;
  const person = people.find(({ primary }) => primary);
  const parts = ["name", "email", "phone", "title"] as const;
  return {
    ...values,
    ...Object.fromEntries(
      parts.map((part) => [`${PRIMARY_CONTACT}${part}`, person?.[part] ?? null]),
    ),
    ...(currency && { [CURRENCY]: currency }),
  };
}

/** The same record again, as far as it was kept. */
function recordOf(sample: Sample, hidden: string[], wanted: string[]): OutsideRecord {
  const part = (name: string) => {
    const value = sample[`${PRIMARY_CONTACT}${name}`];
    return typeof value === "string" ? value : null;
  };
  const [name, email] = [part("name"), part("email")];
  const person = { id: "", role: null, phone: part("phone"), title: part("title"), primary: true };
  return {
    id: "",
    name: "",
    url: null,
    stage: null,
    changedAt: new Date(0),
    values: sample,
    hidden,
    missing: wanted.filter((field) => !(field in sample) && !hidden.includes(field)),
    people: name || email ? [{ ...person, name: name ?? "", email }] : [],
    currency: typeof sample[CURRENCY] === "string" ? sample[CURRENCY] : null,
    texts: [],
    gone: false,
  };
}

/** A mapping as its page shows it: with a real value, and what becomes of it. */
export interface ShownMapping {
  mapping: FieldMapping;
  target: Target;
  /** Its field was retired here. */
  isRetired: boolean;
  from: string;
  becomes: string;
  /** Unread where no real record was seen yet. */
  fault?: Pick<Fault, "kind" | "text">;
  isRead: boolean;
}

export interface Seen {
  sample: Sample;
  hidden: string[];
  fields: OutsideField[];
}

export function showMappings(
  mappings: FieldMapping[],
  seen: Seen | undefined,
  rules: Rules,
): ShownMapping[] {
  const { sample = {}, hidden = [] } = seen ?? {};
  const isRead = Object.keys(sample).length > 0;
  const wanted = mappings.map(({ field }) => field);
  const { mapped, faults } = convert(mappings, recordOf(sample, hidden, wanted), rules);
  return mappings.map((mapping) => {
    const target = rules.targets.find(({ key }) => key === mapping.target);
    const fault = faults.find((one) => one.target === mapping.target);
    const value = mapped[mapping.target]?.value ?? undefined;
    const lost = hidden.includes(mapping.field);
    return {
      mapping,
      target: target ?? { key: mapping.target, label: plainLabel(mapping.target), shape: "text" },
      isRetired: target === undefined,
      from: lost ? "" : inWords(sample[mapping.field] ?? null),
      becomes: value === undefined ? "" : inWordsHere(value, target),
      isRead: isRead || lost,
      ...(fault && (isRead || fault.kind === "hidden") && { fault }),
    };
  });
}

/** As the account's own page writes it. */
function inWordsHere(value: FieldValue, target: Target | undefined): string {
  const isDay = target?.shape === "day" || target?.shape === "date";
  return isDay ? formatDay(String(value), "en-GB") : fieldInWords(value);
}

const plainLabel = (key: string) => key.replace(OWN, "").replaceAll("_", " ");

/** Targets that most accounts need, and that nothing is mapped to. */
export function unmappedTargets(mappings: FieldMapping[], { targets }: Rules): Target[] {
  const taken = new Set(mappings.map(({ target }) => target));
  return targets.filter(({ key }) => EXPECTED.includes(key) && !taken.has(key));
}

/** For the list to choose from: under what it belongs to, each with what stands there. */
export function groupFields(
  fields: OutsideField[],
  sample: Sample,
  wanted: string,
): { of: string; fields: (OutsideField & { example: string })[] }[] {
  const words = wanted.toLowerCase().split(/\s+/).filter(Boolean);
  const found = fields.filter(({ id, label, of }) => {
    const text = `${label} ${id} ${of}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
  return [...Map.groupBy(found, ({ of }) => of)].map(([of, some]) => ({
    of,
    fields: some.map((one) => ({ ...one, example: exampleOf(sample[one.id]) })),
  }));
}

function exampleOf(value: OutsideValue | undefined): string {
  if (value === undefined || isEmpty(value)) return "";
  const text = inWords(value).replaceAll(/\s+/g, " ").trim();
  return text.length > 60 ? `${text.slice(0, 59).toWellFormed()}…` : text;
}

/** What a choice would mean: the value of a real record, what becomes of it, or why it cannot be. */
export interface ShownChoice {
  from: string;
  becomes: string;
  problem: string;
}

export function showChoice(
  chosen: { field: string; target: string },
  fields: OutsideField[],
  seen: Seen | undefined,
  rules: Rules,
): ShownChoice | undefined {
  const field = fields.find(({ id }) => id === chosen.field);
  if (!field) return undefined;
  const from = exampleOf(seen?.sample[field.id]);
  const target = chosen.target === "new"
    ? newTarget(field)
    : rules.targets.find(({ key }) => key === chosen.target);
  if (!target) return { from, becomes: "", problem: "" };
  const never = mismatch(field.type, target.shape);
  if (never) {
    return { from, becomes: "", problem: `${field.label} does not fit ${target.label}: ${never}` };
  }
  const mapping = {
    ...{ field: field.id, field_label: field.label, type: field.type, target: target.key },
    ...{ required: false },
  } as FieldMapping;
  const [shown] = showMappings([mapping], seen, { ...rules, targets: [...rules.targets, target] });
  const isWrong = shown!.fault?.kind === "invalid";
  return { from, becomes: shown!.becomes, problem: isWrong ? shown!.fault!.text : "" };
}

function newTarget(field: OutsideField): Target {
  const { type, options } = ownTypeFor(field);
  return { key: "new", label: "the new field", shape: type, options, shortens: type === "text" };
}
