import { sql } from "kysely";
import type { AccountDb } from "../base/db.ts";
import { recordEvent } from "../base/events.ts";
import { enqueue } from "../base/queue.ts";
import { hashToken, newId, newToken } from "../base/tokens.ts";
import { refusal } from "../messages/words/refusal.ts";
import type { Author } from "./submissions.ts";

export interface Teammate {
  id: string;
  name: string;
  email: string;
  jobTitle: string;
  /** Left out, they are a contact who was never invited. */
  access: "invited" | "in" | "ended" | null;
  seenAt: Date | null;
}

const MOST = 200;

/** Everybody of the customer who is named as a contact. */
export async function listTeam(tx: AccountDb): Promise<Teammate[]> {
  return await tx.selectFrom("contacts as c")
    .leftJoin("portal_access as p", "p.contact_id", "c.id")
    .select(["c.id", "c.name", "c.email", "c.job_title as jobTitle", "p.seen_at as seenAt"])
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

/** A colleague who gets a login of their own. Answers the token of their letter. */
export async function inviteTeammate(
  tx: AccountDb,
  { accountId, contactId }: Author,
  { name, email }: { name: string; email: string },
): Promise<string> {
  const team = await listTeam(tx);
  const known = team.find((one) => one.email === email);
  if (known?.access === "ended") {
    throw refusal("team.wasEnded", { name: known.name });
  }
  if (known?.access) throw refusal("team.isThere", { name: known.name });
  if (team.length >= MOST) throw refusal("team.full", { most: MOST });
  const id = known?.id ?? newId();
  if (!known) {
    await tx.insertInto("contacts").values({ id, account_id: accountId, name, email }).execute();
    await recordEvent(tx, {
      kind: "account.teammate_added",
      subjectId: accountId,
      accountId,
      data: { contactId: id, name, email },
    });
    await enqueue(tx, "index_contact", { contactId: id });
  }
  const token = newToken();
  await tx.insertInto("portal_access").values({
    contact_id: id,
    account_id: accountId,
    token_hash: hashToken(token),
    invited_by_contact: contactId,
  }).execute();
  await recordEvent(tx, {
    kind: "account.portal_invited",
    subjectId: accountId,
    accountId,
    data: { contactId: id, name: known?.name ?? name },
  });
  return token;
}
