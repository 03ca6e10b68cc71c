import { sql } from "kysely";
import { addField, listFields } from "../accounts/account_fields.ts";
import { SERVICE_NAMES } from "../base/service_names.ts";
import type { OrgDb } from "../base/db.ts";
import { NotFound, Refused } from "../base/errors.ts";
import { recordEvent } from "../base/events.ts";
import { newId } from "../base/tokens.ts";
import { differences, staleError } from "../people/versions.ts";
import { findConnection } from "./connections.ts";
import { mismatch, ownTypeFor } from "./mapping_fits.ts";
import { type FieldMapping, listMappings, offeredFields, targetsOf } from "./mappings.ts";
import type { OutsideField } from "./service.ts";
import { serviceOf } from "./services.ts";
import { CONTACT_FIELDS, OWN, type Policy } from "./targets.ts";

export interface MappingWish {
  field: string;
  /** A target's key, or "new" for a field of the organisation's own that is made for it. */
  target: string;
  newLabel: string;
  policy: Policy;
  required: boolean;
}

export async function findMapping(
  tx: OrgDb,
  connectionId: string,
  id: string,
): Promise<FieldMapping> {
  const found = (await listMappings(tx, connectionId)).find((one) => one.id === id);
  if (!found) throw new NotFound();
  return found;
}

/** Everything that a mapping can come from: what the service told, and the primary contact. */
export async function mappableFields(tx: OrgDb, connectionId: string): Promise<OutsideField[]> {
  const [offered, connection] = await Promise.all([
    offeredFields(tx, connectionId),
    findConnection(tx, connectionId),
  ]);
  // Where people name their own columns, one of them holds the contact.
  if (serviceOf(connection.service).records?.reader.places) return offered;
  const contact = CONTACT_FIELDS.map((one) => ({ ...one, of: "Primary contact", custom: false }));
  return [...contact, ...offered];
}

export async function addMapping(
  tx: OrgDb,
  connectionId: string,
  wish: MappingWish,
): Promise<FieldMapping> {
  const field = await fieldNamed(tx, connectionId, wish.field);
  const target = wish.target === "new"
    ? await newTarget(tx, field, wish.newLabel)
    : await fittingTarget(tx, field, wish.target);
  const taken = (await listMappings(tx, connectionId)).find((one) => one.target === target.key);
  if (taken) {
    throw new Refused(`${target.label} comes from ${taken.field_label} already. Change that one.`);
  }
  const row = {
    ...placeOf(field),
    policy: wish.policy,
    required: wish.required || target.key === "name",
    removed_at: null,
  };
  const added = await tx.insertInto("field_mappings")
    .values({ ...row, id: newId(), connection_id: connectionId, target: target.key })
    .onConflict((conflict) =>
      conflict.columns(["org_id", "connection_id", "target"])
        .doUpdateSet({ ...row, version: sql`field_mappings.version + 1` })
    )
    .returningAll().executeTakeFirstOrThrow();
  await record(tx, added, "mapping.added", target.label);
  return added;
}

/** Accounts that are there keep what they hold, until somebody brings them up to date. */
export async function changeMapping(
  tx: OrgDb,
  mapping: FieldMapping,
  version: number,
  wish: Pick<MappingWish, "field" | "policy" | "required">,
): Promise<FieldMapping> {
  const field = await fieldNamed(tx, mapping.connection_id, wish.field, mapping);
  const target = await fittingTarget(tx, field, mapping.target);
  const next = {
    ...placeOf(field),
    policy: wish.policy,
    required: wish.required || mapping.target === "name",
  };
  const changes = differences<Record<string, unknown>>({ ...mapping }, next);
  const { type: _, field: __, field_of: ___, ...told } = changes;
  const changed = await tx.updateTable("field_mappings")
    .set({ ...next, version: sql`version + 1` })
    .where("id", "=", mapping.id).where("version", "=", version)
    .returningAll().executeTakeFirst();
  if (!changed) throw await staleError(tx, `the mapping of ${target.label}`, mapping.id);
  if (Object.keys(changes).length > 0) {
    await record(tx, changed, "mapping.changed", target.label, { changes: told });
  }
  return changed;
}

/** What accounts hold stays; nothing follows there any more. */
export async function removeMapping(
  tx: OrgDb,
  mapping: FieldMapping,
  version: number,
): Promise<string> {
  const { label } = await targetNamed(tx, mapping.target);
  if (mapping.target === "name") {
    throw new Refused("Every account needs a name. Take it from another field instead.");
  }
  const removed = await tx.updateTable("field_mappings")
    .set({ removed_at: sql<Date>`now()`, version: sql`version + 1` })
    .where("id", "=", mapping.id).where("version", "=", version)
    .returningAll().executeTakeFirst();
  if (!removed) throw await staleError(tx, `the mapping of ${label}`, mapping.id);
  await record(tx, removed, "mapping.removed", label);
  return label;
}

function placeOf({ id, label, of, type }: OutsideField) {
  return {
    field: id,
    field_label: label.slice(0, 200),
    field_of: of.slice(0, 120),
    type,
  };
}

/** One that is not offered any more can stay where it is, and is chosen nowhere else. */
async function fieldNamed(
  tx: OrgDb,
  connectionId: string,
  id: string,
  mapping?: FieldMapping,
): Promise<OutsideField> {
  const field = (await mappableFields(tx, connectionId)).find((one) => one.id === id);
  if (field) return field;
  if (mapping?.field === id) {
    const { field_label: label, field_of: of, type } = mapping;
    return { id, label, of, type: type as OutsideField["type"], custom: false };
  }
  throw new Refused("Choose from the fields shown. Somebody may have removed this one there.");
}

async function targetNamed(tx: OrgDb, key: string) {
  const target = targetsOf(await listFields(tx)).find((one) => one.key === key);
  return target ??
    { key, label: key.replace(OWN, "").replaceAll("_", " "), shape: "text" as const };
}

async function fittingTarget(tx: OrgDb, field: OutsideField, key: string) {
  const target = targetsOf(await listFields(tx)).find((one) => one.key === key);
  if (!target) throw new Refused("Choose from Thread's fields that are shown.");
  const problem = mismatch(field.type, target.shape);
  if (problem) throw new Refused(`${field.label} does not fit ${target.label}: ${problem}`);
  return target;
}

/** Of the type that keeps most of what stands there. */
async function newTarget(tx: OrgDb, field: OutsideField, typed: string) {
  const label = typed.trim().slice(0, 80) || field.label.slice(0, 80);
  const { type, options } = ownTypeFor(field);
  const hint = `Comes from ${field.of ? `${field.of}: ` : ""}${field.label}.`.slice(0, 200);
  const added = await addField(tx, { label, hint, type, options });
  return { key: `${OWN}${added.key}`, label: added.label };
}

async function record(
  tx: OrgDb,
  { id, connection_id: connectionId, field_label: from }: FieldMapping,
  kind: `mapping.${string}`,
  to: string,
  data: Record<string, unknown> = {},
) {
  const connection = await tx.selectFrom("connections").select(["name", "service"])
    .where("id", "=", connectionId).executeTakeFirstOrThrow();
  await recordEvent(tx, {
    kind,
    subjectId: id,
    data: {
      name: connection.name,
      service: SERVICE_NAMES[connection.service],
      ...{ from, to, connectionId },
      ...data,
    },
  });
}
