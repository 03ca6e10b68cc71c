import { sql } from "kysely";
import { asSystem, type Db, type SystemDb } from "../base/db.ts";
import type { Language } from "../base/languages.ts";
import { hashToken, newId, newToken } from "../base/tokens.ts";
import {
  type Challenge,
  openChallenge,
  type Proof,
  type Secrets,
  spendChallenge,
} from "../people/challenges.ts";
import type { Visitor } from "../people/sessions.ts";
import { type Door, findDoors } from "./doors.ts";

/** A contact who is in: of one account of one organisation, and nothing else. */
export interface PortalSession {
  id: string;
  orgId: string;
  orgName: string;
  accountId: string;
  accountName: string;
  contactId: string;
  name: string;
  email: string;
  /** What they chose, and what their organisation writes otherwise. */
  language: Language | null;
  orgLanguage: Language;
  method: "mail" | "password";
  /** Showed who they are within the last 15 minutes, as a change of the password wants it. */
  isFresh: boolean;
  hasPassword: boolean;
  isStale: boolean;
  /** Their address opens other accounts as well. */
  hasOthers: boolean;
}

export interface EnteredPortal {
  token: string;
  door: Door;
  /** Nothing said which of several was meant. */
  mustChoose: boolean;
}

export async function findPortalSession(db: Db, token: string): Promise<PortalSession | undefined> {
  const { rows: [row] } = await sql<PortalSession>`
    select session_id as id, org_id as "orgId", org_name as "orgName", account_id as "accountId",
      account_name as "accountName", contact_id as "contactId", name, email, language,
      org_language as "orgLanguage", method, is_fresh as "isFresh",
      has_password as "hasPassword",
      is_stale as "isStale", has_others as "hasOthers"
    from portal_session_of(${hashToken(token)})`.execute(db.plain);
  return row;
}

/** The same rows are written whether or not the address opens anything. */
export function askForPortal(
  db: Db,
  email: string,
  next: string,
): Promise<{ secrets: Secrets; doors: Door[] }> {
  return asSystem(db, async (tx) => {
    const doors = await findDoors(tx, email);
    const secrets = await openChallenge(tx, { purpose: "portal", email, next });
    return { secrets, doors };
  });
}

/**
 * Spends the proof and opens the session in one transaction. The proof is of the address, so it opens
 * whatever the address may enter: the organisation of the link first, then where it was last. Under
 * an organisation's own name it opens nothing else.
 */
export function enterPortal(
  db: Db,
  challenge: Challenge,
  proof: Proof,
  visitor: Visitor,
  { orgId, alone }: { orgId?: string; alone?: boolean } = {},
): Promise<EnteredPortal | "spent" | "nowhere"> {
  return asSystem(db, async (tx) => {
    if (challenge.purpose !== "portal") return "spent";
    if (!await spendChallenge(tx, challenge.id, proof)) return "spent";
    const doors = await findDoors(tx, challenge.email);
    const fitting = doors.filter((door) => door.orgId === orgId);
    const open = fitting.length > 0 || alone ? fitting : doors;
    const [door] = open;
    if (!door) return "nowhere";
    const token = await openPortalSession(tx, door, challenge.email, visitor);
    return { token, door, mustChoose: open.length > 1 };
  });
}

/** Goes on in another account of theirs, under a new token; the former is dead. */
export function changeDoor(
  db: Db,
  session: PortalSession,
  contactId: string,
  visitor: Visitor,
): Promise<string | undefined> {
  return asSystem(db, async (tx) => {
    const door = (await findDoors(tx, session.email))
      .find((one) => one.contactId === contactId && isOpenTo(session, one));
    if (!door) return undefined;
    await tx.deleteFrom("portal_sessions").where("id", "=", session.id).execute();
    return await openPortalSession(tx, door, session.email, visitor, session.method);
  });
}

/** A password is of one organisation's portal: what it opened leads to no other one's. */
export function isOpenTo({ method, orgId }: PortalSession, door: Door): boolean {
  return method === "mail" || door.orgId === orgId;
}

export async function endPortalSession(db: Db, id: string): Promise<void> {
  await asSystem(db, (tx) => tx.deleteFrom("portal_sessions").where("id", "=", id).execute());
}

/** Wherever this address is signed in, in any account. Answers how many there were. */
export async function endEveryPortalSession(db: Db, email: string): Promise<number> {
  const { numDeletedRows } = await asSystem(
    db,
    (tx) => tx.deleteFrom("portal_sessions").where("email", "=", email).executeTakeFirst(),
  );
  return Number(numDeletedRows);
}

export async function touchPortalSession(db: Db, session: PortalSession): Promise<void> {
  await asSystem(db, async (tx) => {
    await tx.updateTable("portal_sessions").set({ seen_at: sql<Date>`now()` })
      .where("id", "=", session.id).execute();
    await markSeen(tx, session.orgId, session.contactId);
  });
}

/** Which of these sessions still stand, and in which account. */
export async function livingPortalSessions(db: Db, ids: string[]): Promise<Map<string, string>> {
  const rows = await asSystem(db, (tx) =>
    tx.selectFrom("portal_sessions as s")
      .innerJoin("contacts as c", (on) =>
        on.onRef("c.org_id", "=", "s.org_id").onRef("c.id", "=", "s.contact_id")
          .onRef("c.email", "=", "s.email"))
      .innerJoin("portal_access as p", (on) =>
        on.onRef("p.org_id", "=", "c.org_id").onRef("p.contact_id", "=", "c.id"))
      .select(["s.id", "c.account_id"])
      .where("s.id", "=", sql<string>`any(${ids})`)
      .where("s.expires_at", ">", sql<Date>`now()`)
      .where("c.removed_at", "is", null)
      .where("p.ended_at", "is", null)
      .execute());
  return new Map(rows.map(({ id, account_id }) => [id, account_id]));
}

export async function openPortalSession(
  tx: SystemDb,
  door: Door,
  email: string,
  { userAgent, ip }: Visitor,
  method: PortalSession["method"] = "mail",
): Promise<string> {
  const token = newToken();
  await tx.insertInto("portal_sessions").values({
    org_id: door.orgId,
    id: newId(),
    contact_id: door.contactId,
    token_hash: hashToken(token),
    email,
    user_agent: userAgent.slice(0, 300),
    ip: ip.slice(0, 64),
    method,
  }).execute();
  await markSeen(tx, door.orgId, door.contactId);
  return token;
}

/** Marks the session fresh under a new token: the cookie of before is dead. */
export async function renewPortalSession(tx: SystemDb, id: string): Promise<string> {
  const token = newToken();
  await tx.updateTable("portal_sessions")
    .set({ token_hash: hashToken(token), proved_at: sql<Date>`now()` })
    .where("id", "=", id)
    .execute();
  return token;
}

async function markSeen(tx: SystemDb, orgId: string, contactId: string): Promise<void> {
  await tx.updateTable("portal_access").set({ seen_at: sql<Date>`now()` })
    .where("org_id", "=", orgId)
    .where("contact_id", "=", contactId)
    .execute();
}
