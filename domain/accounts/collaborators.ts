import type { OrgDb } from "../base/db.ts";
import { NotFound, Refused } from "../base/errors.ts";
import { lockAccount, recordAccount } from "./accounts.ts";

export interface Collaborator {
  id: string;
  name: string;
  job_title: string;
}

const MOST = 50;

export async function listCollaborators(tx: OrgDb, accountId: string): Promise<Collaborator[]> {
  return await tx.selectFrom("collaborators as c")
    .innerJoin("members as m", "m.id", "c.member_id")
    .select(["m.id", "m.name", "m.job_title"])
    .where("c.account_id", "=", accountId)
    .orderBy("m.name_key")
    .execute();
}

export async function addCollaborator(tx: OrgDb, accountId: string, memberId: string) {
  await lockAccount(tx, accountId);
  const member = await tx.selectFrom("members").selectAll().where("id", "=", memberId)
    .executeTakeFirst();
  if (!member) throw new NotFound();
  if (member.deactivated_at) throw new Refused(`${member.name} is deactivated.`);
  const there = await listCollaborators(tx, accountId);
  if (there.some(({ id }) => id === memberId)) {
    throw new Refused(`${member.name} is a collaborator already.`);
  }
  if (there.length >= MOST) throw new Refused(`An account has at most ${MOST} collaborators.`);
  await tx.insertInto("collaborators").values({ account_id: accountId, member_id: memberId })
    .execute();
  await recordAccount(tx, accountId, "account.collaborator_added", { memberId, name: member.name });
  return member;
}

export async function removeCollaborator(tx: OrgDb, accountId: string, memberId: string) {
  const there = await listCollaborators(tx, accountId);
  const member = there.find(({ id }) => id === memberId);
  if (!member) throw new NotFound();
  await tx.deleteFrom("collaborators")
    .where("account_id", "=", accountId).where("member_id", "=", memberId).execute();
  await recordAccount(tx, accountId, "account.collaborator_removed", {
    memberId,
    name: member.name,
  });
  return member;
}
