import type { Selectable } from "kysely";
import { type AccountField, listFields } from "../accounts/account_fields.ts";
import type { DayOrder } from "../accounts/import_days.ts";
import { SERVICE_NAMES } from "../base/service_names.ts";
import type { OrgDb } from "../base/db.ts";
import { NotFound } from "../base/errors.ts";
import type { FieldMappings, FieldValue } from "../base/schema.ts";
import { currentOrg } from "../people/orgs.ts";
import { convertValue, inWords, type Reading } from "./conversions.ts";
import type { OutsideField, OutsideRecord, OutsideType, OutsideValue } from "./service.ts";
import { EXPECTED, OWN, PRIMARY_CONTACT, type Target, TARGETS } from "./targets.ts";

export type FieldMapping = Selectable<FieldMappings>;

/** How a connection's values are read, and what they can become. */
export interface Rules extends Reading {
  /** The service's name. */
  there: string;
  targets: Target[];
  /** What no account is made without, whether or not anything is mapped to it. */
  required?: string[];
}

/** What was read for a target, and from where. */
export interface Mapped {
  field: string;
  label: string;
  value: FieldValue | null;
  /** Since it was read, nobody could see it any more: what stands here is from before. */
  lost?: "hidden" | "missing";
  /** Nothing could be read, which is not the same as nothing being there. */
  unread?: true;
}

export type MappedValues = Record<string, Mapped>;

export interface Fault {
  target: string;
  kind: "empty" | "hidden" | "unmapped" | "missing" | "invalid";
  /** A sentence for whoever mends it. */
  text: string;
  /** Without it no account can be made. */
  required: boolean;
}

/** In the order in which they were made. */
export async function listMappings(tx: OrgDb, connectionId: string): Promise<FieldMapping[]> {
  return await tx.selectFrom("field_mappings").selectAll()
    .where("connection_id", "=", connectionId).where("removed_at", "is", null)
    .orderBy("id").execute();
}

/** The fields that a reader is asked for. */
export function wantedOf(mappings: Pick<FieldMapping, "field">[]): string[] {
  const fields = mappings.map(({ field }) => field);
  return [...new Set(fields.filter((field) => !field.startsWith(PRIMARY_CONTACT)))];
}

export async function rulesOf(tx: OrgDb, connectionId: string): Promise<Rules> {
  const [connection, org, fields] = await Promise.all([
    tx.selectFrom("connections").select(["service", "settings"]).where("id", "=", connectionId)
      .executeTakeFirst(),
    tx.selectFrom("orgs").select("time_zone").where("id", "=", currentOrg).executeTakeFirst(),
    listFields(tx),
  ]);
  if (!connection || !org) throw new NotFound();
  const { day_order: order, currency, required } = connection.settings;
  return {
    required: Array.isArray(required) ? required.map(String) : [],
    there: SERVICE_NAMES[connection.service],
    timeZone: org.time_zone,
    dayOrder: order === "day" || order === "month" ? order as DayOrder : null,
    currency: typeof currency === "string" ? currency : "USD",
    targets: targetsOf(fields),
  };
}

export function targetsOf(fields: AccountField[]): Target[] {
  const own = fields.map(({ key, label, type, options }): Target => ({
    key: `${OWN}${key}`,
    label,
    shape: type,
    options,
    shortens: type === "text",
  }));
  return [...TARGETS, ...own];
}

/** What a record says for each target, and in words what it does not. */
export function convert(
  mappings: FieldMapping[],
  record: OutsideRecord,
  rules: Rules,
): { mapped: MappedValues; faults: Fault[] } {
  const mapped: MappedValues = {};
  const faults: Fault[] = [];
  for (const mapping of mappings) {
    const read = readOne(mapping, record, rules);
    if (!read) continue;
    const { field, field_label: label, target, required } = mapping;
    if (read.fault) faults.push({ target, required, ...read.fault });
    mapped[target] = "value" in read
      ? { field, label, value: read.value }
      : { field, label, value: null, unread: true };
  }
  const known = new Set(mappings.map(({ target }) => target));
  const { required = [] } = rules;
  for (const key of new Set([...EXPECTED, ...required]).difference(known)) {
    faults.push({
      target: key,
      required: key === "name" || required.includes(key),
      kind: "unmapped",
      text: `${labelOf(rules, key)} comes from no field of ${rules.there}. ` +
        "Choose one in the field mapping.",
    });
  }
  return { mapped, faults };
}

type Read =
  | { value: FieldValue | null; fault?: Pick<Fault, "kind" | "text"> }
  | { fault: Pick<Fault, "kind" | "text"> };

/** Undefined where the organisation has retired the field that it went to. */
function readOne(mapping: FieldMapping, record: OutsideRecord, rules: Rules): Read | undefined {
  const { field, field_label: label, type } = mapping;
  const target = rules.targets.find(({ key }) => key === mapping.target);
  if (!target) return undefined;
  const { there } = rules;
  if (record.hidden.includes(field)) {
    const text = `${label} is hidden from the connected user in ${there}. ` +
      `Let them read it there, and connect again.`;
    return { fault: { kind: "hidden", text } };
  }
  const raw = valueOf(field, record);
  if (raw === undefined) {
    const text = `${there} has no field ${label} any more. Choose another in the field mapping.`;
    return { fault: { kind: "missing", text } };
  }
  const reading = { ...rules, currency: record.currency ?? rules.currency };
  const converted = convertValue(raw, type as OutsideType, target, reading);
  if (converted === "empty") {
    return { value: null, fault: { kind: "empty", text: emptyText(field, label, record, there) } };
  }
  if ("value" in converted) return converted;
  return { fault: { kind: "invalid", text: refusal(label, raw, converted.expected) } };
}

/** "Amount holds "abc". Thread expects an amount such as 50,000." */
export function refusal(label: string, value: OutsideValue, expected: string): string {
  const words = inWords(value).replaceAll(/\s+/g, " ").trim();
  const shown = words.length > 80 ? `${words.slice(0, 79).toWellFormed()}…` : words;
  return `${label} holds "${shown}". Thread expects ${expected}.`;
}

function emptyText(field: string, label: string, record: OutsideRecord, there: string): string {
  const lacksContact = field.startsWith(PRIMARY_CONTACT) && !record.people.some((p) => p.primary);
  if (!lacksContact) return `${label} is empty in ${there}.`;
  return record.people.length > 0
    ? `None of the contacts of this record is the primary one in ${there}.`
    : `This record has no contact in ${there}.`;
}

function valueOf(field: string, record: OutsideRecord): OutsideValue | undefined {
  if (!field.startsWith(PRIMARY_CONTACT)) return record.values[field];
  const person = record.people.find(({ primary }) => primary);
  const part = field.slice(PRIMARY_CONTACT.length) as "name" | "email" | "phone" | "title";
  return person?.[part] ?? null;
}

export function labelOf({ targets }: Pick<Rules, "targets">, key: string): string {
  return targets.find((one) => one.key === key)?.label ?? key.replace(OWN, "").replaceAll("_", " ");
}

/** As the service was last asked; empty before that. */
export async function offeredFields(tx: OrgDb, connectionId: string): Promise<OutsideField[]> {
  const schema = await tx.selectFrom("connection_schemas").select("fields")
    .where("connection_id", "=", connectionId).executeTakeFirst();
  return (schema?.fields ?? []) as OutsideField[];
}
