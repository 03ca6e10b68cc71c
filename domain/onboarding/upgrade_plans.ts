import { sql } from "kysely";
import type { OrgDb } from "../base/db.ts";
import {
  type Plan,
  type PlannedAction,
  plannedAction,
  type PlannedMilestone,
  templateAction,
} from "./plans.ts";
import type { OurAction, Ours } from "./upgrade_merge.ts";

/** A plan with all that decides about an upgrade of it. */
export interface PlanToUpgrade {
  plan: Plan;
  account: { id: string; name: string; archived_at: Date | null };
  milestones: (PlannedMilestone & { actions: ActionToUpgrade[] })[];
}

type ActionToUpgrade = PlannedAction & Marks;

interface Marks {
  answered: boolean;
  sent: boolean;
  edited: boolean;
}

/** The current plans of these accounts, in as many statements as for one. */
export async function plansToUpgrade(tx: OrgDb, accountIds: string[]): Promise<PlanToUpgrade[]> {
  if (accountIds.length === 0) return [];
  const wanted = sql<string>`any(${accountIds}::uuid[])`;
  const planIds = tx.selectFrom("plans").select("id")
    .where("account_id", "=", wanted).where("ended_at", "is", null);
  const [plans, milestones, actions] = await Promise.all([
    tx.selectFrom("plans as p").innerJoin("accounts as a", "a.id", "p.account_id")
      .selectAll("p").select(["a.name", "a.archived_at"])
      .where("p.account_id", "=", wanted).where("p.ended_at", "is", null).execute(),
    tx.selectFrom("milestones").selectAll().where("plan_id", "in", planIds)
      .orderBy("position").orderBy("id").execute(),
    tx.selectFrom("actions as a").selectAll("a").select([ANSWERED, SENT, EDITED])
      .where("plan_id", "in", planIds).orderBy("position").orderBy("id").execute(),
  ]);
  const inside = Map.groupBy(actions.map(plannedAction), (action) => action.milestone_id);
  const phases = Map.groupBy(milestones, (milestone) => milestone.plan_id);
  return plans.map(({ name, archived_at, ...plan }) => ({
    plan,
    account: { id: plan.account_id, name, archived_at },
    milestones: (phases.get(plan.id) ?? []).map((milestone) => ({
      ...milestone,
      actions: inside.get(milestone.id) ?? [],
    })),
  }));
}

const ANSWERED = sql<boolean>`(exists (select from submissions s where s.action_id = a.id)
  or exists (select from uploads u where u.action_id = a.id))`
  .as("answered");
const SENT = sql<boolean>`exists (select from drafts d where d.action_id = a.id
  and d.state = 'left')`.as("sent");
const EDITED = sql<boolean>`exists (select from drafts d where d.action_id = a.id
  and d.state in ('ready', 'failed') and d.edited_by is not null)`.as("edited");

export function oursOf({ milestones }: PlanToUpgrade): Ours {
  return {
    milestones: milestones.map(({ key, state, actions, ...row }) => ({
      id: key,
      name: row.name,
      duration_days: row.duration_days,
      our_text: row.our_text,
      your_text: row.your_text,
      state,
      actions: actions.map(ourAction),
    })),
  };
}

function ourAction(row: ActionToUpgrade): OurAction {
  return {
    action: templateAction(row),
    state: row.state,
    came: row.answered ? "answered" : row.sent ? "sent" : undefined,
    edited: row.edited,
  };
}
