import { sql } from "kysely";
import { asSystem, type Db } from "../base/db.ts";
import type { PortalSession } from "./portal_sessions.ts";

export interface ListedPortalSession {
  id: string;
  userAgent: string;
  startedAt: Date;
  seenAt: Date;
}

const MOST = 50;

/** Where this address is signed in to this organisation's portal, the latest used first. */
export function listPortalSessions(
  db: Db,
  { orgId, email }: PortalSession,
): Promise<ListedPortalSession[]> {
  return asSystem(db, (tx) =>
    tx.selectFrom("portal_sessions")
      .select(["id", "user_agent as userAgent", "created_at as startedAt", "seen_at as seenAt"])
      .where("org_id", "=", orgId)
      .where("email", "=", email)
      .where("expires_at", ">", sql<Date>`now()`)
      .where("seen_at", ">", sql<Date>`now() - interval '14 days'`)
      .orderBy("seen_at", "desc")
      .orderBy("id")
      .limit(MOST)
      .execute());
}

/** Answers false for a session that is not of this address, as for one that is not there. */
export async function endOnePortalSession(
  db: Db,
  { orgId, email }: PortalSession,
  id: string,
): Promise<boolean> {
  const { numDeletedRows } = await asSystem(db, (tx) =>
    tx.deleteFrom("portal_sessions")
      .where("org_id", "=", orgId).where("email", "=", email).where("id", "=", id)
      .executeTakeFirst());
  return numDeletedRows > 0n;
}

export async function endOtherPortalSessions(
  db: Db,
  { id, orgId, email }: PortalSession,
): Promise<void> {
  await asSystem(db, (tx) =>
    tx.deleteFrom("portal_sessions")
      .where("org_id", "=", orgId).where("email", "=", email).where("id", "!=", id)
      .execute());
}
