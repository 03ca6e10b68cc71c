import { sql } from "kysely";
import type { OrgDb } from "../base/db.ts";
import type { ActionState, MilestoneState } from "../base/schema.ts";
import type { Activity } from "../people/activity.ts";
import type { ActionType } from "./action_types.ts";

/** An action that waits for one person, with what its row and its one button need. */
export interface NeededAction {
  id: string;
  account_id: string;
  account_name: string;
  label: string;
  type: ActionType;
  trigger: "milestone_start" | "manual";
  state: ActionState;
  milestone_state: MilestoneState;
  blocker: boolean;
  deadline_at: Date | null;
  problem: string | null;
  version: number;
  /** Past its deadline, or it could not leave. */
  pressing: boolean;
}

export interface ChangedAccount {
  id: string;
  name: string;
  event: Activity;
}

export interface Needs {
  /** Late or failed, those first that hold a milestone. */
  pressing: NeededAction[];
  /** Drafts to approve. */
  drafts: NeededAction[];
  /** Accounts in which somebody else did something since yesterday. */
  changed: ChangedAccount[];
  /** What is due next. */
  next?: { account_id: string; account_name: string; label: string | null; at: Date };
}

const SHOWN = 10;

/** What waits for this person in the accounts that are theirs. */
export async function whatNeeds(tx: OrgDb, memberId: string): Promise<Needs> {
  const [waiting, changed, next] = await Promise.all([
    waitingActions(tx, memberId),
    changedAccounts(tx, memberId),
    nextDue(tx, memberId),
  ]);
  return {
    pressing: waiting.filter(({ pressing }) => pressing).slice(0, SHOWN),
    drafts: waiting.filter(({ pressing }) => !pressing).slice(0, SHOWN),
    changed,
    next,
  };
}

/** Their accounts as CSM; as account executive, what is theirs to do in the accounts they sold. */
async function waitingActions(tx: OrgDb, memberId: string): Promise<NeededAction[]> {
  const { rows } = await sql<NeededAction>`
    with found as (
      select x.id, x.account_id, a.name as account_name, x.label, x.type, x.trigger, x.state,
        m.state as milestone_state, x.blocker, x.deadline_at, x.problem, x.version,
        x.state = 'failed' or coalesce(x.deadline_at <= now(), false) as pressing
      from accounts a
      join plans p on p.account_id = a.id and p.ended_at is null
      join actions x on x.plan_id = p.id
      join milestones m on m.id = x.milestone_id
      where a.org_id = current_org() and a.archived_at is null and x.dashboard_visible
        and x.state in ('due', 'draft_ready', 'approved', 'executed', 'failed')
        and (a.csm_id = ${memberId} or (a.ae_id = ${memberId} and x.owner = 'ae'))
        and (x.state in ('failed', 'draft_ready') or x.deadline_at <= now())
    ), ranked as (
      select *, row_number() over (
        partition by pressing order by blocker desc, deadline_at nulls last, id
      ) as rank from found
    )
    select id, account_id, account_name, label, type, trigger, state, milestone_state, blocker,
      deadline_at, problem, version, pressing
    from ranked where rank <= ${SHOWN} order by rank`.execute(tx);
  return rows;
}

async function changedAccounts(tx: OrgDb, memberId: string): Promise<ChangedAccount[]> {
  const { rows } = await sql<Activity & { account: string; name: string }>`
    select a.id as account, a.name, e.id, e.at, e.kind, e.subject_id as "subjectId",
      e.actor_kind as "actorKind", e.actor_id as "actorId", m.name as actor, e.cause, e.data
    from accounts a
    cross join lateral (
      select * from events e
      where e.org_id = a.org_id and e.account_id = a.id
        and e.actor_id is distinct from ${memberId}
      order by e.id desc limit 1
    ) e
    left join members m on m.id = e.actor_id
    where a.org_id = current_org() and a.archived_at is null
      and (a.csm_id = ${memberId} or a.ae_id = ${memberId})
      and e.at > now() - interval '1 day'
    order by e.id desc limit ${SHOWN}`.execute(tx);
  return rows.map(({ account, name, ...event }) => ({ id: account, name, event }));
}

async function nextDue(tx: OrgDb, memberId: string): Promise<Needs["next"]> {
  return await tx.selectFrom("accounts")
    .select(["id as account_id", "name as account_name", "next_action as label"])
    .select(sql<Date>`next_due_at`.as("at"))
    .where("org_id", "=", sql<string>`current_org()`)
    .where("csm_id", "=", memberId).where("archived_at", "is", null)
    .where("next_due_at", "is not", null)
    .orderBy("next_due_at").orderBy("id").limit(1).executeTakeFirst();
}
