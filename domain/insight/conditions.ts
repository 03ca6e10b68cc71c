import { type RawBuilder, sql } from "kysely";
import { type Detail, LONG_AGO_DAYS, type NumberKey } from "./numbers.ts";
import { dayOf, type Scope, within } from "./scope.ts";

type Condition = (scope: Scope, detail: Detail) => RawBuilder<unknown>;

export const IS_RUNNING = sql`f.health in ('on_track', 'at_risk', 'blocked', 'waiting')`;

const inHealth = (health: string): Condition => () => sql`f.health = ${health}`;

const wentLive: Condition = (scope, { first, last, atLeast, atMost }) =>
  all(
    sql`f.finished_at is not null`,
    within(sql`f.finished_at`, scope.period, scope),
    first && sql`${finishedOn(scope)} >= ${first}::date`,
    last && sql`${finishedOn(scope)} <= ${last}::date`,
    atLeast !== undefined && sql`${daysTaken(scope)} >= ${atLeast}`,
    atMost !== undefined && sql`${daysTaken(scope)} <= ${atMost}`,
  );

/** What became of a draft `d`. What a person wrote from the start is not judged. */
export const DRAFTS = {
  unchanged: sql`(d.state in ('approved', 'left') and d.edited_at is null)`,
  edited: sql`(d.state in ('approved', 'left') and d.edited_at is not null)`,
  rejected: sql`(d.state in ('replaced', 'discarded'))`,
  waiting: sql`(d.state = 'ready')`,
};

export const draftsOf = (scope: Scope) =>
  sql`d.org_id = current_org() and d.written_by in ('model', 'rules')
    and ${within(sql`d.created_at`, scope.period, scope)}`;

const withDraft = (became: RawBuilder<unknown>): Condition => (scope) =>
  sql`exists (select from drafts d where d.account_id = f.account_id and ${draftsOf(scope)}
    and ${became})`;

/** Which facts make an account one of a number, as SQL over `account_facts f`. */
export const CONDITIONS: Record<NumberKey, Condition> = {
  running: () => IS_RUNNING,
  on_track: inHealth("on_track"),
  at_risk: inHealth("at_risk"),
  blocked: inHealth("blocked"),
  waiting: inHealth("waiting"),
  not_started: inHealth("not_started"),
  overdue: ({ today }) => sql`${IS_RUNNING} and f.promised_on < ${today}::date`,
  started: (scope) =>
    sql`f.started_at is not null and ${within(sql`f.started_at`, scope.period, scope)}`,
  live: wentLive,
  on_time: (scope, detail) => sql`${wentLive(scope, detail)} and ${slipOf(scope)} <= 0`,
  late: (scope, detail) => sql`${wentLive(scope, detail)} and ${slipOf(scope)} > 0`,
  going_live: (_scope, { first, last }) =>
    all(
      IS_RUNNING,
      sql`f.projected_on is not null`,
      first && sql`f.projected_on >= ${first}::date`,
      last && sql`f.projected_on <= ${last}::date`,
    ),
  customer_late: () =>
    sql`exists (select from actions x where x.org_id = f.org_id and x.account_id = f.account_id
      and x.overdue_at is not null and not x.held
      and x.state in ('due', 'draft_ready', 'approved', 'executed', 'failed')
      and ${IS_CUSTOMERS})`,
  not_seen: () =>
    sql`${IS_RUNNING} and exists (select from portal_access s where s.org_id = f.org_id
        and s.account_id = f.account_id and s.ended_at is null)
      and not exists (select from portal_access s where s.org_id = f.org_id
        and s.account_id = f.account_id and s.ended_at is null
        and s.seen_at > now() - make_interval(days => ${LONG_AGO_DAYS}))`,
  handoff_waiting: () =>
    sql`exists (select from handoffs h where h.org_id = f.org_id and h.account_id = f.account_id
      and h.state in ('writing', 'open'))`,
  handoff_done: (scope) =>
    sql`exists (select from handoffs h where h.org_id = f.org_id and h.account_id = f.account_id
      and h.submitted_at is not null and ${within(sql`h.submitted_at`, scope.period, scope)})`,
  answered: (scope) =>
    sql`exists (select from submissions s where s.org_id = f.org_id
      and s.account_id = f.account_id and s.submitted_at is not null
      and ${within(sql`s.submitted_at`, scope.period, scope)})`,
  drafts_unchanged: withDraft(DRAFTS.unchanged),
  drafts_edited: withDraft(DRAFTS.edited),
  drafts_rejected: withDraft(DRAFTS.rejected),
  drafts_waiting: withDraft(DRAFTS.waiting),
  in_milestone: (_scope, { milestone = "" }) =>
    sql`${IS_RUNNING} and exists (select from accounts a where a.org_id = f.org_id
      and a.id = f.account_id and a.milestone_name = ${milestone})`,
  milestone_done: (scope, { milestone = "" }) =>
    sql`exists (select from plans p join milestones m on m.org_id = p.org_id and m.plan_id = p.id
      where p.org_id = f.org_id and p.account_id = f.account_id and p.ended_at is null
        and m.state = 'done' and m.name = ${milestone}
        and ${within(sql`m.finished_at`, scope.period, scope)})`,
};

/** The customer has the ball: it is theirs by name, or was sent to them and waits for an answer. */
export const IS_CUSTOMERS = sql`(x.owner = 'customer' or x.state = 'executed')`;

export const finishedOn = (scope: Scope) => dayOf(sql`f.finished_at`, scope);

/** Days from the start to the go-live: 0 where both were on one day. */
export const daysTaken = (scope: Scope) =>
  sql`(${finishedOn(scope)} - ${dayOf(sql`f.started_at`, scope)})`;

/** Days after the day that was agreed, or planned: below 0 where it was earlier. */
export const slipOf = (scope: Scope) =>
  sql`(${finishedOn(scope)} - coalesce(f.promised_on, f.planned_on))`;

function all(...conditions: (RawBuilder<unknown> | false | undefined | "")[]) {
  return sql.join(conditions.filter((one) => one) as RawBuilder<unknown>[], sql` and `);
}
