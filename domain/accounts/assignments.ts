import { sql } from "kysely";
import { type OrgDb, sendAlong } from "../base/db.ts";
import { Refused } from "../base/errors.ts";
import { recordEvents } from "../base/events.ts";
import type { Role } from "../base/schema.ts";
import type { Member } from "../people/members.ts";
import { type Account, lockAccount, recordAccount, updateAccount } from "./accounts.ts";

export type Assigned = "csm" | "ae";

/** Who can be chosen. An account has one CSM, who owns it, and one account executive. */
const ROLES: Record<Assigned, Role[]> = { csm: ["csm", "ops", "admin"], ae: ["ae", "admin"] };
const MOST_OPTIONS = 500;

export interface Assignment {
  account: Account;
  /** Absent where the field was empty before, or is empty now. */
  before?: Member;
  after?: Member;
}

export async function assignable(tx: OrgDb, assigned: Assigned) {
  return await tx.selectFrom("members").select(["id", "name", "email"])
    .where(sql<boolean>`roles && ${ROLES[assigned]}::text[]`)
    .where("deactivated_at", "is", null)
    .orderBy("name_key")
    .limit(MOST_OPTIONS)
    .execute();
}

export async function mayBeAssigned(tx: OrgDb, assigned: Assigned, memberId: string) {
  const member = await tx.selectFrom("members").select("id").where("id", "=", memberId)
    .where(sql<boolean>`roles && ${ROLES[assigned]}::text[]`)
    .where("deactivated_at", "is", null).executeTakeFirst();
  return member !== undefined;
}

/** The answer says who to inform; a transfer has both a member before and a member after. */
export async function assign(
  tx: OrgDb,
  id: string,
  assigned: Assigned,
  memberId: string | null,
  version?: number,
  origin: Record<string, unknown> = {},
): Promise<Assignment> {
  const account = await lockAccount(tx, id, version);
  const column = `${assigned}_id` as const;
  if (account[column] === memberId) return { account };
  if (account.archived_at) throw archivedError(account);
  const after = memberId === null ? undefined : await findAssignable(tx, assigned, memberId);
  const before = account[column] === null
    ? undefined
    : await tx.selectFrom("members").selectAll().where("id", "=", account[column])
      .executeTakeFirst();
  const changed = await updateAccount(tx, id, { [column]: memberId });
  await tellAssigned(tx, account, assigned, { before, after }, origin);
  return { account: changed, before, after };
}

/** Of an account that is locked and has nobody yet, to somebody who was found fit. */
export async function assignFirst(
  tx: OrgDb,
  account: Account,
  assigned: Assigned,
  after: Named,
): Promise<void> {
  if (account.archived_at) throw archivedError(account);
  sendAlong(
    tx,
    sql`update accounts set ${sql.ref(`${assigned}_id`)} = ${after.id}, version = version + 1
      where org_id = current_org() and id = ${account.id}`,
  );
  await tellAssigned(tx, account, assigned, { after });
}

type Named = Pick<Member, "id" | "name">;

async function tellAssigned(
  tx: OrgDb,
  { id, name }: Account,
  assigned: Assigned,
  { before, after }: { before?: Named; after?: Named },
  origin: Record<string, unknown> = {},
) {
  const how = !after ? "removed" : before ? "transferred" : "assigned";
  await recordAccount(tx, id, `account.${assigned}_${how}`, {
    name,
    ...(before && { from: before.name, fromId: before.id }),
    ...(after && { to: after.name, toId: after.id }),
    ...origin,
  });
}

const archivedError = ({ name }: Account) =>
  new Refused(`${name} is archived. Restore it before assigning it.`);

/** Gives the CSM of many accounts to one person, or takes it from whoever has it. */
export async function assignAll(tx: OrgDb, ids: string[], memberId: string | null): Promise<void> {
  const after = memberId === null ? undefined : await findAssignable(tx, "csm", memberId);
  const { rows } = await sql<
    { id: string; name: string; from: string | null; fromId: string | null }
  >`
    with were as (
      select a.id, m.id as from_id, m.name as from_name
      from accounts a left join members m on m.org_id = a.org_id and m.id = a.csm_id
      where a.id = any(${ids}::uuid[]) and a.archived_at is null
        and a.csm_id is distinct from ${memberId}::uuid
    )
    update accounts a set csm_id = ${memberId}, version = a.version + 1
    from were where a.id = were.id
    returning a.id, a.name, from_name as "from", from_id as "fromId"`.execute(tx);
  await recordEvents(
    tx,
    rows.map(({ id, name, from, fromId }) => ({
      kind: `account.csm_${!after ? "removed" : fromId ? "transferred" : "assigned"}`,
      subjectId: id,
      accountId: id,
      data: {
        name,
        ...(fromId && { from, fromId }),
        ...(after && { to: after.name, toId: after.id }),
      },
    })),
  );
}

async function findAssignable(tx: OrgDb, assigned: Assigned, id: string): Promise<Member> {
  const member = await tx.selectFrom("members").selectAll().where("id", "=", id)
    .executeTakeFirst();
  if (!member) throw new Refused("Choose from the people shown.");
  if (member.deactivated_at) throw new Refused(`${member.name} is deactivated.`);
  if (!member.roles.some((role) => ROLES[assigned].includes(role))) {
    const needed = assigned === "csm" ? "a CSM" : "an account executive";
    throw new Refused(`${member.name} is not ${needed}.`);
  }
  return member;
}
