import { sql } from "kysely";
import { daysBetween } from "../base/calendar.ts";
import type { OrgDb } from "../base/db.ts";
import { NotFound, Refused } from "../base/errors.ts";
import { recordEvent } from "../base/events.ts";
import { newId } from "../base/tokens.ts";
import { findMember, type Member } from "./members.ts";

export interface DaysOff {
  id: string;
  first_on: string;
  last_on: string;
}

const MOST = 100;
const LONGEST_DAYS = 730;

/** Those that are not over, on the organisation's day of today. */
export async function listDaysOff(tx: OrgDb, memberId: string): Promise<DaysOff[]> {
  return await tx.selectFrom("days_off").select(["id", "first_on", "last_on"])
    .where("member_id", "=", memberId).where("last_on", ">=", TODAY)
    .orderBy("last_on").orderBy("id").limit(MOST).execute();
}

const TODAY = sql<string>`(now() at time zone
  (select time_zone from orgs where id = current_org()))::date`;

/** Meanwhile no workflow gives them an account. */
export async function addDaysOff(
  tx: OrgDb,
  memberId: string,
  { first_on, last_on }: Omit<DaysOff, "id">,
): Promise<void> {
  const member = await lockActive(tx, memberId);
  await refuseUnfit(tx, memberId, first_on, last_on);
  await tx.insertInto("days_off").values({ id: newId(), member_id: memberId, first_on, last_on })
    .execute();
  const data = { name: member.name, from: first_on, until: last_on };
  await recordEvent(tx, { kind: "member.days_off_added", subjectId: memberId, data });
}

async function refuseUnfit(tx: OrgDb, memberId: string, first: string, last: string) {
  if (last < first) throw new Refused("The last day is before the first.");
  if (daysBetween(first, last) > LONGEST_DAYS) {
    throw new Refused(
      "These are more than two years. Deactivate somebody who is away for so long.",
    );
  }
  const { rows: [found] } = await sql<{ over: boolean; there: string | null; count: number }>`
    select ${last}::date < ${TODAY} as over, count(*)::integer as count,
      min(first_on) filter (where first_on <= ${last} and last_on >= ${first})::text as there
    from days_off where org_id = current_org() and member_id = ${memberId}
      and last_on >= ${TODAY}`.execute(tx);
  if (found!.over) throw new Refused("These days are over.");
  if (found!.there) throw new Refused("Some of these days are in the list already.");
  if (found!.count >= MOST) throw new Refused(`${MOST} entries are the most. Remove some first.`);
}

export async function removeDaysOff(tx: OrgDb, memberId: string, id: string): Promise<void> {
  const { name } = await findMember(tx, memberId);
  const gone = await tx.deleteFrom("days_off").where("id", "=", id)
    .where("member_id", "=", memberId).returning(["first_on", "last_on"]).executeTakeFirst();
  if (!gone) throw new NotFound("These days are not in the list any more");
  const data = { name, from: gone.first_on, until: gone.last_on };
  await recordEvent(tx, { kind: "member.days_off_removed", subjectId: memberId, data });
}

/** Of two who add at once, the second sees what the first has added. */
async function lockActive(tx: OrgDb, memberId: string): Promise<Member> {
  await tx.selectFrom("members").select("id").where("id", "=", memberId).forUpdate().execute();
  const member = await findMember(tx, memberId);
  if (member.deactivated_at) throw new Refused(`${member.name} is deactivated.`);
  return member;
}
