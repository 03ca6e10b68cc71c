import type { ActionState, MilestoneState } from "../base/schema.ts";
import { type ActionType, actionType } from "./action_types.ts";

/**
 * The way of an action. `pending`: its milestone has not started, or nobody has started it by hand.
 * `waiting`: the milestone runs and the delay does not end before `due_at`. `due`: to be worked on;
 * of one that is executed a draft is being written, or could not be. `draft_ready`: waits for a
 * person's approval. `approved`: leaves in a moment, or is on its way. `executed`: with the
 * customer, whose answer completes it. `failed`: could not leave; `problem` says why.
 */
export const ACTION_STATES = [
  { state: "pending", label: "Not started" },
  { state: "waiting", label: "Scheduled" },
  { state: "due", label: "Due" },
  { state: "draft_ready", label: "Draft ready" },
  { state: "approved", label: "Approved" },
  { state: "executed", label: "With the customer" },
  { state: "completed", label: "Done" },
  { state: "failed", label: "Failed" },
  { state: "skipped", label: "Skipped" },
  { state: "cancelled", label: "Cancelled" },
] as const satisfies { state: ActionState; label: string }[];

export const MILESTONE_STATES = [
  { state: "not_started", label: "Not started" },
  { state: "active", label: "In progress" },
  { state: "done", label: "Done" },
  { state: "skipped", label: "Skipped" },
] as const satisfies { state: MilestoneState; label: string }[];

export function actionStateLabel(state: ActionState): string {
  return ACTION_STATES.find((known) => known.state === state)!.label;
}

export function milestoneStateLabel(state: MilestoneState): string {
  return MILESTONE_STATES.find((known) => known.state === state)!.label;
}

/** Nothing more happens to it unless somebody opens it again. */
export const FINISHED = ["completed", "skipped", "cancelled"] as const;

/** Somebody can work on it now. */
export const OPEN = ["due", "draft_ready", "approved", "executed", "failed"] as const;

export const isFinished = (state: ActionState): boolean =>
  (FINISHED as readonly ActionState[]).includes(state);

export const isOpen = (state: ActionState): boolean =>
  (OPEN as readonly ActionState[]).includes(state);

/** Holds its milestone until it is completed or skipped. */
export function holds(action: { blocker: boolean; state: ActionState }): boolean {
  return action.blocker && !isFinished(action.state);
}

/** What a person can do with an action now; the routes refuse everything else. */
export interface Steps {
  /** A manual one, before it is started. */
  start: boolean;
  /** Approve and send, or open to the customer. */
  execute: boolean;
  /** For what happens outside Thread, and for what was answered elsewhere. */
  complete: boolean;
  skip: boolean;
  reopen: boolean;
  /** After it could not leave. */
  retry: boolean;
}

export function stepsOf(
  action: { type: ActionType; trigger: "milestone_start" | "manual"; state: ActionState },
  milestone: { state: MilestoneState },
): Steps {
  const { state, trigger } = action;
  const executable = actionType(action.type).executable;
  const open = isOpen(state);
  return {
    start: trigger === "manual" && state === "pending" && milestone.state === "active",
    execute: executable && (state === "due" || state === "draft_ready"),
    complete: open && state !== "approved",
    skip: !isFinished(state) && state !== "approved",
    reopen: isFinished(state) && milestone.state === "active",
    retry: state === "failed",
  };
}
