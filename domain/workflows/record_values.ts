import type { MappedValues } from "../connectors/mappings.ts";
import type {
  OutsidePerson,
  OutsideRecord,
  OutsideValue,
  Service,
  StandardField,
} from "../connectors/service.ts";

/** What a start step brings of a record: as it stands there, and as it is mapped here. */
export function asStart(
  service: Service,
  record: OutsideRecord,
  mapped: MappedValues,
): Record<string, unknown> {
  const standard = service.standard.map((one) => [one.key, standardValue(one, record)]);
  return withoutGaps({
    ...Object.fromEntries(standard),
    record_id: record.id,
    record_url: record.url,
    ...mappedValues(mapped),
  });
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
