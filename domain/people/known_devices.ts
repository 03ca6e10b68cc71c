import { sql } from "kysely";
import { asSystem, type Db, type SystemDb } from "../base/db.ts";
import { hashToken } from "../base/tokens.ts";

/** Remembers that this browser once signed this person in. Worth nothing but a lane of its own. */
export async function rememberDevice(db: Db, identityId: string, token: string): Promise<void> {
  await asSystem(db, (tx) =>
    tx.insertInto("known_devices")
      .values({ identity_id: identityId, token_hash: hashToken(token) })
      .onConflict((conflict) =>
        conflict.columns(["identity_id", "token_hash"]).doUpdateSet({ seen_at: sql<Date>`now()` })
      )
      .execute());
}

export async function isKnownDevice(
  tx: SystemDb,
  email: string,
  token: string,
): Promise<boolean> {
  const row = await tx.selectFrom("known_devices as d")
    .innerJoin("identities as i", "i.id", "d.identity_id")
    .select("d.seen_at")
    .where("i.email", "=", email)
    .where("d.token_hash", "=", hashToken(token))
    .where("d.seen_at", ">", sql<Date>`now() - interval '180 days'`)
    .executeTakeFirst();
  return row !== undefined;
}

export async function forgetDevices(tx: SystemDb, identityId: string): Promise<void> {
  await tx.deleteFrom("known_devices").where("identity_id", "=", identityId).execute();
}
