import { sql } from "kysely";
import type { OrgDb } from "../base/db.ts";
import { Refused } from "../base/errors.ts";
import { recordEvent } from "../base/events.ts";
import type { Role } from "../base/schema.ts";
import { findMember, type Member } from "./members.ts";
import { staleError } from "./versions.ts";

export async function changeRoles(
  tx: OrgDb,
  id: string,
  version: number,
  roles: Role[],
): Promise<Member> {
  const { member, admins } = await lockMember(tx, id);
  if (member.deactivated_at) {
    throw new Refused(`${member.name} is deactivated. Reactivate them before changing roles.`);
  }
  await refuseStale(tx, member, version);
  if (!roles.includes("admin")) {
    refuseLastAdmin(member, admins, `Make somebody else an admin before ${member.name} stops`);
  }
  const changed = await update(tx, id, { roles });
  await recordEvent(tx, {
    kind: "member.roles_changed",
    subjectId: id,
    data: { name: member.name, changes: { roles: [member.roles, roles] } },
  });
  return changed;
}

/** Ends the member's sessions in this organisation with the same commit. */
export async function deactivateMember(tx: OrgDb, id: string, version: number): Promise<Member> {
  const { member, admins } = await lockMember(tx, id);
  if (member.deactivated_at) throw new Refused(`${member.name} is already deactivated.`);
  await refuseStale(tx, member, version);
  refuseLastAdmin(member, admins, `Make somebody else an admin before you deactivate them`);
  const changed = await update(tx, id, { deactivated_at: sql<Date>`now()` });
  await sql`select end_member_sessions(${id})`.execute(tx);
  await recordEvent(tx, {
    kind: "member.deactivated",
    subjectId: id,
    data: { name: member.name },
  });
  return changed;
}

export async function reactivateMember(tx: OrgDb, id: string, version: number): Promise<Member> {
  const { member } = await lockMember(tx, id);
  if (!member.deactivated_at) throw new Refused(`${member.name} is already active.`);
  await refuseStale(tx, member, version);
  const changed = await update(tx, id, { deactivated_at: null });
  await recordEvent(tx, { kind: "member.reactivated", subjectId: id, data: { name: member.name } });
  return changed;
}

/**
 * Locks all admins in one order before anything is decided, so that two admins who take each
 * other's role at once decide one after the other, and the second sees what the first did.
 */
async function lockMember(tx: OrgDb, id: string): Promise<{ member: Member; admins: string[] }> {
  const admins = await tx.selectFrom("members").select("id")
    .where(sql<boolean>`roles @> array['admin']`)
    .where("deactivated_at", "is", null)
    .orderBy("id")
    .forUpdate()
    .execute();
  await tx.selectFrom("members").select("id").where("id", "=", id).forUpdate().execute();
  return { member: await findMember(tx, id), admins: admins.map((admin) => admin.id) };
}

function refuseLastAdmin(member: Member, admins: string[], instead: string) {
  if (admins.length === 1 && admins[0] === member.id) {
    throw new Refused(`${member.name} is the only admin. ${instead}.`);
  }
}

async function refuseStale(tx: OrgDb, member: Member, version: number) {
  if (member.version !== version) throw await staleError(tx, member.name, member.id);
}

async function update(tx: OrgDb, id: string, change: Record<string, unknown>): Promise<Member> {
  return await tx.updateTable("members").set({ ...change, version: sql`version + 1` })
    .where("id", "=", id).returningAll().executeTakeFirstOrThrow();
}
