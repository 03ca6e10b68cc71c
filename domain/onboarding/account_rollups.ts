import { sql } from "kysely";
import { type OrgDb, sendAlong } from "../base/db.ts";

/**
 * Brings what the accounts say of their plans up to date: the columns that lists are read from.
 * Every verb that changes a milestone, an action or a draft calls this last. The accounts are locked
 * before the statement looks, so that of two at once the second sees what the first has done.
 */
export function refreshAccounts(tx: OrgDb, accountIds: string[]): Promise<void> {
  if (accountIds.length === 0) return Promise.resolve();
  const ids = [...new Set(accountIds)].sort();
  lockAccounts(tx, ids);
  refreshLocked(tx, ids);
  return Promise.resolve();
}

/** The same for accounts that this transaction has locked before it changed anything of them. */
export function refreshLocked(tx: OrgDb, ids: string[]): void {
  const refreshed = sql`
    update accounts a set
      milestone_name = s.milestone_name,
      actions_done = s.done,
      actions_total = s.total,
      next_action = s.next_action,
      next_due_at = s.next_at,
      drafts_waiting = s.drafts,
      projected_on = s.projected_on,
      health = case when a.health_by_hand then a.health else ${HEALTH} end
    from (
      select wanted.id, p.id as plan_id, p.finished_at, p.projected_on,
        m.name as milestone_name, m.begun, c.*, n.next_action, n.next_at
      from unnest(${ids}::uuid[]) as wanted(id)
      left join plans p on p.account_id = wanted.id and p.ended_at is null
      cross join lateral (
        select (array_agg(name order by position) filter (where state = 'active'))[1] as name,
          coalesce(bool_or(state <> 'not_started'), false) as begun
        from milestones where plan_id = p.id
      ) m
      cross join lateral (
        select
          count(*) filter (where state = 'completed') as done,
          count(*) filter (where state not in ('skipped', 'cancelled')) as total,
          count(*) filter (where state = 'draft_ready') as drafts,
          count(*) filter (where ${OPEN} and deadline_at <= now()) as late,
          count(*) filter (where ${OPEN} and deadline_at <= now() and blocker) as late_blockers,
          count(*) filter (where ${OPEN} and (owner = 'customer' or state = 'executed')) as theirs,
          count(*) filter (where ${OPEN} and owner <> 'customer' and state <> 'executed') as ours
        from actions where plan_id = p.id
      ) c
      left join lateral (
        select label as next_action,
          case state when 'waiting' then due_at else deadline_at end as next_at
        from actions where plan_id = p.id and (${OPEN} or state = 'waiting')
        order by next_at nulls last, due_at, position, id limit 1
      ) n on true
    ) s
    where a.id = s.id`;
  sendAlong(tx, refreshed);
}

/** In one order, so that nobody waits in a circle. It travels ahead of what is asked next. */
export function lockAccounts(tx: OrgDb, ids: string[]): void {
  sendAlong(
    tx,
    sql`select id from accounts where id = any(${ids}::uuid[]) order by id for no key update`,
  );
}

const OPEN = sql`state in ('due', 'draft_ready', 'approved', 'executed', 'failed')`;

const HEALTH = sql`case
  when s.plan_id is null then 'not_started'
  when s.finished_at is not null then 'live'
  when not s.begun then 'not_started'
  when s.late_blockers > 0 then 'blocked'
  when s.late > 0 or s.projected_on > a.go_live_on then 'at_risk'
  when s.theirs > 0 and s.ours = 0 then 'waiting'
  else 'on_track' end`;
