import type { Selectable } from "kysely";
import type { OrgDb } from "../base/db.ts";
import type { Actions, Milestones, Plans } from "../base/schema.ts";
import type { ActionType } from "./action_types.ts";
import type { Action, ActionOf } from "./template_content.ts";

export type Plan = Selectable<Plans>;
export type PlannedMilestone = Selectable<Milestones>;

type Row = Selectable<Actions>;

/** An action of one account. What it holds was checked when it was written. */
export type PlannedAction = {
  [T in ActionType]: Omit<Row, "type" | "content"> & {
    type: T;
    content: ActionOf<T>["content"];
  };
}[ActionType];

export interface PlanWithParts {
  plan: Plan;
  milestones: (PlannedMilestone & { actions: PlannedAction[] })[];
}

export async function currentPlan(tx: OrgDb, accountId: string): Promise<Plan | undefined> {
  return await tx.selectFrom("plans").selectAll()
    .where("account_id", "=", accountId).where("ended_at", "is", null).executeTakeFirst();
}

/** The statements leave together, so a whole plan is one round trip. */
export async function planWithParts(
  tx: OrgDb,
  accountId: string,
): Promise<PlanWithParts | undefined> {
  const planId = tx.selectFrom("plans").select("id")
    .where("account_id", "=", accountId).where("ended_at", "is", null);
  const [plan, milestones, actions] = await Promise.all([
    currentPlan(tx, accountId),
    tx.selectFrom("milestones").selectAll().where("plan_id", "=", planId)
      .orderBy("position").orderBy("id").execute(),
    tx.selectFrom("actions").selectAll().where("plan_id", "=", planId)
      .orderBy("position").orderBy("id").execute(),
  ]);
  if (!plan) return;
  const inside = Map.groupBy(actions.map(plannedAction), (action) => action.milestone_id);
  return {
    plan,
    milestones: milestones.map((one) => ({ ...one, actions: inside.get(one.id) ?? [] })),
  };
}

/** The action as the template's editor, views and checks know it. */
export function templateAction(action: PlannedAction): Action {
  const { key, due_days, type, content } = action;
  return {
    id: key,
    label: action.label,
    trigger: action.trigger === "manual"
      ? { kind: "manual" }
      : { kind: "milestone_start", delay_hours: action.delay_hours },
    owner: action.owner,
    ...(due_days !== null && { due_days }),
    dashboard_visible: action.dashboard_visible,
    portal_visible: action.portal_visible,
    blocker: action.blocker,
    send_without_review: action.send_without_review,
    type,
    content,
  } as Action;
}

export function plannedAction<T extends Row>(row: T): T & PlannedAction {
  return row as T & PlannedAction;
}
