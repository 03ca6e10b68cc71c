import type { Fault, MappedValues } from "../connectors/mappings.ts";
import type {
  OutsidePerson,
  OutsideRecord,
  OutsideValue,
  RecordService,
  StandardField,
} from "../connectors/service.ts";

/** What a start step brings of a record: as it stands there, and as it is mapped here. */
export function asStart(
  service: RecordService,
  record: OutsideRecord,
  mapped: MappedValues,
  faults: Fault[],
): Record<string, unknown> {
  const standard = service.records.standard.map((one) => [one.key, standardValue(one, record)]);
  return withoutGaps({
    ...Object.fromEntries(standard),
    record_id: record.id,
    record_url: record.url,
    ...mappedValues(mapped),
    gaps: gapsIn(service, record, faults),
  });
}

/** In words, why something is not there, by the name under which a step would use it. */
function gapsIn(service: RecordService, record: OutsideRecord, faults: Fault[]) {
  const gaps: Record<string, string> = {};
  for (const one of service.records.standard) {
    if (standardValue(one, record) === null) gaps[one.key] = whyEmpty(service, one, record);
  }
  for (const { target, text } of faults) {
    gaps[`account_${target.replace("field:", "field.")}`] = text;
  }
  return gaps;
}

function whyEmpty(
  { name }: RecordService,
  { key, field }: StandardField,
  record: OutsideRecord,
): string {
  if (field && record.hidden.includes(field)) return `Hidden from the connected user in ${name}.`;
  if (field && record.missing.includes(field)) return `${name} has no such field any more.`;
  const isContact = key.startsWith("contact_") && !record.people.some(({ primary }) => primary);
  if (!isContact || record.people.length === 0) return `Empty in ${name}.`;
  return `${record.people.length} contacts are there, and none of them is marked as primary.`;
}

function standardValue({ key, field }: StandardField, record: OutsideRecord): OutsideValue {
  const { people, stage, texts } = record;
  const primary = people.find((one) => one.primary);
  switch (key) {
    case "record_name":
      return record.name;
    case "stage":
      return stage?.label ?? null;
    case "notes":
      return texts.map(({ title, text }) => `${title}\n${text}`).join("\n\n") || null;
    case "contact_name":
    case "contact_email":
    case "contact_phone":
    case "contact_title":
      return (field ? record.values[field] : undefined) ?? ofPerson(primary, key);
    default:
      return field ? record.values[field] ?? null : null;
  }
}

function ofPerson(person: OutsidePerson | undefined, key: string): string | null {
  if (!person) return null;
  const part = key.replace("contact_", "") as "name" | "email" | "phone" | "title";
  return person[part];
}

/** "arr" is "account_arr" in a workflow, and "field:tier" is "account_field.tier". */
function mappedValues(mapped: MappedValues): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  const own: Record<string, unknown> = {};
  for (const [target, { value }] of Object.entries(mapped)) {
    if (value === null) continue;
    if (target.startsWith("field:")) own[target.slice("field:".length)] = plain(value);
    else values[`account_${target}`] = plain(value);
    const { currency } = value as { currency?: string };
    if (target === "arr" && currency) values.account_currency = currency;
  }
  return { ...values, account_field: own };
}

/** Money is kept in cents beside its currency; steps calculate with the amount. */
function plain(value: unknown): unknown {
  const { cents } = (value ?? {}) as { cents?: number };
  return cents === undefined ? value : cents / 100;
}

function withoutGaps(values: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== null && value !== undefined),
  );
}
