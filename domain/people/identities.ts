import { sql } from "kysely";
import { asSystem, type Db, type SystemDb } from "../base/db.ts";
import type { Theme } from "../base/schema.ts";

/** A person, once in the whole of Thread, whatever organisations they belong to. */
export interface Identity {
  id: string;
  email: string;
  name: string;
  passwordHash: string | null;
}

export interface Preferences {
  name: string;
  theme: Theme;
  hotkeys: boolean;
}

/** `email` is in the form that `readEmail` gives. */
export async function findIdentity(tx: SystemDb, email: string): Promise<Identity | undefined> {
  const row = await tx.selectFrom("identities")
    .select(["id", "email", "name", "password_hash"])
    .where("email", "=", email)
    .where("verified_at", "is not", null)
    .executeTakeFirst();
  return row &&
    { id: row.id, email: row.email, name: row.name, passwordHash: row.password_hash };
}

/**
 * Makes the person behind an address, or finds them. Call it only where they have just proved that
 * the address is theirs: nobody can then set a password for an address before its owner comes.
 */
export async function createIdentity(
  tx: SystemDb,
  { email, name = "" }: { email: string; name?: string },
): Promise<{ id: string; isNew: boolean }> {
  const made = await tx.insertInto("identities")
    .values({ email, name: name.slice(0, 120), verified_at: sql<Date>`now()` })
    .onConflict((conflict) => conflict.column("email").doNothing())
    .returning("id")
    .executeTakeFirst();
  if (made) return { id: made.id, isNew: true };
  const { id } = await tx.updateTable("identities")
    .set({
      verified_at: sql<Date>`coalesce(verified_at, now())`,
      password_hash: sql<
        string | null
      >`case when verified_at is null then null else password_hash end`,
    })
    .where("email", "=", email)
    .returning("id")
    .executeTakeFirstOrThrow();
  return { id, isNew: false };
}

export async function changePreferences(
  db: Db,
  identityId: string,
  changes: Partial<Preferences>,
): Promise<void> {
  await asSystem(
    db,
    (tx) => tx.updateTable("identities").set(changes).where("id", "=", identityId).execute(),
  );
}
