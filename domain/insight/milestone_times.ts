import { sql } from "kysely";
import type { OrgDb } from "../base/db.ts";
import { IS_RUNNING } from "./conditions.ts";
import { NOBODY } from "./numbers.ts";
import { countedIn, dayOf, type Scope, within } from "./scope.ts";

/** One milestone of a template, over all accounts that follow it. */
export interface MilestoneTimes {
  name: string;
  planned: number | null;
  done: number;
  medianDays: number | null;
  p90Days: number | null;
  /** Of those, the ones that took longer than the template gives them. */
  over: number;
  /** Where running accounts stand in it now. */
  inIt: number;
  withUs: number;
  withCustomer: number;
  blocked: number;
}

/** The template that is asked for, or the one that most accounts run through. */
export async function templateToShow(tx: OrgDb, scope: Scope) {
  const asked = scope.template && scope.template !== NOBODY ? scope.template : undefined;
  const { rows: [found] } = asked
    ? await sql<{ id: string; name: string }>`
      select id, name from templates where id = ${asked}::uuid`.execute(tx)
    : await sql<{ id: string; name: string }>`
      select t.id, t.name from account_counts c join templates t on t.id = c.template_id
      where c.org_id = current_org() and c.grain in ('new', 'template')
      group by t.id, t.name having sum(c.accounts) > 0
      order by sum(c.accounts) filter (where c.health <> 'not_started') desc nulls last, t.name
      limit 1`.execute(tx);
  return found;
}

/** In the order in which the template has them; milestones of one name are one. */
export async function timesOfMilestones(tx: OrgDb, scope: Scope): Promise<MilestoneTimes[]> {
  const days = sql`(${dayOf(sql`m.finished_at`, scope)} - ${dayOf(sql`m.started_at`, scope)})`;
  const isDone = sql`(m.state = 'done' and ${within(sql`m.finished_at`, scope.period, scope)})`;
  const isNow = sql`(m.state = 'active' and ${IS_RUNNING} and p.finished_at is null)`;
  const { rows } = await sql<MilestoneTimes>`
    select m.name, (mode() within group (order by m.duration_days))::int as planned,
      (count(*) filter (where ${isDone}))::int as done,
      percentile_cont(0.5) within group (order by ${days}) filter (where ${isDone}) as "medianDays",
      percentile_cont(0.9) within group (order by ${days}) filter (where ${isDone}) as "p90Days",
      (count(*) filter (where ${isDone} and ${days} > m.duration_days))::int as over,
      (count(*) filter (where ${isNow}))::int as "inIt",
      (count(*) filter (where ${isNow} and f.health in ('on_track', 'at_risk')))::int as "withUs",
      (count(*) filter (where ${isNow} and f.health = 'waiting'))::int as "withCustomer",
      (count(*) filter (where ${isNow} and f.health = 'blocked'))::int as blocked
    from account_facts f
    join plans p on p.org_id = f.org_id and p.account_id = f.account_id and p.ended_at is null
    join milestones m on m.org_id = p.org_id and m.plan_id = p.id
    where ${countedIn(scope)}
    group by m.name
    having count(*) filter (where ${isDone} or ${isNow}) > 0
    order by avg(m.position), m.name`.execute(tx);
  return rows;
}
