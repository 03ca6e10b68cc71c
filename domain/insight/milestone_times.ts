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
  const { rows } = await sql<MilestoneTimes>`
    with passed as materialized (
      select m.name, m.position, m.duration_days, f.health,
        m.state = 'done' and ${within(sql`m.finished_at`, scope.period, scope)} as is_done,
        m.state = 'active' and ${IS_RUNNING} and p.finished_at is null as is_now,
        ${dayOf(sql`m.finished_at`, scope)} - ${dayOf(sql`m.started_at`, scope)} as days
      from account_facts f
      join plans p on p.org_id = f.org_id and p.account_id = f.account_id and p.ended_at is null
      join milestones m on m.org_id = p.org_id and m.plan_id = p.id
      where ${countedIn(scope)} and m.state in ('done', 'active')
    ), summed as (
      select name, avg(position) as place,
        (mode() within group (order by duration_days))::int as planned,
        (count(*) filter (where is_done))::int as done,
        percentile_cont(array[0.5, 0.9]::float8[]) within group (order by days) filter (where is_done) as days,
        (count(*) filter (where is_done and days > duration_days))::int as over,
        (count(*) filter (where is_now))::int as "inIt",
        (count(*) filter (where is_now and health in ('on_track', 'at_risk')))::int as "withUs",
        (count(*) filter (where is_now and health = 'waiting'))::int as "withCustomer",
        (count(*) filter (where is_now and health = 'blocked'))::int as blocked
      from passed where is_done or is_now group by name
    )
    select *, days[1] as "medianDays", days[2] as "p90Days" from summed order by place, name`
    .execute(tx);
  return rows;
}
