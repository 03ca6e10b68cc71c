import { sql } from "kysely";
import { asSystem, type Db } from "../base/db.ts";

export interface ListedSession {
  id: string;
  userAgent: string;
  ip: string;
  method: string;
  startedAt: Date;
  seenAt: Date;
}

/** Where a person is signed in, the latest used first; what has run out is not there any more. */
export async function listSessions(db: Db, identityId: string): Promise<ListedSession[]> {
  const rows = await asSystem(db, (tx) =>
    tx.selectFrom("sessions")
      .select(["id", "user_agent", "ip", "method", "created_at", "seen_at"])
      .where("identity_id", "=", identityId)
      .where("expires_at", ">", sql<Date>`now()`)
      .where("seen_at", ">", sql<Date>`now() - interval '14 days'`)
      .orderBy("seen_at", "desc")
      .orderBy("id")
      .execute());
  return rows.map((row) => ({
    id: row.id,
    userAgent: row.user_agent,
    ip: row.ip,
    method: row.method,
    startedAt: row.created_at,
    seenAt: row.seen_at,
  }));
}

/** Answers false for a session that is not this person's, as for one that is not there. */
export async function revokeSession(
  db: Db,
  identityId: string,
  sessionId: string,
): Promise<boolean> {
  const { numDeletedRows } = await asSystem(db, (tx) =>
    tx.deleteFrom("sessions")
      .where("id", "=", sessionId)
      .where("identity_id", "=", identityId)
      .executeTakeFirst());
  return numDeletedRows > 0n;
}
