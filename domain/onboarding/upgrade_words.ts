import type { MilestoneState } from "../base/schema.ts";
import { actionType } from "./action_types.ts";
import type { Action, Milestone } from "./template_content.ts";
import { type Fact, factsOfAction, factsOfMilestone } from "./template_facts.ts";
import type { Line, OurAction } from "./upgrade_merge.ts";

export const nameOfAction = (action: Action) => action.label || actionType(action.type).label;
export const nameOfMilestone = (milestone: { name: string }) => milestone.name || "Without a name";

/** Why an action is left as it is: something has come of it. */
export function doneAction({ state, came }: OurAction): string | undefined {
  switch (state) {
    case "completed":
      return "It is done, so it stays as it is.";
    case "skipped":
      return "It was skipped, so it stays as it is.";
    case "cancelled":
      return "It was cancelled, so it stays as it is.";
    case "executed":
      return "It is with the customer, so it stays as it is.";
    case "approved":
      return "It is on its way to the customer, so it stays as it is.";
    default:
      return came && CAME[came];
  }
}

const CAME = {
  answered: "The customer has worked on it, so it stays as it is.",
  sent: "A mail of it has left, so it stays as it is.",
} as const;

export function doneMilestone({ state }: { state: MilestoneState }): string | undefined {
  if (state === "done") return "It is finished, so it stays as it is.";
  if (state === "skipped") return "It was skipped, so it stays as it is.";
}

/** Three ways of saying one thing, where they differ. */
export function threeWays(base: Fact[], theirs: Fact[], ours: Fact[]): Line[] {
  const [old, taken, own] = [new Map(base), new Map(theirs), new Map(ours)];
  const fields = new Set([...old.keys(), ...taken.keys(), ...own.keys()]);
  const lines = [...fields].map((field) => ({
    field,
    base: old.get(field) ?? "",
    theirs: taken.get(field) ?? "",
    ours: own.get(field) ?? "",
  })).filter((line) => line.base !== line.theirs || line.theirs !== line.ours);
  return lines.length > 0 ? lines : [UNSEEN];
}

/** The same words, whose inner ids are others. */
const UNSEEN: Line = {
  field: "Content",
  base: "As before",
  theirs: "The same words, asked anew",
  ours: "As before",
};

export const wordsOfAction = (action?: Action): Fact[] =>
  action ? factsOfAction(action).filter(([, value]) => value) : [];

export const wordsOfMilestone = (milestone?: Omit<Milestone, "actions">): Fact[] =>
  milestone ? factsOfMilestone({ ...milestone, actions: [] }).filter(([, value]) => value) : [];
