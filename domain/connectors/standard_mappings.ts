import { sql } from "kysely";
import { type AccountField, addField, listFields } from "../accounts/account_fields.ts";
import type { OrgDb } from "../base/db.ts";
import { newId } from "../base/tokens.ts";
import { offeredFields } from "./mappings.ts";
import type { OutsideField, Records } from "./service.ts";
import { BROUGHT_ALONG, CONTACT_FIELDS, OWN, PRIMARY_CONTACT, STANDARD } from "./targets.ts";

/**
 * What is mapped until somebody maps it otherwise. Called each time a connection is connected, or
 * says what it offers: what people changed or removed since stays as they left it.
 */
export async function standardMappings(
  tx: OrgDb,
  connectionId: string,
  service: Pick<Records, "standard" | "reader">,
): Promise<void> {
  const [required, fields, there, offered] = await Promise.all([
    requiredIn(tx, connectionId),
    listFields(tx),
    tx.selectFrom("field_mappings").select("target").where("connection_id", "=", connectionId)
      .execute(),
    offeredFields(tx, connectionId),
  ]);
  const taken = new Set(there.map(({ target }) => target));
  const all = standardRows(service, offered);
  const rows = all.filter(({ target }) => !taken.has(target));
  if (service.reader.places) await moveColumns(tx, connectionId, all, offered);
  const missing = BROUGHT_ALONG.filter(({ key }) =>
    rows.some(({ target }) => target === `${OWN}${key}`)
  );
  const placed = await bringAlong(tx, fields, missing);
  const made = rows.map((row) => ({ ...row, target: placed.get(row.target) ?? row.target }))
    .filter(({ target }) => !taken.has(target) && !(target === ""));
  if (made.length === 0) return;
  await tx.insertInto("field_mappings")
    .values(
      made.map((row) => ({
        ...row,
        id: newId(),
        connection_id: connectionId,
        standard: true,
        required: row.required || required.includes(row.target),
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** By the settings of the connection: what no account is made without. */
async function requiredIn(tx: OrgDb, connectionId: string): Promise<unknown[]> {
  const row = await tx.selectFrom("connections").select("settings").where("id", "=", connectionId)
    .executeTakeFirst();
  return Array.isArray(row?.settings.required) ? row.settings.required : [];
}

/** A service knows its own fields by their id; what people's columns hold, its reader says. */
function standardRows(
  { standard, reader }: Pick<Records, "standard" | "reader">,
  offered: OutsideField[],
) {
  const hasName = standard.some(({ key }) => key === "record_name");
  return standard.flatMap((one) => {
    const place = STANDARD[one.key];
    if (!place) return [];
    const contact = CONTACT_FIELDS.find(({ id }) =>
      one.key.replace("contact_", PRIMARY_CONTACT) === id
    );
    const found = offered.find(({ means }) => means?.includes(one.key)) ??
      offered.find(({ id }) => id === one.field);
    // Where people name their own columns, nothing is mapped before they have one for it.
    if (!found && reader.places) return [];
    const field = found?.id ?? one.field ?? contact?.id;
    if (!field) return [];
    const row = {
      field,
      field_label: found?.label ?? (one.field ? one.label : contact?.label ?? one.label),
      field_of: found?.of ?? "",
      type: found?.type ?? one.type,
      ...place,
      required: place.target === "name",
    };
    // Where a record has no name of its own, the company gives the account its name.
    const alsoName = one.key === "company_name" && !hasName;
    return alsoName ? [{ ...row, ...STANDARD.record_name!, required: true }, row] : [row];
  });
}

/**
 * Where another database is watched, or a column was made anew, what nobody has mapped otherwise
 * goes on with the column that holds the same there.
 */
async function moveColumns(
  tx: OrgDb,
  connectionId: string,
  rows: ReturnType<typeof standardRows>,
  offered: OutsideField[],
): Promise<void> {
  const left = await tx.selectFrom("field_mappings").select(["id", "target", "field"])
    .where("connection_id", "=", connectionId).where("standard", "=", true)
    .where("version", "=", 1).where("removed_at", "is", null).execute();
  for (
    const { id, target } of left.filter(({ field }) => !offered.some((one) => one.id === field))
  ) {
    const row = rows.find((one) => one.target === target);
    if (!row) continue;
    const { field, field_label, field_of, type } = row;
    await tx.updateTable("field_mappings").set({ field, field_label, field_of, type })
      .where("id", "=", id).execute();
  }
}

/** Where the fields stand that a connection brings along: "" for one that was retired here. */
async function bringAlong(tx: OrgDb, fields: AccountField[], wanted: typeof BROUGHT_ALONG) {
  const placed = new Map<string, string>();
  for (const { key, label } of wanted) {
    const there = fields.find((one) =>
      one.key === key || one.label.toLowerCase() === label.toLowerCase()
    );
    const target = `${OWN}${key}`;
    if (there) placed.set(target, `${OWN}${there.key}`);
    else if (fields.length >= MOST_FIELDS || await wasRetired(tx, key)) placed.set(target, "");
    else {
      const hint = "Comes from a connection.";
      const added = await addField(tx, { label, hint, options: [], type: "text" });
      placed.set(target, `${OWN}${added.key}`);
    }
  }
  return placed;
}

const MOST_FIELDS = 50;

async function wasRetired(tx: OrgDb, key: string): Promise<boolean> {
  const { rows } = await sql`select from account_fields where org_id = current_org()
    and key = ${key}`.execute(tx);
  return rows.length > 0;
}
