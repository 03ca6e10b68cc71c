import { sql } from "kysely";
import type { Day } from "../base/calendar.ts";
import type { OrgDb } from "../base/db.ts";
import type { ActionType } from "./action_types.ts";
import { type AccountCalendars, deadlineOf } from "./account_calendars.ts";
import { ACTOR } from "./action_endings.ts";
import { OPENS } from "./due_actions.ts";
import { project } from "./projections.ts";

/** Of a published revision, what the dates of a plan follow from. */
export interface Course {
  durations: number[];
  /** Of the first milestone's actions, each delay in hours and days to the deadline there is. */
  limits: { delay: number; days: number }[];
}

export interface Copied {
  plans: { id: string; accountId: string }[];
  begun: { id: string; accountId: string; name: string }[];
  /** What follows the beginning: due now, or after its delay. */
  actions: CopiedAction[];
}

export interface CopiedAction {
  id: string;
  accountId: string;
  label: string;
  type: ActionType;
  state: "waiting" | "due";
  dueAt: string;
  opens: boolean;
}

/** Columns to select of the revision `r`. */
export const COURSE = sql<Course>`(
  select jsonb_build_object(
    'durations', coalesce(jsonb_agg((m -> 'duration_days')::int order by at), '[]'),
    'limits', (
      select coalesce(jsonb_agg(distinct jsonb_build_object(
        'delay', coalesce(a -> 'trigger' -> 'delay_hours', '0'), 'days', a -> 'due_days')), '[]')
      from jsonb_array_elements(r.content -> 'milestones' -> 0 -> 'actions') a
      where a ->> 'due_days' is not null and a -> 'trigger' ->> 'kind' = 'milestone_start'))
  from jsonb_array_elements(r.content -> 'milestones') with ordinality as listed(m, at))`;

/**
 * The database copies the snapshot by itself, so a plan of a thousand actions is one statement. What
 * begins at once is written as begun, with its dates, and touched no second time.
 */
export async function copyRevision(
  tx: OrgDb,
  templateId: string,
  accounts: Dates[],
  startFirst: boolean,
): Promise<Copied> {
  const { rows: [copied] } = await sql<Copied>`
    with revision as materialized (
      select t.id as template_id, r.id, r.number, r.name, r.content
      from templates t join template_revisions r on r.id = t.published_revision_id
      where t.id = ${templateId}
    ), wanted as materialized (
      select * from jsonb_to_recordset(${accounts}::jsonb)
        as w(account_id uuid, go_live date, ends jsonb, deadlines jsonb)
    ), made as (
      insert into plans (id, account_id, template_id, revision_id, revision_number,
        template_name, applied_by, planned_on, projected_on)
      select new_id(), account_id, template_id, id, number, name, ${ACTOR}, go_live, go_live
      from wanted, revision
      returning id, account_id
    ), listed as materialized (
      select m, at, at = 1 and ${startFirst} as begins
      from revision, jsonb_array_elements(content -> 'milestones')
        with ordinality as listed(m, at)
    ), phases as (
      insert into milestones (id, plan_id, account_id, key, position, name, duration_days,
        our_text, your_text, state, started_at, planned_on, projected_on)
      select new_id(), made.id, account_id, m ->> 'id', at, m ->> 'name',
        (m ->> 'duration_days')::int, m ->> 'our_text', m ->> 'your_text',
        case when begins then 'active' else 'not_started' end, case when begins then now() end,
        (ends ->> (at - 1)::int)::date, (ends ->> (at - 1)::int)::date
      from made join wanted using (account_id), listed
      returning id, plan_id, account_id, key, name, state
    ), filled as (
      insert into actions (id, plan_id, account_id, milestone_id, key, position, type, label,
        trigger, delay_hours, owner, due_days, dashboard_visible, portal_visible, blocker,
        send_without_review, content, state, due_at, opened_at, deadline_on, deadline_at)
      select new_id(), plan_id, account_id, id, key, position, type, label,
        trigger, delay_hours, owner, due_days, dashboard_visible, portal_visible, blocker,
        send_without_review, content,
        case when not begins then 'pending' when delay_hours = 0 then 'due' else 'waiting' end,
        case when begins then now() + make_interval(hours => delay_hours) end,
        case when begins and delay_hours = 0 and ${OPENS} then now() end,
        (deadline ->> 'on')::date, (deadline ->> 'at')::timestamptz
      from (
        select p.id, p.plan_id, p.account_id, a ->> 'id' as key, inside.at as position,
          a ->> 'type' as type, a ->> 'label' as label, t.trigger, t.delay_hours,
          a ->> 'owner' as owner, (a ->> 'due_days')::int as due_days,
          (a -> 'dashboard_visible')::boolean as dashboard_visible,
          (a -> 'portal_visible')::boolean as portal_visible,
          (a -> 'blocker')::boolean as blocker,
          (a -> 'send_without_review')::boolean as send_without_review, a -> 'content' as content,
          t.begins,
          case when t.begins then deadlines -> concat(t.delay_hours, ' ', a ->> 'due_days') end
            as deadline
        from listed join phases p on p.key = m ->> 'id' join wanted using (account_id),
          jsonb_array_elements(m -> 'actions') with ordinality as inside(a, at),
          lateral (select a -> 'trigger' ->> 'kind' as trigger,
            coalesce((a -> 'trigger' ->> 'delay_hours')::int, 0) as delay_hours,
            listed.begins and a -> 'trigger' ->> 'kind' = 'milestone_start' as begins) t
      ) planned
      returning id, account_id, label, type, state, due_at, position, ${OPENS} as opens
    )
    select
      (select coalesce(jsonb_agg(jsonb_build_object('id', id, 'accountId', account_id)), '[]')
        from made) as plans,
      (select coalesce(jsonb_agg(jsonb_build_object('id', id, 'accountId', account_id,
        'name', name)), '[]') from phases where state = 'active') as begun,
      (select coalesce(jsonb_agg(jsonb_build_object('id', id, 'accountId', account_id,
        'label', label, 'type', type, 'state', state, 'dueAt', due_at, 'opens', opens)
        order by account_id, position), '[]') from filled where state <> 'pending') as actions
    `.execute(tx);
  return copied!;
}

/**
 * When the plan of an account is through, its milestones end, and its first actions are late. One
 * that does not begin yet has no dates.
 */
export interface Dates {
  account_id: string;
  go_live: Day | null;
  ends: (Day | null)[];
  /** By delay and days, as "24 3". */
  deadlines: Record<string, { on: Day; at: Date }>;
}

export const noDates = (accountId: string): Dates => (
  { account_id: accountId, go_live: null, ends: [], deadlines: {} }
);

export function datesOf(
  accountId: string,
  { durations, limits }: Course,
  { now, of }: AccountCalendars,
): Dates {
  const calendar = of(accountId);
  const phases = durations.map((duration_days, at) => ({
    ...{ id: String(at), duration_days, finished_at: null },
    ...(at === 0
      ? { state: "active" as const, started_at: now }
      : { state: "not_started" as const, started_at: null }),
  }));
  const { ends, goLive } = project(phases, now, calendar);
  return {
    account_id: accountId,
    go_live: goLive,
    ends: phases.map(({ id }) => ends.get(id) ?? null),
    deadlines: Object.fromEntries(limits.map(({ delay, days }) => {
      const dueAt = new Date(now.getTime() + delay * 3_600_000);
      return [`${delay} ${days}`, deadlineOf(dueAt, days, calendar)];
    })),
  };
}
