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
  const { count } = await tx.selectFrom("holidays")
    .select(sql<number>`count(*)`.as("count")).executeTakeFirstOrThrow();
  if (count >= MOST) throw new Refused(`${MOST} holidays are the most; remove past ones first`);
  const { numInsertedOrUpdatedRows } = await tx.insertInto("holidays").values(holiday)
    .onConflict((conflict) => conflict.doNothing()).executeTakeFirst();
  if (numInsertedOrUpdatedRows === 0n) {
    throw new Refused("That day is in the list already. Remove it first to rename it.");
  }
  await recordEvent(tx, { kind: "holiday.added", subjectId: orgId, data: { ...holiday } });
}

export async function removeHoliday(tx: OrgDb, orgId: string, day: string): Promise<Holiday> {
  const gone = await tx.deleteFrom("holidays")
    .where("org_id", "=", currentOrg).where("day", "=", day)
    .returning(["day", "name"]).executeTakeFirst();
  if (!gone) throw new NotFound("This holiday is no longer in the list");
  await recordEvent(tx, { kind: "holiday.removed", subjectId: orgId, data: { ...gone } });
  return gone;
}
