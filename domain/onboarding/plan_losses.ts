import { sql } from "kysely";
import type { OrgDb } from "../base/db.ts";

/** What an account would lose if its template were applied again. */
export interface Losses {
  /** Names of milestones that were finished or are in progress. */
  milestones: string[];
  /** Labels of actions that were completed. */
  completed: string[];
  /** Labels of actions that somebody is working on, or that are with the customer. */
  open: string[];
  /** Drafts that wait for approval, and how many of them a person edited. */
  drafts: number;
  edited: number;
  /** Forms and files that the customer has submitted: they stay in the history. */
  submissions: number;
  /** What the customer has begun to answer and not submitted. */
  begun: number;
}

export async function lossesOf(tx: OrgDb, accountId: string): Promise<Losses> {
  const { rows: [row] } = await sql<Losses>`
    with plan as (
      select id from plans where account_id = ${accountId} and ended_at is null
    ), own as (
      select id, label, state, position, milestone_id from actions
      where plan_id = (select id from plan)
    ), phases as (
      select id, name, state, position from milestones where plan_id = (select id from plan)
    )
    select
      array(select name from phases where state in ('active', 'done') order by position)
        as milestones,
      array(select label from own join phases p on p.id = own.milestone_id
        where own.state = 'completed' order by p.position, own.position) as completed,
      array(select label from own join phases p on p.id = own.milestone_id
        where own.state in ('due', 'draft_ready', 'approved', 'executed', 'failed')
        order by p.position, own.position) as open,
      d.drafts, d.edited, s.submissions, s.begun
    from (
      select count(*)::int as drafts, count(*) filter (where edited_by is not null)::int as edited
      from drafts where state in ('ready', 'approved') and action_id in (select id from own)
    ) d, (
      select count(*) filter (where state <> 'open')::int as submissions,
        count(*) filter (where state = 'open')::int as begun
      from submissions where action_id in (select id from own)
    ) s`.execute(tx);
  return row!;
}
