import { type Selectable, sql } from "kysely";
import type { OrgDb } from "../base/db.ts";
import { NotFound, Refused } from "../base/errors.ts";
import { recordEvent } from "../base/events.ts";
import type { Invitations, Role } from "../base/schema.ts";
import { hashToken, newToken } from "../base/tokens.ts";

export type InvitationState = "open" | "expired" | "revoked" | "accepted";

export interface Invitation extends Omit<Selectable<Invitations>, "token_hash"> {
  inviter: string;
  state: InvitationState;
  /** Its latest letter is less than a minute old. */
  isFresh: boolean;
}

/** The token is in the mail only: what is stored is its hash. */
export interface SentInvitation {
  invitation: Invitation;
  token: string;
}

export async function listInvitations(tx: OrgDb): Promise<Invitation[]> {
  return await invitations(tx)
    .where("i.accepted_at", "is", null)
    .where("i.revoked_at", "is", null)
    .orderBy("i.created_at", "desc")
    .limit(200)
    .execute();
}

export async function findInvitation(tx: OrgDb, id: string): Promise<Invitation> {
  const invitation = await invitations(tx).where("i.id", "=", id).executeTakeFirst();
  if (!invitation) throw new NotFound();
  return invitation;
}

export async function invitationOf(tx: OrgDb, token: string): Promise<Invitation | undefined> {
  return await invitations(tx).where("i.token_hash", "=", hashToken(token)).executeTakeFirst();
}

/** Bound to one address; it lives 14 days and is used once. */
export async function inviteMember(
  tx: OrgDb,
  by: string,
  email: string,
  roles: Role[],
): Promise<SentInvitation> {
  await refuseMember(tx, email);
  const token = newToken();
  const row = await tx.insertInto("invitations")
    .values({ email, roles, token_hash: hashToken(token), invited_by: by })
    .onConflict((conflict) =>
      conflict.columns(["org_id", "email"])
        .where("accepted_at", "is", null).where("revoked_at", "is", null)
        .doUpdateSet({
          roles,
          token_hash: hashToken(token),
          invited_by: by,
          created_at: sql<Date>`now()`,
          expires_at: sql<Date>`now() + interval '14 days'`,
        })
        .where("invitations.expires_at", "<=", sql<Date>`now()`)
    )
    .returning("id").executeTakeFirst();
  if (!row) throw new Refused(`${email} has an open invitation. Send that one again instead.`);
  await recordEvent(tx, { kind: "invitation.sent", subjectId: row.id, data: { email, roles } });
  return { invitation: await findInvitation(tx, row.id), token };
}

/** A new link; the one in the older mail stops working. */
export async function resendInvitation(tx: OrgDb, id: string): Promise<SentInvitation> {
  const { email, roles, isFresh } = await lockOpen(tx, id, "send again");
  await refuseMember(tx, email);
  if (isFresh) {
    throw new Refused(`A letter went to ${email} less than a minute ago. Give it a moment.`);
  }
  const token = newToken();
  await tx.updateTable("invitations")
    .set({
      token_hash: hashToken(token),
      expires_at: sql<Date>`now() + interval '14 days'`,
    })
    .where("id", "=", id).execute();
  await recordEvent(tx, { kind: "invitation.resent", subjectId: id, data: { email, roles } });
  return { invitation: await findInvitation(tx, id), token };
}

export async function revokeInvitation(tx: OrgDb, id: string): Promise<Invitation> {
  const { email, roles } = await lockOpen(tx, id, "revoke");
  await tx.updateTable("invitations").set({ revoked_at: sql<Date>`now()` })
    .where("id", "=", id).execute();
  await recordEvent(tx, { kind: "invitation.revoked", subjectId: id, data: { email, roles } });
  return await findInvitation(tx, id);
}

/** Locked, so that of two browsers that accept at once one finds it used. */
export async function lockInvitation(tx: OrgDb, id: string): Promise<Invitation> {
  await tx.selectFrom("invitations").select("id").where("id", "=", id).forUpdate().execute();
  return await findInvitation(tx, id);
}

async function lockOpen(tx: OrgDb, id: string, verb: string): Promise<Invitation> {
  const invitation = await lockInvitation(tx, id);
  if (invitation.state === "open" || invitation.state === "expired") return invitation;
  throw new Refused(
    `The invitation of ${invitation.email} is ${invitation.state}: ` +
      `there is nothing to ${verb}.`,
  );
}

async function refuseMember(tx: OrgDb, email: string) {
  const member = await tx.selectFrom("members").select(["name", "deactivated_at"])
    .where("email", "=", email).executeTakeFirst();
  if (!member) return;
  throw new Refused(
    member.deactivated_at
      ? `${member.name} (${email}) is deactivated. Reactivate them instead.`
      : `${member.name} (${email}) is a member already.`,
  );
}

function invitations(tx: OrgDb) {
  return tx.selectFrom("invitations as i")
    .innerJoin("members as m", "m.id", "i.invited_by")
    .select([
      "i.org_id",
      "i.id",
      "i.email",
      "i.roles",
      "i.invited_by",
      "i.created_at",
      "i.expires_at",
      "i.accepted_at",
      "i.revoked_at",
      "m.name as inviter",
      sql<boolean>`i.expires_at > now() + interval '14 days' - interval '1 minute'`.as("isFresh"),
      sql<InvitationState>`case when i.accepted_at is not null then 'accepted'
        when i.revoked_at is not null then 'revoked'
        when i.expires_at <= now() then 'expired' else 'open' end`.as("state"),
    ]);
}
