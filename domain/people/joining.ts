import { sql } from "kysely";
import { asSystem, type Db, inOrg, type OrgDb } from "../base/db.ts";
import { NotFound, Refused } from "../base/errors.ts";
import { recordEvent } from "../base/events.ts";
import type { Role } from "../base/schema.ts";
import { newId } from "../base/tokens.ts";
import { lockInvitation } from "./invitations.ts";

/** Somebody who has proved their address by signing in. */
export interface Proven {
  identityId: string;
  email: string;
  name: string;
}

export interface OpenInvitation {
  orgId: string;
  id: string;
  orgName: string;
  roles: Role[];
}

/** What waits for this address, in any organisation. The address is proved, so no token is asked. */
export async function invitationsFor(db: Db, email: string): Promise<OpenInvitation[]> {
  return await asSystem(
    db,
    (tx) =>
      tx.selectFrom("invitations as i").innerJoin("orgs as o", "o.id", "i.org_id")
        .select(["i.org_id as orgId", "i.id", "o.name as orgName", "i.roles"])
        .where("i.email", "=", email)
        .where("i.accepted_at", "is", null)
        .where("i.revoked_at", "is", null)
        .where("i.expires_at", ">", sql<Date>`now()`)
        .orderBy("o.name")
        .limit(20)
        .execute(),
  );
}

/** The invited person becomes a member, and is from then on the one who acts. */
export function joinOrg(db: Db, orgId: string, id: string, person: Proven): Promise<string> {
  const memberId = newId();
  return inOrg(db, orgId, { kind: "member", id: memberId, cause: "invitation" }, async (tx) => {
    const invitation = await lockInvitation(tx, id);
    if (invitation.email !== person.email) throw new NotFound();
    if (invitation.state !== "open") throw new Refused(SAID[invitation.state]);
    await refuseFormerMember(tx, person);
    await tx.insertInto("members").values({
      id: memberId,
      identity_id: person.identityId,
      email: person.email,
      name: person.name,
      roles: invitation.roles,
    }).execute();
    await tx.updateTable("invitations").set({ accepted_at: sql<Date>`now()` })
      .where("id", "=", id).execute();
    await recordEvent(tx, {
      kind: "member.joined",
      subjectId: memberId,
      data: { name: person.name, roles: invitation.roles, invitedBy: invitation.inviter },
    });
    return memberId;
  });
}

const SAID = {
  accepted: "This invitation has been used. It works once.",
  revoked: "This invitation was taken back. Ask the person who invited you.",
  expired: "This invitation has expired. Ask the person who invited you to send it again.",
};

async function refuseFormerMember(tx: OrgDb, { identityId }: Proven) {
  const member = await tx.selectFrom("members").select("deactivated_at")
    .where("identity_id", "=", identityId).executeTakeFirst();
  if (!member) return;
  throw new Refused(
    member.deactivated_at
      ? "You were a member of this organisation before. An admin can reactivate you."
      : "You are a member of this organisation already.",
  );
}
