import fc from "fast-check";
import type { ActionState, MilestoneState } from "../domain/base/schema.ts";
import {
  type Action,
  actionSchema,
  type Content,
  type Milestone,
} from "../domain/onboarding/template_content.ts";
import {
  addAction,
  addMilestone,
  changeMilestone,
  moveAction,
  moveMilestone,
  removeAction,
  removeMilestone,
} from "../domain/onboarding/template_edits.ts";
import type { Ours } from "../domain/onboarding/upgrade_merge.ts";
import { anyContent } from "./any_content.ts";

/** A template as it was applied, as it says now, and a plan that people changed and worked on. */
export interface AnyUpgrade {
  base: Content;
  theirs: Content;
  ours: Ours;
}

export function anyUpgrade(
  { ownEdits = true, begun = true }: { ownEdits?: boolean; begun?: boolean } = {},
): fc.Arbitrary<AnyUpgrade> {
  return anyContent().chain((base) =>
    fc.record({
      base: fc.constant(base),
      theirs: edited(base, "t"),
      ours: (ownEdits ? edited(base, "o") : fc.constant(base)).chain((plan) => worked(plan, begun)),
    })
  );
}

interface Edit {
  kind: string;
  at: number;
  to: number;
  within: number;
  text: string;
  days: number;
  other: Content;
}

const edit: fc.Arbitrary<Edit> = fc.record({
  kind: fc.constantFrom(
    "add milestone",
    "change milestone",
    "move milestone",
    "remove milestone",
    ..."add action,change action,move action,remove action,copy content".split(","),
  ),
  at: fc.nat(20),
  to: fc.nat(5),
  within: fc.nat(5),
  text: fc.constantFrom("Kick-off", "Data import", "Training"),
  days: fc.integer({ min: 1, max: 3 }),
  other: anyContent(),
});

function edited(base: Content, side: string): fc.Arbitrary<Content> {
  return fc.array(edit, { maxLength: 8 }).map((edits) =>
    edits.reduce((content, one, at) => editWith(content, one, `${side}${at}`), base)
  );
}

function editWith(content: Content, edit: Edit, fresh: string): Content {
  const { kind, at, to, text, days } = edit;
  const milestone = pick(content.milestones, at);
  const actions = content.milestones.flatMap((one) => one.actions);
  const action = pick(actions, at);
  const place = { milestoneId: pick(content.milestones, edit.within)?.id, index: to };
  const stranger = pick(edit.other.milestones.flatMap((one) => one.actions), at);
  switch (kind) {
    case "add milestone":
      return moveMilestone(addMilestone(content, newMilestone(fresh, text, days)), fresh, to);
    case "change milestone":
      return milestone
        ? changeMilestone(content, milestone.id, { name: text, our_text: text })
        : content;
    case "move milestone":
      return milestone ? moveMilestone(content, milestone.id, to) : content;
    case "remove milestone":
      return milestone ? removeMilestone(content, milestone.id) : content;
    case "add action":
      return stranger && place.milestoneId
        ? addAction(content, place.milestoneId, { ...stranger, id: fresh })
        : content;
    case "move action":
      return action ? moveAction(content, action.id, place) : content;
    case "remove action":
      return action ? removeAction(content, action.id) : content;
    case "copy content":
      return action && stranger ? replace(content, { ...stranger, id: action.id }) : content;
    default:
      return action ? replace(content, { ...action, label: text, due_days: days }) : content;
  }
}

const newMilestone = (id: string, name: string, days: number): Milestone => ({
  id,
  name,
  duration_days: days,
  our_text: "",
  your_text: "",
  actions: [],
});

function replace(content: Content, action: Action): Content {
  const put = actionSchema.parse(action);
  return {
    milestones: content.milestones.map((milestone) => ({
      ...milestone,
      actions: milestone.actions.map((one) => one.id === put.id ? put : one),
    })),
  };
}

const pick = <T>(list: T[], at: number): T | undefined => list[at % Math.max(1, list.length)];

const MILESTONE_STATES: MilestoneState[] = ["not_started", "active", "done", "skipped"];
const ACTION_STATES: ActionState[] = [
  ...["pending", "waiting", "due", "draft_ready", "approved"] as const,
  ...["executed", "completed", "failed", "skipped", "cancelled"] as const,
];

function worked(plan: Content, begun: boolean): fc.Arbitrary<Ours> {
  const many = { minLength: 20, maxLength: 20 };
  const state = <S>(states: S[]) =>
    fc.array(fc.constantFrom(...begun ? states : [states[0]!]), many);
  return fc.record({
    milestones: state(MILESTONE_STATES),
    actions: state(ACTION_STATES),
    answered: fc.array(begun ? fc.boolean() : fc.constant(false), many),
  }).map((states) => ({
    milestones: plan.milestones.map((milestone, m) => ({
      ...milestone,
      state: pick(states.milestones, m)!,
      actions: milestone.actions.map((action, a) => ({
        action,
        state: pick(states.actions, m * 7 + a)!,
        ...pick(states.answered, m * 7 + a) && { came: "answered" as const },
      })),
    })),
  }));
}
