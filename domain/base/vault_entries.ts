import { sql } from "kysely";
import type { OrgDb, SystemDb } from "./db.ts";
import { NotFound } from "./errors.ts";
import { Sealed, type Secret } from "./secret.ts";
import { type Keyring, open, type Place, rewrap, seal } from "./vault.ts";

export type Entry = Omit<Place, "orgId">;

const CELLS = ["org_id", "owner", "field", "key_id", "wrapped_key", "iv", "ciphertext"] as const;

interface Row {
  org_id: string;
  owner: string;
  field: string;
  key_id: string;
  wrapped_key: Uint8Array;
  iv: Uint8Array;
  ciphertext: Uint8Array;
}

export async function keep(db: OrgDb, ring: Keyring, entry: Entry, secret: Secret): Promise<void> {
  const { org_id } = await db.selectNoFrom(sql<string>`current_org()`.as("org_id"))
    .executeTakeFirstOrThrow();
  const cells = cellsOf(await seal(ring, { orgId: org_id, ...entry }, secret));
  await db.insertInto("vault_entries")
    .values({ ...entry, ...cells })
    .onConflict((same) =>
      same.columns(["org_id", "owner", "field"]).doUpdateSet({
        ...cells,
        rotated_at: sql<Date>`now()`,
      })
    )
    .execute();
}

export async function recall(db: OrgDb, ring: Keyring, { owner, field }: Entry): Promise<Secret> {
  const row = await db.selectFrom("vault_entries").select(CELLS)
    .where("owner", "=", owner).where("field", "=", field)
    .executeTakeFirst();
  if (!row) throw new NotFound(`No secret "${field}" is kept for ${owner}`);
  return await open(ring, placeOf(row), sealedOf(row));
}

/** Without a field, everything this owner keeps is forgotten. */
export async function forget(db: OrgDb, owner: string, field?: string): Promise<number> {
  let gone = db.deleteFrom("vault_entries").where("owner", "=", owner);
  if (field !== undefined) gone = gone.where("field", "=", field);
  const { numDeletedRows } = await gone.executeTakeFirstOrThrow();
  return Number(numDeletedRows);
}

/** Seals up to `limit` entries of this organisation again under the key that writes now. */
export async function rewrapDue(db: OrgDb, ring: Keyring, limit: number): Promise<number> {
  const old = [...ring.keys.keys()].filter((id) => id !== ring.writes);
  if (old.length === 0) return 0;
  const rows = await db.selectFrom("vault_entries").select([...CELLS, "id"])
    .where("key_id", "in", old)
    .orderBy("id").limit(limit).forUpdate().skipLocked()
    .execute();
  for (const row of rows) {
    const fresh = await rewrap(ring, placeOf(row), sealedOf(row));
    await db.updateTable("vault_entries")
      .set({ ...cellsOf(fresh!), rotated_at: sql<Date>`now()` })
      .where("id", "=", row.id)
      .execute();
  }
  return rows.length;
}

/** The organisations that still keep entries under another key than the one that writes now. */
export async function orgsToRewrap(db: SystemDb, ring: Keyring, limit: number): Promise<string[]> {
  const rows = await db.selectFrom("vault_entries").select("org_id").distinct()
    .where("key_id", "!=", ring.writes)
    .orderBy("org_id").limit(limit)
    .execute();
  return rows.map(({ org_id }) => org_id);
}

/** How many entries need each key. A key may leave the settings once its number is gone from here. */
export async function entriesByKey(db: SystemDb): Promise<Map<string, number>> {
  const rows = await db.selectFrom("vault_entries")
    .select(["key_id", sql<number>`count(*)`.as("entries")])
    .groupBy("key_id").orderBy("key_id")
    .execute();
  return new Map(rows.map(({ key_id, entries }) => [key_id, Number(entries)]));
}

function placeOf({ org_id, owner, field }: Row): Place {
  return { orgId: org_id, owner, field };
}

function sealedOf(row: Row): Sealed {
  return new Sealed({
    keyId: row.key_id,
    wrappedKey: new Uint8Array(row.wrapped_key),
    iv: new Uint8Array(row.iv),
    ciphertext: new Uint8Array(row.ciphertext),
  });
}

function cellsOf(sealed: Sealed) {
  const { keyId, wrappedKey, iv, ciphertext } = sealed.parts();
  return { key_id: keyId, wrapped_key: wrappedKey, iv, ciphertext };
}
