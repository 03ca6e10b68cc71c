import { sql } from "kysely";
import { addDays, addWorkingDays, type Day, dayIn } from "../base/calendar.ts";
import { type OrgDb, sendAlong, type SystemDb } from "../base/db.ts";
import type { MilestoneState } from "../base/schema.ts";
import { type AccountCalendar, type AccountCalendars, calendarsOf } from "./account_calendars.ts";
import { refreshAccounts } from "./account_rollups.ts";

export interface Phase {
  id: string;
  state: MilestoneState;
  duration_days: number;
  started_at: Date | null;
  finished_at: Date | null;
}

export interface Projection {
  /** When each milestone ends, or has ended. A skipped one has no end. */
  ends: Map<string, Day>;
  goLive: Day | null;
}

/**
 * When a plan will be through: each milestone runs its days from the end of the one before, to the
 * next working day. What should have ended ends today at the earliest. A plan that has not begun
 * has no dates.
 */
export function project(phases: Phase[], now: Date, calendar: AccountCalendar): Projection {
  const ends = new Map<string, Day>();
  const begun = phases.some(({ state }) => state !== "not_started");
  if (!begun) return { ends, goLive: null };
  const today = dayIn(calendar.zone, now);
  const working = (day: Day) => addWorkingDays(day, 0, calendar);
  let last: Day | null = null;
  for (const phase of phases) {
    const end = endOf(phase);
    if (end === null) continue;
    ends.set(phase.id, end);
    last = latest(last, end);
  }
  return { ends, goLive: last };

  function endOf({ state, duration_days, started_at, finished_at }: Phase): Day | null {
    switch (state) {
      case "skipped":
        return null;
      case "done":
        return dayIn(calendar.zone, finished_at ?? now);
      case "active": {
        const began = dayIn(calendar.zone, started_at ?? now);
        return working(latest(today, addDays(began, duration_days)));
      }
      case "not_started":
        return working(addDays(latest(last, today), duration_days));
    }
  }
}

/** For the clock: those that have planned anything, one look each. */
export async function orgsWithActions(tx: SystemDb): Promise<string[]> {
  const { rows } = await sql<{ org_id: string }>`
    with recursive found as (
      (select org_id from actions order by org_id limit 1)
      union all
      select next.org_id from found cross join lateral (
        select org_id from actions where org_id > found.org_id order by org_id limit 1
      ) next
    )
    select org_id from found`.execute(tx);
  return rows.map(({ org_id }) => org_id);
}

/** A page of the plans that run; answers where the next page begins, if there is one. */
export async function projectRunning(
  tx: OrgDb,
  limit: number,
  after?: string,
): Promise<string | undefined> {
  const plans = await tx.selectFrom("plans as p").innerJoin("accounts as a", "a.id", "p.account_id")
    .select(["p.account_id"])
    .where("p.ended_at", "is", null).where("p.finished_at", "is", null)
    .where("p.planned_on", "is not", null).where("a.archived_at", "is", null)
    .$if(after !== undefined, (q) => q.where("p.account_id", ">", after!))
    .orderBy("p.account_id").limit(limit).execute();
  await refreshPlans(tx, plans.map(({ account_id }) => account_id));
  return plans.length === limit ? plans.at(-1)!.account_id : undefined;
}

/** Writes what has moved, for the current plan of each account, then what the accounts say of it. */
export async function refreshPlans(
  tx: OrgDb,
  accountIds: string[],
  calendars?: AccountCalendars,
): Promise<void> {
  await refreshProjections(tx, accountIds, calendars);
  await refreshAccounts(tx, accountIds);
}

async function refreshProjections(
  tx: OrgDb,
  accountIds: string[],
  calendars?: AccountCalendars,
): Promise<void> {
  const [phases, { now, of }] = await Promise.all([
    phasesOf(tx, accountIds),
    calendars ?? calendarsOf(tx, accountIds),
  ]);
  const milestones: { id: string; on: Day | null; plan: boolean }[] = [];
  const plans: { id: string; on: Day | null }[] = [];
  for (const [planId, own] of Map.groupBy(phases, ({ plan_id }) => plan_id)) {
    const [{ account_id, plan_planned_on, plan_projected_on }] = own as [PhaseRow];
    const { ends, goLive } = project(own, now, of(account_id));
    const first = plan_planned_on === null && goLive !== null;
    for (const { id, projected_on } of own) {
      const on = ends.get(id) ?? null;
      if (first || on !== projected_on) milestones.push({ id, on, plan: first });
    }
    if (first || goLive !== plan_projected_on) plans.push({ id: planId, on: goLive });
  }
  if (plans.length + milestones.length > 0) writeProjections(tx, milestones, plans);
}

/** As it was planned is kept once: when the plan began. */
function writeProjections(
  tx: OrgDb,
  milestones: { id: string; on: Day | null; plan: boolean }[],
  plans: { id: string; on: Day | null }[],
) {
  sendAlong(
    tx,
    sql`update milestones m set projected_on = d."on",
        planned_on = case when d.plan then d."on" else m.planned_on end
      from jsonb_to_recordset(${milestones}::jsonb) as d(id uuid, "on" date, plan boolean)
      where m.id = d.id`,
  );
  sendAlong(
    tx,
    sql`update plans p set projected_on = d."on", planned_on = coalesce(p.planned_on, d."on")
      from jsonb_to_recordset(${plans}::jsonb) as d(id uuid, "on" date) where p.id = d.id`,
  );
}

type PhaseRow = Awaited<ReturnType<typeof phasesOf>>[number];

async function phasesOf(tx: OrgDb, accountIds: string[]) {
  return await tx.selectFrom("plans as p").innerJoin("milestones as m", "m.plan_id", "p.id")
    .where("p.account_id", "=", sql<string>`any(${accountIds}::uuid[])`)
    .where("p.ended_at", "is", null)
    .select([
      "m.id",
      "m.plan_id",
      "m.account_id",
      "m.state",
      "m.duration_days",
      "m.started_at",
      "m.finished_at",
      "m.projected_on",
      "p.planned_on as plan_planned_on",
      "p.projected_on as plan_projected_on",
    ])
    .orderBy("m.plan_id").orderBy("m.position").orderBy("m.id").execute();
}

function latest(a: Day | null, b: Day): Day {
  return a !== null && a > b ? a : b;
}
