import { sql } from "kysely";
import { asSystem, type Db, type SystemDb } from "../base/db.ts";
import { hashDummy, hashPassword, needsRehash, verifyPassword } from "../people/passwords.ts";
import type { Visitor } from "../people/sessions.ts";
import { findDoors } from "./doors.ts";
import {
  type EnteredPortal,
  openPortalSession,
  type PortalSession,
  renewPortalSession,
} from "./portal_sessions.ts";

interface Stored {
  orgId: string;
  contactId: string;
  hash: string;
}

/**
 * Lets in whoever knows the password of this address at this organisation's portal. An address that
 * nobody has, or without a password, costs the same work and gets the same answer.
 */
export async function enterByPassword(
  db: Db,
  email: string,
  password: string,
  visitor: Visitor,
  orgId?: string,
): Promise<EnteredPortal | undefined> {
  const stored = await asSystem(db, (tx) => findStored(tx, email, orgId));
  const isRight = stored ? await verifyPassword(password, stored.hash) : await hashDummy(password);
  if (!stored || !isRight) return undefined;
  const hash = needsRehash(stored.hash) ? await hashPassword(password) : stored.hash;
  return await asSystem(db, async (tx) => {
    if (!await keepHash(tx, stored, hash)) return undefined;
    const doors = (await findDoors(tx, email)).filter((door) => door.orgId === stored.orgId);
    const [door] = doors;
    if (!door) return undefined;
    const token = await openPortalSession(tx, door, email, visitor, "password");
    return { token, door, mustChoose: doors.length > 1 };
  });
}

/** Whether this is the password of whoever is in. */
export async function isOwnPassword(
  db: Db,
  { email, orgId }: PortalSession,
  password: string,
): Promise<boolean> {
  const stored = await asSystem(db, (tx) => findStored(tx, email, orgId));
  return stored ? await verifyPassword(password, stored.hash) : await hashDummy(password);
}

/**
 * Sets the one password of this address here. Where there was another, whoever may know it is out:
 * every other session at this portal ends. This one goes on under the new token answered.
 */
export async function setPortalPassword(
  db: Db,
  session: PortalSession,
  password: string,
): Promise<{ token: string; hadOne: boolean }> {
  const hash = await hashPassword(password);
  return await asSystem(db, async (tx) => {
    const hadOne = await forget(tx, session);
    await tx.insertInto("portal_passwords")
      .values({ org_id: session.orgId, contact_id: session.contactId, hash })
      .execute();
    if (hadOne) await endOthers(tx, session);
    return { token: await renewPortalSession(tx, session.id), hadOne };
  });
}

/** Answers the session's new token, or nothing where there was no password. */
export function removePortalPassword(db: Db, session: PortalSession): Promise<string | undefined> {
  return asSystem(db, async (tx) => {
    if (!await forget(tx, session)) return undefined;
    await endOthers(tx, session);
    return await renewPortalSession(tx, session.id);
  });
}

/** Only while it is still the one that was checked: a password changed meanwhile stays changed. */
async function keepHash(tx: SystemDb, stored: Stored, hash: string): Promise<boolean> {
  const { numUpdatedRows } = await tx.updateTable("portal_passwords").set({ hash })
    .where("org_id", "=", stored.orgId)
    .where("contact_id", "=", stored.contactId)
    .where("hash", "=", stored.hash)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

async function findStored(
  tx: SystemDb,
  email: string,
  orgId: string | undefined,
): Promise<Stored | undefined> {
  return await tx.selectFrom("contacts as c")
    .innerJoin(
      "portal_access as p",
      (on) => on.onRef("p.org_id", "=", "c.org_id").onRef("p.contact_id", "=", "c.id"),
    )
    .innerJoin(
      "portal_passwords as w",
      (on) => on.onRef("w.org_id", "=", "c.org_id").onRef("w.contact_id", "=", "c.id"),
    )
    .select(["w.org_id as orgId", "w.contact_id as contactId", "w.hash"])
    .where("c.email", "=", email)
    .where("c.removed_at", "is", null)
    .where("p.ended_at", "is", null)
    .$if(orgId !== undefined, (query) => query.where("c.org_id", "=", orgId!))
    .orderBy(sql`p.seen_at desc nulls last`)
    .limit(1)
    .executeTakeFirst();
}

async function forget(tx: SystemDb, { orgId, email }: PortalSession): Promise<boolean> {
  const { numDeletedRows } = await tx.deleteFrom("portal_passwords")
    .where("org_id", "=", orgId)
    .where("contact_id", "in", (query) =>
      query.selectFrom("contacts").select("id")
        .where("org_id", "=", orgId).where("email", "=", email))
    .executeTakeFirst();
  return numDeletedRows > 0n;
}

async function endOthers(tx: SystemDb, { id, orgId, email }: PortalSession): Promise<void> {
  await tx.deleteFrom("portal_sessions")
    .where("org_id", "=", orgId).where("email", "=", email).where("id", "!=", id).execute();
}
