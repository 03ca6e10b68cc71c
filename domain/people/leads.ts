import { sql } from "kysely";
import type { OrgDb } from "../base/db.ts";
import { Refused } from "../base/errors.ts";
import { recordEvent } from "../base/events.ts";
import { findMember, type Member } from "./members.ts";

const MOST = 500;

/** Who can be somebody's lead: anybody else who is active. */
export async function possibleLeads(tx: OrgDb, memberId: string) {
  return await tx.selectFrom("members").select(["id", "name"])
    .where("id", "!=", memberId).where("deactivated_at", "is", null)
    .orderBy("name_key").limit(MOST).execute();
}

/** Whom Thread tells when this person's work is late for long; null: everybody who leads. */
export async function changeLead(
  tx: OrgDb,
  memberId: string,
  leadId: string | null,
): Promise<Member> {
  const member = await findMember(tx, memberId);
  if (member.lead_id === leadId) return member;
  const lead = leadId === null ? undefined : await findLead(tx, memberId, leadId);
  const changed = await tx.updateTable("members")
    .set({ lead_id: leadId, version: sql<number>`version + 1` })
    .where("id", "=", memberId).returningAll().executeTakeFirstOrThrow();
  await recordEvent(tx, {
    kind: "member.lead_changed",
    subjectId: memberId,
    data: { name: member.name, ...(lead && { to: lead.name, toId: lead.id }) },
  });
  return changed;
}

async function findLead(tx: OrgDb, memberId: string, leadId: string): Promise<Member> {
  const lead = await tx.selectFrom("members").selectAll().where("id", "=", leadId)
    .executeTakeFirst();
  if (!lead || leadId === memberId) throw new Refused("Choose from the people shown.");
  if (lead.deactivated_at) throw new Refused(`${lead.name} is deactivated.`);
  return lead;
}
