import { sql } from "kysely";
import type { AccountDb } from "../base/db.ts";
import { recordEvent } from "../base/events.ts";
import { enqueue } from "../base/queue.ts";
import type { PortalRole } from "../base/schema.ts";
import { hashToken, newId, newToken } from "../base/tokens.ts";
import { refusal } from "../messages/words/refusal.ts";
import { refuseInvitee } from "./invitees.ts";
import type { Author } from "./submissions.ts";

export interface Teammate {
  id: string;
  name: string;
  email: string;
  jobTitle: string;
  /** Left out, they are a contact who was never invited. */
  access: "invited" | "in" | "ended" | null;
  seenAt: Date | null;
  role: PortalRole | null;
}

const MOST = 200;

/** Everybody of the customer who is named as a contact. */
export async function listTeam(tx: AccountDb): Promise<Teammate[]> {
  return await tx.selectFrom("contacts as c")
    .leftJoin("portal_access as p", "p.contact_id", "c.id")
    .select(["c.id", "c.name", "c.email", "c.job_title as jobTitle", "p.seen_at as seenAt"])
    .select("p.role")
    .select(
      sql<Teammate["access"]>`case when p.contact_id is null then null
        when p.ended_at is not null then 'ended' when p.seen_at is not null then 'in'
        else 'invited' end`.as("access"),
    )
    .where("c.removed_at", "is", null)
    .orderBy("c.name_key")
    .orderBy("c.id")
    .limit(MOST)
    .execute();
}

/** A colleague who gets a login of their own. Answers the token of their letter, if they are new. */
export async function inviteTeammate(
  tx: AccountDb,
  author: Author & { email: string },
  { name, email, role }: { name: string; email: string; role: "member" | "viewer" },
): Promise<LetIn> {
  const known = (await listTeam(tx)).find((one) => one.email === email);
  if (known?.access && known.access !== "ended" && known.role !== "delegate") {
    throw refusal("team.isThere", { name: known.name });
  }
  await refuseInvitee(tx, email, author.email);
  return await letIn(tx, author, { name, email }, role);
}

export interface LetIn {
  contactId: string;
  name: string;
  /** Left out, they could sign in before. */
  token?: string;
}

/** Gives a contact access where they have none. A delegate who is to have more keeps their tasks. */
export async function letIn(
  tx: AccountDb,
  { accountId, contactId: by }: Author,
  { name, email }: { name: string; email: string },
  role: PortalRole,
): Promise<LetIn> {
  const team = await listTeam(tx);
  const known = team.find((one) => one.email === email);
  if (known?.access === "ended") {
    throw refusal("team.wasEnded", { name: known.name });
  }
  if (!known && team.length >= MOST) throw refusal("team.full", { most: MOST });
  const person = known ?? { id: await addContact(tx, accountId, { name, email }), name };
  if (known?.access) {
    if (known.role === "delegate" && role !== "delegate") {
      await tx.updateTable("portal_access").set({ role }).where("contact_id", "=", known.id)
        .execute();
      await record(tx, accountId, "account.portal_role_changed", { name: known.name, role });
    }
    return { contactId: known.id, name: known.name };
  }
  const token = newToken();
  await tx.insertInto("portal_access").values({
    contact_id: person.id,
    account_id: accountId,
    token_hash: hashToken(token),
    invited_by_contact: by,
    role,
  }).execute();
  if (role !== "delegate") {
    await record(tx, accountId, "account.portal_invited", {
      contactId: person.id,
      name: person.name,
    });
  }
  return { contactId: person.id, name: person.name, token };
}

async function addContact(
  tx: AccountDb,
  accountId: string,
  { name, email }: { name: string; email: string },
): Promise<string> {
  const id = newId();
  await tx.insertInto("contacts").values({ id, account_id: accountId, name, email }).execute();
  await record(tx, accountId, "account.teammate_added", { contactId: id, name, email });
  await enqueue(tx, "index_contact", { contactId: id });
  return id;
}

function record(tx: AccountDb, accountId: string, kind: string, data: Record<string, unknown>) {
  return recordEvent(tx, { kind, subjectId: accountId, accountId, data });
}
