import { type Selectable, sql } from "kysely";
import type { OrgDb } from "../base/db.ts";
import { NotFound, Refused } from "../base/errors.ts";
import { recordEvent } from "../base/events.ts";
import type { AccountFields, FieldType, FieldValues } from "../base/schema.ts";
import { newId } from "../base/tokens.ts";
import { differences, staleError } from "../people/versions.ts";

export type AccountField = Selectable<AccountFields>;

export interface FieldWords {
  label: string;
  hint: string;
  options: string[];
}

const MOST = 50;

/** Those in use, in the order in which they were made. */
export async function listFields(tx: OrgDb): Promise<AccountField[]> {
  return await tx.selectFrom("account_fields").selectAll()
    .where("retired_at", "is", null).orderBy("id").execute();
}

/** As an account's form needs them: an option that was taken away stays where it is held. */
export function fieldsOf(fields: AccountField[], values: FieldValues): AccountField[] {
  return fields.map((field) => {
    if (field.type !== "choice" && field.type !== "multi") return field;
    const held = [values[field.key] ?? []].flat().map(String);
    return { ...field, options: [...new Set([...field.options, ...held])] };
  });
}

export async function listRetiredFields(tx: OrgDb): Promise<AccountField[]> {
  return await tx.selectFrom("account_fields").selectAll()
    .where("retired_at", "is not", null).orderBy("id").execute();
}

export async function findField(tx: OrgDb, id: string): Promise<AccountField> {
  const field = await tx.selectFrom("account_fields").selectAll().where("id", "=", id)
    .executeTakeFirst();
  if (!field) throw new NotFound();
  return field;
}

/** The key comes from the label and never changes, because templates name fields by it. */
export async function addField(
  tx: OrgDb,
  field: FieldWords & { type: FieldType },
): Promise<AccountField> {
  const inUse = await listFields(tx);
  if (inUse.length >= MOST) throw new Refused(`There can be at most ${MOST} fields.`);
  refuseSameLabel(inUse, field.label);
  const keys = await tx.selectFrom("account_fields").select("key").execute();
  const key = freeKey(field.label, new Set(keys.map((one) => one.key)));
  const added = await tx.insertInto("account_fields").values({ ...field, id: newId(), key })
    .onConflict((conflict) => conflict.columns(["org_id", "key"]).doNothing())
    .returningAll().executeTakeFirst();
  if (!added) throw new Refused("Somebody has just added a field of this name.");
  await record(tx, added, "field.added");
  return added;
}

/** The type stays as it is: the values that accounts hold are of it. */
export async function changeField(
  tx: OrgDb,
  id: string,
  version: number,
  words: FieldWords,
): Promise<AccountField> {
  const before = await findField(tx, id);
  refuseSameLabel((await listFields(tx)).filter((other) => other.id !== id), words.label);
  const changes = differences<Record<string, unknown>>({ ...before }, { ...words });
  const changed = await tx.updateTable("account_fields")
    .set({ ...words, version: sql`version + 1` })
    .where("id", "=", id).where("version", "=", version)
    .returningAll().executeTakeFirst();
  if (!changed) throw await staleError(tx, before.label, id);
  await record(tx, changed, "field.changed", { changes });
  return changed;
}

/** Retired fields leave the forms; what accounts hold in them is kept. */
export async function retireField(tx: OrgDb, id: string): Promise<AccountField> {
  return await setRetired(tx, id, true);
}

export async function bringBackField(tx: OrgDb, id: string): Promise<AccountField> {
  const field = await findField(tx, id);
  refuseSameLabel(await listFields(tx), field.label);
  return await setRetired(tx, id, false);
}

async function setRetired(tx: OrgDb, id: string, retired: boolean): Promise<AccountField> {
  const before = await findField(tx, id);
  if (Boolean(before.retired_at) === retired) return before;
  const field = await tx.updateTable("account_fields")
    .set({ retired_at: retired ? sql<Date>`now()` : null, version: sql`version + 1` })
    .where("id", "=", id).returningAll().executeTakeFirstOrThrow();
  await record(tx, field, retired ? "field.retired" : "field.brought_back");
  return field;
}

function refuseSameLabel(others: AccountField[], label: string) {
  if (others.some((other) => other.label.toLowerCase() === label.toLowerCase())) {
    throw new Refused(`There is a field "${label}" already.`);
  }
}

function freeKey(label: string, taken: Set<string>): string {
  const plain = label.normalize("NFKD").toLowerCase().replaceAll(/[^a-z0-9]+/g, "_")
    .replaceAll(/^[^a-z]+|_+$/g, "").slice(0, 36) || "field";
  for (let number = 1;; number++) {
    const key = number === 1 ? plain : `${plain}_${number}`;
    if (!taken.has(key)) return key;
  }
}

async function record(
  tx: OrgDb,
  { id, label }: AccountField,
  kind: string,
  data: Record<string, unknown> = {},
) {
  await recordEvent(tx, { kind, subjectId: id, data: { name: label, ...data } });
}
