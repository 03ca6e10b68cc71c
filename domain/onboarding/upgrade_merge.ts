import type { ActionState, MilestoneState } from "../base/schema.ts";
import type { Action, Content, Milestone } from "./template_content.ts";
import { actionHunks } from "./upgrade_actions.ts";
import { milestoneHunks } from "./upgrade_milestones.ts";

/** A plan as it stands on one account. */
export interface Ours {
  milestones: OurMilestone[];
}

export interface OurMilestone extends Omit<Milestone, "actions"> {
  state: MilestoneState;
  actions: OurAction[];
}

export interface OurAction {
  action: Action;
  state: ActionState;
  /** What has come of it beside its state: the customer worked on it, or a mail of it has left. */
  came?: "answered" | "sent";
  /** A person wrote in the draft that waits. */
  edited?: boolean;
}

/** One thing that the template says differently now, to be taken or left. */
export interface Hunk {
  id: string;
  kind: "added" | "removed" | "changed" | "moved" | "ordered";
  what: "milestone" | "action";
  /** The milestone or the action; of an order of actions their milestone. */
  key: string;
  name: string;
  /** Where it is shown: none for the order of milestones. */
  milestoneId: string | undefined;
  lines: Line[];
  /** The account was changed in the same place: a person chooses. */
  conflict: boolean;
  /** Why it cannot be taken: work that is done is never undone. */
  frozen?: string;
  /** What else to know before it is taken. */
  note?: string;
  /** The hunk without which this one cannot be taken. */
  needs?: string;
  /** Of a change: which part, and what it would be. */
  part?: string;
  value?: unknown;
}

/** A field in words: as it was applied, as the template says it now, as the account says it. */
export interface Line {
  field: string;
  base: string;
  theirs: string;
  ours: string;
}

/**
 * What of the way from `base` to `theirs` is not on the account yet. What only the account changed
 * is no hunk: it stays. Milestones and actions are followed by their ids.
 */
export function mergeUpgrade(base: Content, theirs: Content, ours: Ours): Hunk[] {
  const sides = { base: placesIn(base), theirs: placesIn(theirs), ours: placesInOurs(ours) };
  const actions = actionHunks(sides);
  return [...milestoneHunks(sides, actions), ...actions];
}

/** One side, found by ids, and in its order. */
export interface Side<M, A> {
  order: string[];
  milestones: Map<string, M>;
  actions: Map<string, { action: A; milestoneId: string }>;
}

export interface Sides {
  base: Side<Milestone, Action>;
  theirs: Side<Milestone, Action>;
  ours: Side<OurMilestone, OurAction>;
}

function placesIn(content: Content): Side<Milestone, Action> {
  return {
    order: content.milestones.map(({ id }) => id),
    milestones: new Map(content.milestones.map((one) => [one.id, one])),
    actions: new Map(
      content.milestones.flatMap(({ id, actions }) =>
        actions.map((action) => [action.id, { action, milestoneId: id }])
      ),
    ),
  };
}

function placesInOurs(ours: Ours): Side<OurMilestone, OurAction> {
  return {
    order: ours.milestones.map(({ id }) => id),
    milestones: new Map(ours.milestones.map((one) => [one.id, one])),
    actions: new Map(
      ours.milestones.flatMap(({ id, actions }) =>
        actions.map((one) => [one.action.id, { action: one, milestoneId: id }])
      ),
    ),
  };
}

/** The plan as a template would say it. */
export function contentOf(ours: Ours): Content {
  return {
    milestones: ours.milestones.map(({ state: _, actions, ...facts }) => ({
      ...facts,
      actions: actions.map(({ action }) => action),
    })),
  };
}
