import { sql } from "kysely";
import { type Day, dayIn, workingDaysBetween } from "../base/calendar.ts";
import type { OrgDb } from "../base/db.ts";
import { recordEvents } from "../base/events.ts";
import { type HouseWeek, readHouseWeek } from "../messages/notification_preferences.ts";
import { findPolicy } from "./notification_policies.ts";

const MOST = 1000;
const MOST_LEADS = 20;

/** Tells leads of what has been late for long, once for each cause. */
export async function escalate(tx: OrgDb): Promise<void> {
  const [policy, week] = await Promise.all([findPolicy(tx), readHouseWeek(tx)]);
  const { overdue_days, review_days } = policy;
  const found = [
    ...overdue_days === null ? [] : await lateActions(tx, week, overdue_days),
    ...review_days === null ? [] : await waitingDrafts(tx, week, review_days),
  ];
  if (found.length === 0) return;
  const leads = await leadsOf(tx, found);
  const causes = found.filter((one) => (leads.get(one.owner_id)?.length ?? 0) > 0);
  const told = await writeDown(tx, causes);
  await recordEvents(
    tx,
    told.map((one) => ({
      kind: one.cause === "overdue" ? "action.escalated" : "draft.escalated",
      subjectId: one.action_id,
      accountId: one.account_id,
      data: {
        label: one.label,
        days: one.days,
        to: leads.get(one.owner_id)!.map(({ name }) => name).join(", "),
        leadIds: leads.get(one.owner_id)!.map(({ id }) => id),
      },
    })),
  );
}

interface Candidate {
  cause: "overdue" | "review";
  cause_id: string;
  action_id: string;
  account_id: string;
  label: string;
  /** Whose work it is; nobody's where the account has no CSM. */
  owner_id: string | null;
  /** Since when it is late, or waits. */
  since: Day;
}

interface Cause extends Candidate {
  days: number;
}

/** Only those that can have become so lately are read: what is older was told, or never is. */
async function lateActions(tx: OrgDb, week: HouseWeek, days: number): Promise<Cause[]> {
  const today = dayIn(week.zone, week.now);
  const { rows } = await sql<Candidate>`
    select 'overdue' as cause, x.id as cause_id, x.id as action_id, x.account_id, x.label,
      case when x.owner = 'ae' then coalesce(a.ae_id, a.csm_id) else a.csm_id end as owner_id,
      x.deadline_on as since
    from actions x join accounts a on a.org_id = x.org_id and a.id = x.account_id
    where x.org_id = current_org() and x.overdue_at is not null and not x.held
      and x.state in ('due', 'draft_ready', 'approved', 'executed', 'failed')
      and x.deadline_on between ${today}::date - ${reach(days)}::integer
        and ${today}::date - ${days}::integer
      and a.archived_at is null and not a.test and x.dashboard_visible
      and not exists (
        select from escalations e
        where e.org_id = x.org_id and e.cause = 'overdue' and e.cause_id = x.id
      )
    order by x.deadline_on, x.id limit ${MOST}`.execute(tx);
  return longEnough(rows, today, week, days);
}

async function waitingDrafts(tx: OrgDb, week: HouseWeek, days: number): Promise<Cause[]> {
  const { rows } = await sql<Candidate>`
    select 'review' as cause, d.id as cause_id, x.id as action_id, x.account_id, x.label,
      a.csm_id as owner_id, (d.created_at at time zone ${week.zone})::date as since
    from actions x
    join drafts d on d.org_id = x.org_id and d.action_id = x.id and d.state = 'ready'
    join accounts a on a.org_id = x.org_id and a.id = x.account_id
    where x.org_id = current_org() and x.state = 'draft_ready' and not x.held
      and d.created_at between now() - make_interval(days => ${reach(days)})
        and now() - make_interval(days => ${days})
      and a.archived_at is null and not a.test
      and not exists (
        select from escalations e
        where e.org_id = x.org_id and e.cause = 'review' and e.cause_id = d.id
      )
    order by x.due_at, x.id limit ${MOST}`.execute(tx);
  return longEnough(rows, dayIn(week.zone, week.now), week, days);
}

function longEnough(rows: Candidate[], today: Day, week: HouseWeek, days: number): Cause[] {
  return rows.map((row) => ({ ...row, days: workingDaysBetween(row.since, today, week) }))
    .filter((row) => row.days >= days);
}

/** Weekends and holidays lie between. */
const reach = (days: number) => 2 * days + 30;

interface Lead {
  id: string;
  name: string;
}

/** By owner: the lead who is named for them, else everybody with the role; never they themselves. */
async function leadsOf(tx: OrgDb, found: Candidate[]): Promise<Map<string | null, Lead[]>> {
  const owners = [...new Set(found.map(({ owner_id }) => owner_id))];
  const [named, leaders] = await Promise.all([
    tx.selectFrom("members as m").innerJoin("members as l", "l.id", "m.lead_id")
      .select(["m.id as owner", "l.id", "l.name"])
      .where("m.id", "=", sql<string>`any(${owners.filter((id) => id !== null)}::uuid[])`)
      .where("l.deactivated_at", "is", null).execute(),
    tx.selectFrom("members").select(["id", "name"])
      .where(sql<boolean>`roles @> '{leader}'`).where("deactivated_at", "is", null)
      .orderBy("name_key").limit(MOST_LEADS).execute(),
  ]);
  return new Map(owners.map((owner) => {
    const lead = named.find((one) => one.owner === owner);
    return [owner, lead ? [lead] : leaders.filter(({ id }) => id !== owner)];
  }));
}

async function writeDown(tx: OrgDb, causes: Cause[]): Promise<Cause[]> {
  if (causes.length === 0) return [];
  const rows = causes.map(({ cause, cause_id, account_id }) => ({ cause, cause_id, account_id }));
  const written = await tx.insertInto("escalations").values(rows)
    .onConflict((conflict) => conflict.doNothing()).returning(["cause", "cause_id"]).execute();
  const ids = new Set(written.map(({ cause, cause_id }) => `${cause} ${cause_id}`));
  return causes.filter(({ cause, cause_id }) => ids.has(`${cause} ${cause_id}`));
}
