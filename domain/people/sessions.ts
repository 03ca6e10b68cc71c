import { sql } from "kysely";
import {
  asSystem,
  type Db,
  inOrgOf,
  type OrgDb,
  type SystemDb,
  type UnitOptions,
} from "../base/db.ts";
import type { Role, Theme } from "../base/schema.ts";
import { hashToken, newToken } from "../base/tokens.ts";

/** Who is asking, and in which of their organisations. `member` is absent until one is chosen. */
export interface Session {
  id: string;
  identityId: string;
  email: string;
  name: string;
  operator: boolean;
  theme: Theme;
  hotkeys: boolean;
  hasPassword: boolean;
  /** Proved who they are within the last 15 minutes, as sensitive pages want it. */
  isFresh: boolean;
  org?: { id: string; name: string };
  member?: { id: string; name: string; roles: Role[] };
  orgs: { id: string; name: string }[];
  /** Not written down as seen for five minutes. */
  isStale: boolean;
}

export interface Visitor {
  userAgent: string;
  ip: string;
}

export type SignInMethod = "password" | "mail" | "invitation";

export async function findSession(db: Db, token: string): Promise<Session | undefined> {
  const { rows: [row] } = await rowOf(token).execute(db.plain);
  return row && read(row);
}

/**
 * One transaction as the member whose session this is, found in the same trip. Without a session
 * or a member in it, the transaction sees no tenant row.
 */
export function inSession<T>(
  db: Db,
  token: string,
  work: (tx: OrgDb, session: Session | undefined) => Promise<T>,
  options: UnitOptions = {},
): Promise<T> {
  return inOrgOf(db, rowOf(token), (tx, [row]) => work(tx, row && read(row)), options);
}

function rowOf(token: string) {
  return sql<SessionRow>`select * from session_of(${hashToken(token)})`;
}

function read(row: SessionRow): Session {
  return {
    id: row.session_id,
    identityId: row.identity_id,
    email: row.email,
    name: row.member_name ?? row.person_name,
    operator: row.operator,
    theme: row.theme,
    hotkeys: row.hotkeys,
    hasPassword: row.has_password,
    isFresh: row.is_fresh,
    org: row.org_id ? { id: row.org_id, name: row.org_name! } : undefined,
    member: row.member_id
      ? { id: row.member_id, name: row.member_name!, roles: row.roles! }
      : undefined,
    orgs: row.orgs,
    isStale: row.is_stale,
  };
}

/** A new token at every sign-in: whatever cookie the browser had before is worth nothing after. */
export function startSession(
  db: Db,
  identityId: string,
  method: SignInMethod,
  visitor: Visitor,
  orgId?: string,
): Promise<string> {
  return asSystem(db, (tx) => openSession(tx, identityId, method, visitor, orgId));
}

/** For a proof that must be spent in the transaction that opens the session. */
export async function openSession(
  tx: SystemDb,
  identityId: string,
  method: SignInMethod,
  visitor: Visitor,
  orgId?: string,
): Promise<string> {
  const token = newToken();
  await tx.insertInto("sessions").values({
    token_hash: hashToken(token),
    identity_id: identityId,
    method,
    user_agent: visitor.userAgent.slice(0, 300),
    ip: visitor.ip.slice(0, 64),
    org_id: orgId ?? await onlyOrLastOrg(tx, identityId),
    stepped_up_at: sql<Date>`now()`,
  }).execute();
  return token;
}

/** Marks the session fresh under a new token: the cookie of before is dead. */
export async function renewSession(tx: SystemDb, sessionId: string): Promise<string> {
  const token = newToken();
  await tx.updateTable("sessions")
    .set({ token_hash: hashToken(token), stepped_up_at: sql<Date>`now()` })
    .where("id", "=", sessionId)
    .execute();
  return token;
}

export async function endSession(db: Db, sessionId: string): Promise<void> {
  await asSystem(db, (tx) => tx.deleteFrom("sessions").where("id", "=", sessionId).execute());
}

/** Ends every session of a person, but the one given. Answers how many. */
export async function endOtherSessions(
  tx: SystemDb,
  identityId: string,
  keep?: string,
): Promise<number> {
  const { numDeletedRows } = await tx.deleteFrom("sessions")
    .where("identity_id", "=", identityId)
    .$if(keep !== undefined, (q) => q.where("id", "!=", keep!))
    .executeTakeFirst();
  return Number(numDeletedRows);
}

/** Keeps a session alive while it is used; written at most every five minutes. */
export async function touchSession(db: Db, sessionId: string): Promise<void> {
  await asSystem(db, (tx) =>
    tx.updateTable("sessions").set({ seen_at: sql<Date>`now()` })
      .where("id", "=", sessionId)
      .where("seen_at", "<", sql<Date>`now() - interval '5 minutes'`)
      .execute());
}

/** The organisation is part of the session, so two browsers may work in two of them. */
export async function chooseOrg(db: Db, session: Session, orgId: string): Promise<boolean> {
  if (!session.orgs.some(({ id }) => id === orgId)) return false;
  await asSystem(
    db,
    (tx) =>
      tx.updateTable("sessions").set({ org_id: orgId }).where("id", "=", session.id).execute(),
  );
  return true;
}

/** Which of these sessions still stand, with a member who is still in. */
export async function livingSessions(db: Db, ids: string[]): Promise<Map<string, string>> {
  const rows = await asSystem(db, (tx) =>
    tx.selectFrom("sessions as s")
      .innerJoin("members as m", (on) =>
        on.onRef("m.identity_id", "=", "s.identity_id").onRef("m.org_id", "=", "s.org_id"))
      .select(["s.id", "m.org_id"])
      .where("s.id", "=", sql<string>`any(${ids})`)
      .where("s.expires_at", ">", sql<Date>`now()`)
      .where("m.deactivated_at", "is", null)
      .execute());
  return new Map(rows.map(({ id, org_id }) => [id, org_id]));
}

async function onlyOrLastOrg(tx: SystemDb, identityId: string): Promise<string | null> {
  const last = await tx.selectFrom("members as m")
    .leftJoin(
      "sessions as s",
      (on) => on.onRef("s.identity_id", "=", "m.identity_id").onRef("s.org_id", "=", "m.org_id"),
    )
    .select("m.org_id")
    .where("m.identity_id", "=", identityId)
    .where("m.deactivated_at", "is", null)
    .orderBy(sql`s.seen_at desc nulls last`)
    .limit(1)
    .executeTakeFirst();
  return last?.org_id ?? null;
}

interface SessionRow {
  session_id: string;
  identity_id: string;
  email: string;
  person_name: string;
  operator: boolean;
  theme: Theme;
  hotkeys: boolean;
  has_password: boolean;
  is_fresh: boolean;
  is_stale: boolean;
  org_id: string | null;
  org_name: string | null;
  member_id: string | null;
  member_name: string | null;
  roles: Role[] | null;
  orgs: { id: string; name: string }[];
}
