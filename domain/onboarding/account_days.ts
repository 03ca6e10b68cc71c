import { sql } from "kysely";
import { lockAccount, recordAccount, updateAccount } from "../accounts/accounts.ts";
import type { Day } from "../base/calendar.ts";
import type { OrgDb } from "../base/db.ts";
import { NotFound, Refused } from "../base/errors.ts";
import { currentOrg } from "../people/orgs.ts";
import { setDeadlines } from "./milestone_starts.ts";
import { refreshPlans } from "./projections.ts";

export interface AccountDay {
  day: Day;
  name: string;
}

const MOST = 500;

/** Days on which the customer does not work, beside the organisation's own. */
export async function listAccountDays(tx: OrgDb, accountId: string): Promise<AccountDay[]> {
  return await tx.selectFrom("account_holidays").select(["day", "name"])
    .where("account_id", "=", accountId).orderBy("day").execute();
}

/** When nobody works on this account, by name, and on which days of the week somebody does. */
export async function namedDaysOf(tx: OrgDb, accountId: string) {
  const [{ working_days }, house, own] = await Promise.all([
    tx.selectFrom("orgs").select("working_days").where("id", "=", currentOrg)
      .executeTakeFirstOrThrow(),
    tx.selectFrom("holidays").select(["day", "name"]).where("org_id", "=", currentOrg).execute(),
    listAccountDays(tx, accountId),
  ]);
  return {
    workingDays: working_days,
    holidays: new Map([...house, ...own].map(({ day, name }) => [day, name])),
  };
}

export async function addAccountDay(
  tx: OrgDb,
  accountId: string,
  { day, name }: AccountDay,
): Promise<void> {
  await refuseArchived(tx, accountId);
  const { count } = await tx.selectFrom("account_holidays")
    .select(sql<number>`count(*)::int`.as("count")).where("account_id", "=", accountId)
    .executeTakeFirstOrThrow();
  if (count >= MOST) throw new Refused(`${MOST} holidays are the most; remove past ones first.`);
  const { numInsertedOrUpdatedRows } = await tx.insertInto("account_holidays")
    .values({ account_id: accountId, day, name })
    .onConflict((conflict) => conflict.doNothing()).executeTakeFirst();
  if (numInsertedOrUpdatedRows === 0n) {
    throw new Refused("That day is in the list already. Remove it first to rename it.");
  }
  await recordAccount(tx, accountId, "account.holiday_added", { day, name });
  await countAnew(tx, accountId);
}

export async function removeAccountDay(
  tx: OrgDb,
  accountId: string,
  day: Day,
): Promise<AccountDay> {
  await refuseArchived(tx, accountId);
  const gone = await tx.deleteFrom("account_holidays")
    .where("account_id", "=", accountId).where("day", "=", day)
    .returning(["day", "name"]).executeTakeFirst();
  if (!gone) throw new NotFound("This holiday is no longer in the list");
  await recordAccount(tx, accountId, "account.holiday_removed", { ...gone });
  await countAnew(tx, accountId);
  return gone;
}

/** Null: where the organisation is. */
export async function moveAccountTo(
  tx: OrgDb,
  accountId: string,
  version: number,
  zone: string | null,
): Promise<void> {
  const before = await lockAccount(tx, accountId, version);
  if (before.archived_at) throw new Refused(`${before.name} is archived. Restore it first.`);
  if (before.time_zone === zone) return;
  await updateAccount(tx, accountId, { time_zone: zone });
  await recordAccount(tx, accountId, "account.time_zone_changed", {
    name: before.name,
    changes: { time_zone: [before.time_zone, zone] },
  });
  await countAnew(tx, accountId);
}

async function refuseArchived(tx: OrgDb, accountId: string) {
  const { name, archived_at } = await lockAccount(tx, accountId);
  if (archived_at) throw new Refused(`${name} is archived. Restore it first.`);
}

/** The deadlines of what is still open, and the ends of the milestones, by the days of now. */
async function countAnew(tx: OrgDb, accountId: string) {
  const open = await tx.selectFrom("actions as a").innerJoin("plans as p", "p.id", "a.plan_id")
    .select(["a.id", "a.account_id", "a.due_at", "a.due_days"])
    .where("p.account_id", "=", accountId).where("p.ended_at", "is", null)
    .where("a.due_days", "is not", null).where("a.due_at", "is not", null)
    .where("a.finished_at", "is", null).execute();
  await setDeadlines(tx, open.map((action) => ({ ...action, due_at: action.due_at! })));
  await refreshPlans(tx, [accountId]);
}
