import { type RawBuilder, sql } from "kysely";
import type { OrgDb } from "../base/db.ts";
import { countBehind } from "./behind.ts";
import { DRAFTS, draftsOf, IS_CUSTOMERS } from "./conditions.ts";
import { countedIn, dayOf, type Scope, within } from "./scope.ts";

/** What became of the drafts that were written in the period. */
export interface DraftNumbers {
  unchanged: number;
  edited: number;
  rejected: number;
  waiting: number;
}

/** Those that the model or the rules wrote; what a person wrote from the start is not judged here. */
export async function countDrafts(tx: OrgDb, scope: Scope): Promise<DraftNumbers> {
  const count = (became: RawBuilder<unknown>) => sql`(count(*) filter (where ${became}))::int`;
  const { rows: [row] } = await sql<DraftNumbers>`
    select ${count(DRAFTS.unchanged)} as unchanged, ${count(DRAFTS.edited)} as edited,
      ${count(DRAFTS.rejected)} as rejected, ${count(DRAFTS.waiting)} as waiting
    from drafts d join account_facts f on f.org_id = d.org_id and f.account_id = d.account_id
    where ${draftsOf(scope)} and ${countedIn(scope)}`.execute(tx);
  return row!;
}

export interface CustomerNumbers {
  overdueAccounts: number;
  overdueTasks: number;
  notSeen: number;
  answered: number;
  /** From the day a task was theirs to the day they answered. */
  medianAnswerDays: number | null;
}

export async function countCustomers(tx: OrgDb, scope: Scope): Promise<CustomerNumbers> {
  const [notSeen, { rows: [late] }, { rows: [answers] }] = await Promise.all([
    countBehind(tx, scope, "not_seen", {}),
    sql<{ tasks: number; accounts: number }>`
      select count(*)::int as tasks, count(distinct x.account_id)::int as accounts
      from actions x join account_facts f on f.org_id = x.org_id and f.account_id = x.account_id
      where x.org_id = current_org() and x.overdue_at is not null and not x.held
        and x.state in ('due', 'draft_ready', 'approved', 'executed', 'failed')
        and ${IS_CUSTOMERS} and ${countedIn(scope)}`.execute(tx),
    sql<{ count: number; days: number | null }>`
      select count(*)::int as count, percentile_cont(0.5) within group (order by
          ${dayOf(sql`s.submitted_at`, scope)} - ${dayOf(sql`x.opened_at`, scope)}) as days
      from submissions s
      join actions x on x.org_id = s.org_id and x.id = s.action_id
      join account_facts f on f.org_id = s.org_id and f.account_id = s.account_id
      where s.org_id = current_org() and s.submitted_at is not null and x.opened_at is not null
        and ${within(sql`s.submitted_at`, scope.period, scope)} and ${countedIn(scope)}`
      .execute(tx),
  ]);
  return {
    overdueAccounts: late!.accounts,
    overdueTasks: late!.tasks,
    notSeen: notSeen.total,
    answered: answers!.count,
    medianAnswerDays: answers!.days,
  };
}

export interface HandoffNumbers {
  open: number;
  oldestDays: number | null;
  submitted: number;
  medianDays: number | null;
}

export async function countHandoffs(tx: OrgDb, scope: Scope): Promise<HandoffNumbers> {
  const [{ rows: [open] }, { rows: [done] }] = await Promise.all([
    sql<{ count: number; days: number | null }>`
      select count(*)::int as count,
        max(${scope.today}::date - ${dayOf(sql`h.asked_at`, scope)}) as days
      from handoffs h join account_facts f on f.org_id = h.org_id and f.account_id = h.account_id
      where h.org_id = current_org() and h.state in ('writing', 'open') and ${countedIn(scope)}`
      .execute(tx),
    sql<{ count: number; days: number | null }>`
      select count(*)::int as count, percentile_cont(0.5) within group (order by
          ${dayOf(sql`h.submitted_at`, scope)} - ${dayOf(sql`h.asked_at`, scope)}) as days
      from handoffs h join account_facts f on f.org_id = h.org_id and f.account_id = h.account_id
      where h.org_id = current_org() and h.submitted_at is not null
        and ${within(sql`h.submitted_at`, scope.period, scope)} and ${countedIn(scope)}`
      .execute(tx),
  ]);
  return {
    open: open!.count,
    oldestDays: open!.days,
    submitted: done!.count,
    medianDays: done!.days,
  };
}

export interface WorkflowNumbers {
  id: string;
  name: string;
  started: number;
  completed: number;
  failedNow: number;
}

/**
 * Of every workflow that ran in the period. A run is of an outside record before it is of an
 * account, so of the filters only the days count here.
 */
export async function countRuns(tx: OrgDb, scope: Scope): Promise<WorkflowNumbers[]> {
  const { rows } = await sql<WorkflowNumbers>`
    with ran as (
      select workflow_id, count(*)::int as started,
        (count(*) filter (where state = 'completed'))::int as completed
      from runs where org_id = current_org() and not sandbox
        and id >= ${FIRST_ID(scope, scope.period.from)}
        and ${within(sql`started_at`, scope.period, scope)}
      group by workflow_id
    )
    select w.id, w.name, coalesce(started, 0) as started, coalesce(completed, 0) as completed,
      w.failed_runs as "failedNow"
    from workflows w left join ran on ran.workflow_id = w.id
    where w.org_id = current_org() and (started > 0 or w.failed_runs > 0)
    order by started desc nulls last, w.name limit 50`.execute(tx);
  return rows;
}

/** Ids ascend with time, so that the runs of a period stand side by side in the primary key. */
const FIRST_ID = (scope: Scope, day: string) =>
  sql`(lpad(to_hex(greatest(0, floor(extract(epoch from
      ${day}::date::timestamp at time zone ${scope.timeZone}) * 1000)::bigint - 3600000)), 12, '0')
    || '00000000000000000000')::uuid`;
