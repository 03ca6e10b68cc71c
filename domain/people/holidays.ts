import type { OrgDb } from "../base/db.ts";
import { NotFound, Refused } from "../base/errors.ts";
import { recordEvent } from "../base/events.ts";
import { currentOrg } from "./orgs.ts";
import { sql } from "kysely";

export interface Holiday {
  day: string;
  name: string;
}

/** More would be a mistake: forty years of public holidays. */
const MOST = 500;

export async function listHolidays(tx: OrgDb): Promise<Holiday[]> {
  return await tx.selectFrom("holidays").select(["day", "name"])
    .where("org_id", "=", currentOrg).orderBy("day").execute();
}

export async function addHoliday(tx: OrgDb, orgId: string, holiday: Holiday): Promise<void> {
  const { day, name } = holiday;
  const { numAffectedRows } = await sql`
    insert into holidays (day, name) select ${day}::date, ${name}
    where (select count(*) from holidays where org_id = current_org()) < ${MOST}
    on conflict do nothing`.execute(tx);
  if (numAffectedRows === 0n) throw await whyNotAdded(tx, day);
  await recordEvent(tx, { kind: "holiday.added", subjectId: orgId, data: { ...holiday } });
}

async function whyNotAdded(tx: OrgDb, day: string): Promise<Refused> {
  const there = await tx.selectFrom("holidays").select("day")
    .where("org_id", "=", currentOrg).where("day", "=", day).executeTakeFirst();
  return new Refused(
    there
      ? "That day is in the list already. Remove it first to rename it."
      : `${MOST} holidays are the most; remove past ones first`,
  );
}

export async function removeHoliday(tx: OrgDb, orgId: string, day: string): Promise<Holiday> {
  const gone = await tx.deleteFrom("holidays")
    .where("org_id", "=", currentOrg).where("day", "=", day)
    .returning(["day", "name"]).executeTakeFirst();
  if (!gone) throw new NotFound("This holiday is no longer in the list");
  await recordEvent(tx, { kind: "holiday.removed", subjectId: orgId, data: { ...gone } });
  return gone;
}
