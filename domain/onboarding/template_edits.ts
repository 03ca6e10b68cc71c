import { Refused } from "../base/errors.ts";
import { type Action, type Content, contentSchema, type Milestone } from "./template_content.ts";

/** A milestone's place among milestones, or an action's in a milestone. From 0. */
export interface Place {
  milestoneId?: string;
  index: number;
}

export type Step = "up" | "down";

export function findMilestone(content: Content, id: string): Milestone | undefined {
  return content.milestones.find((milestone) => milestone.id === id);
}

export function findAction(
  content: Content,
  id: string,
): { action: Action; milestone: Milestone; index: number } | undefined {
  for (const milestone of content.milestones) {
    const index = milestone.actions.findIndex((action) => action.id === id);
    if (index >= 0) return { action: milestone.actions[index]!, milestone, index };
  }
}

export function addMilestone(content: Content, milestone: Milestone): Content {
  return checked({ milestones: [...content.milestones, milestone] });
}

export function changeMilestone(
  content: Content,
  id: string,
  facts: Partial<Omit<Milestone, "id" | "actions">>,
): Content {
  return checked({
    milestones: content.milestones.map((one) => one.id === id ? { ...one, ...facts } : one),
  });
}

export function removeMilestone(content: Content, id: string): Content {
  return { milestones: content.milestones.filter((milestone) => milestone.id !== id) };
}

export function moveMilestone(content: Content, id: string, to: number): Content {
  const from = content.milestones.findIndex((milestone) => milestone.id === id);
  if (from < 0) return content;
  return { milestones: moved(content.milestones, from, to) };
}

export function stepMilestone(content: Content, id: string, step: Step): Content {
  const from = content.milestones.findIndex((milestone) => milestone.id === id);
  return moveMilestone(content, id, from + (step === "up" ? -1 : 1));
}

export function addAction(content: Content, milestoneId: string, action: Action): Content {
  return checked(withActions(content, milestoneId, (actions) => [...actions, action]));
}

export function changeAction(content: Content, action: Action): Content {
  const found = findAction(content, action.id);
  if (!found) return content;
  return checked(
    withActions(
      content,
      found.milestone.id,
      (actions) => actions.map((one) => one.id === action.id ? action : one),
    ),
  );
}

export function removeAction(content: Content, id: string): Content {
  const found = findAction(content, id);
  if (!found) return content;
  return withActions(
    content,
    found.milestone.id,
    (actions) => actions.filter((action) => action.id !== id),
  );
}

export function moveAction(content: Content, id: string, to: Place): Content {
  const found = findAction(content, id);
  const target = to.milestoneId ?? found?.milestone.id;
  if (!found || !target || !findMilestone(content, target)) return content;
  const without = removeAction(content, id);
  return checked(
    withActions(
      without,
      target,
      (actions) => actions.toSpliced(Math.max(0, to.index), 0, found.action),
    ),
  );
}

/** Past the first or last of its milestone it goes into the neighbouring one. */
export function stepAction(content: Content, id: string, step: Step): Content {
  const found = findAction(content, id);
  if (!found) return content;
  const index = found.index + (step === "up" ? -1 : 1);
  if (index >= 0 && index < found.milestone.actions.length) {
    return moveAction(content, id, { index });
  }
  const at = content.milestones.indexOf(found.milestone) + (step === "up" ? -1 : 1);
  const neighbour = content.milestones[at];
  if (!neighbour) return content;
  const place = step === "up" ? neighbour.actions.length : 0;
  return moveAction(content, id, { milestoneId: neighbour.id, index: place });
}

/** A copy whose parts are all new, so that no change of the original is ever taken for one of it. */
export function withNewIds(content: Content, newId: () => string): Content {
  return {
    milestones: content.milestones.map((milestone) => ({
      ...milestone,
      id: newId(),
      actions: milestone.actions.map((action) => actionWithNewIds(action, newId)),
    })),
  };
}

function actionWithNewIds(action: Action, newId: () => string): Action {
  const copy = structuredClone(action);
  copy.id = newId();
  if (copy.type === "REQUEST_DOCS" || copy.type === "REQUEST_ASSETS") {
    for (const file of copy.content.files) file.id = newId();
  }
  if (copy.type === "COLLECT_INFO") {
    const ids = new Map(copy.content.questions.map(({ id }) => [id, newId()]));
    for (const question of copy.content.questions) {
      question.id = ids.get(question.id)!;
      const { show_when } = question;
      if (show_when) show_when.question = ids.get(show_when.question) ?? show_when.question;
    }
  }
  return copy;
}

function withActions(
  content: Content,
  milestoneId: string,
  change: (actions: Action[]) => Action[],
): Content {
  return {
    milestones: content.milestones.map((milestone) =>
      milestone.id === milestoneId
        ? { ...milestone, actions: change(milestone.actions) }
        : milestone
    ),
  };
}

function moved<T>(list: T[], from: number, to: number): T[] {
  const place = Math.min(Math.max(to, 0), list.length - 1);
  return list.toSpliced(from, 1).toSpliced(place, 0, list[from]!);
}

/** Only what grows can pass a limit. */
function checked(content: Content): Content {
  const result = contentSchema.safeParse(content);
  if (result.success) return result.data;
  throw new Refused(result.error.issues[0]!.message);
}
