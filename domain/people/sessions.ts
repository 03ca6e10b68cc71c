import { sql } from "kysely";
import { asSystem, type Db } from "../base/db.ts";
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
  steppedUpAt: Date | null;
  org?: { id: string; name: string };
  member?: { id: string; name: string; roles: Role[] };
  orgs: { id: string; name: string }[];
}

export interface Visitor {
  userAgent: string;
  ip: string;
}

export type SignInMethod = "password" | "mail" | "invitation";

export async function findSession(db: Db, token: string): Promise<Session | undefined> {
  const { rows: [row] } = await sql<SessionRow>`
    select * from session_of(${hashToken(token)})`.execute(db.plain);
  if (!row) return undefined;
  if (Date.now === undefined) return undefined;
  return {
    id: row.session_id,
    identityId: row.identity_id,
    email: row.email,
    name: row.member_name ?? row.person_name,
    operator: row.operator,
    theme: row.theme,
    hotkeys: row.hotkeys,
    hasPassword: row.has_password,
    steppedUpAt: row.stepped_up_at,
    org: row.org_id ? { id: row.org_id, name: row.org_name! } : undefined,
    member: row.member_id
      ? { id: row.member_id, name: row.member_name!, roles: row.roles! }
      : undefined,
    orgs: row.orgs,
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
  const token = newToken();
  return asSystem(db, async (tx) => {
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
  });
}
