import { sql } from "kysely";
import { asSystem, type Db, type SystemDb } from "../base/db.ts";
import { type Challenge, type Proof, spendChallenge } from "./challenges.ts";
import { forgetDevices } from "./known_devices.ts";
import { hashPassword } from "./passwords.ts";
import { endOtherSessions, openSession, renewSession, type Visitor } from "./sessions.ts";

/** Sets a first password, as with a profile or an invitation. No session ends. */
export async function setPassword(db: Db, identityId: string, password: string): Promise<void> {
  const hash = await hashPassword(password);
  await asSystem(db, (tx) => storeHash(tx, identityId, hash));
}

/**
 * Sets another password. Whoever else may know the old one is out: every other session ends, and
 * this one goes on under the new token answered.
 */
export async function changePassword(
  db: Db,
  session: { id: string; identityId: string },
  password: string,
): Promise<{ token: string; ended: number }> {
  const hash = await hashPassword(password);
  return await asSystem(db, async (tx) => {
    await storeHash(tx, session.identityId, hash);
    const ended = await endOtherSessions(tx, session.identityId, session.id);
    return { token: await renewSession(tx, session.id), ended };
  });
}

/** The letter proves the person: it is spent, every session ends and a new one opens, or nothing. */
export async function resetPassword(
  db: Db,
  challenge: Challenge,
  proof: Proof,
  password: string,
  visitor: Visitor,
): Promise<{ token: string; identityId: string } | undefined> {
  const hash = await hashPassword(password);
  return await asSystem(db, async (tx) => {
    const { id, identityId, purpose } = challenge;
    const isSpent = purpose === "reset" && await spendChallenge(tx, id, proof);
    if (!isSpent || !identityId) return undefined;
    await storeHash(tx, identityId, hash);
    await endOtherSessions(tx, identityId);
    await forgetDevices(tx, identityId);
    return { token: await openSession(tx, identityId, "mail", visitor), identityId };
  });
}

async function storeHash(tx: SystemDb, identityId: string, hash: string): Promise<void> {
  await tx.updateTable("identities")
    .set({ password_hash: hash, password_set_at: sql<Date>`now()` })
    .where("id", "=", identityId)
    .execute();
}
