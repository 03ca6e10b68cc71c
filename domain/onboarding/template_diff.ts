import { actionType } from "./action_types.ts";
import { allActions, type Content } from "./template_content.ts";
import { type Fact, factsOfAction, factsOfMilestone } from "./template_facts.ts";

export interface FieldChange {
  field: string;
  before: string;
  after: string;
}

export interface Change {
  kind: "added" | "removed" | "changed" | "moved";
  what: "milestone" | "action";
  id: string;
  /** What it is called, after the change where it still is. */
  name: string;
  /** The milestone that an action is in. */
  within?: string;
  fields: FieldChange[];
}

/** What a person would say has changed. Milestones and actions are followed by their ids. */
export function diffContent(before: Content, after: Content): Change[] {
  return [...milestoneChanges(before, after), ...actionChanges(before, after)];
}

function milestoneChanges(before: Content, after: Content): Change[] {
  const old = new Map(before.milestones.map((one) => [one.id, one]));
  const kept = new Map(after.milestones.map((one) => [one.id, one]));
  const steady = inOrder(
    before.milestones.map(({ id }) => id).filter((id) => kept.has(id)),
    after.milestones.map(({ id }) => id).filter((id) => old.has(id)),
  );
  const part = (kind: Change["kind"], id: string, fields: FieldChange[] = []): Change => ({
    kind,
    what: "milestone",
    id,
    name: (kept.get(id) ?? old.get(id))!.name || "Without a name",
    fields,
  });
  return [
    ...before.milestones.filter(({ id }) => !kept.has(id)).map(({ id }) => part("removed", id)),
    ...after.milestones.flatMap((milestone) => {
      const earlier = old.get(milestone.id);
      if (!earlier) return [part("added", milestone.id)];
      const fields = fieldChanges(factsOfMilestone(earlier), factsOfMilestone(milestone));
      return [
        ...steady.has(milestone.id) ? [] : [part("moved", milestone.id)],
        ...fields.length > 0 ? [part("changed", milestone.id, fields)] : [],
      ];
    }),
  ];
}

function actionChanges(before: Content, after: Content): Change[] {
  const old = placesOf(before);
  const kept = placesOf(after);
  const stayed = (id: string) => old.get(id)?.milestone.id === kept.get(id)?.milestone.id;
  const steady = inOrder(
    allActions(before).map(({ id }) => id).filter(stayed),
    allActions(after).map(({ id }) => id).filter(stayed),
  );
  const part = (kind: Change["kind"], id: string, fields: FieldChange[] = []): Change => {
    const { action, milestone } = (kept.get(id) ?? old.get(id))!;
    return {
      kind,
      what: "action",
      id,
      name: action.label || actionType(action.type).label,
      within: milestone.name,
      fields,
    };
  };
  return [
    ...[...old.keys()].filter((id) => !kept.has(id)).map((id) => part("removed", id)),
    ...[...kept].flatMap(([id, { action, milestone }]) => {
      const earlier = old.get(id);
      if (!earlier) return [part("added", id)];
      const fields = fieldChanges(factsOfAction(earlier.action), factsOfAction(action));
      const from = !stayed(id)
        ? [{ field: "Milestone", before: earlier.milestone.name, after: milestone.name }]
        : [];
      return [
        ...steady.has(id) ? [] : [part("moved", id, from)],
        ...fields.length > 0 ? [part("changed", id, fields)] : [],
      ];
    }),
  ];
}

function placesOf(content: Content) {
  return new Map(
    content.milestones.flatMap((milestone) =>
      milestone.actions.map((action) => [action.id, { action, milestone }] as const)
    ),
  );
}

function fieldChanges(before: Fact[], after: Fact[]): FieldChange[] {
  const old = new Map(before);
  const now = new Map(after);
  return [...new Set([...old.keys(), ...now.keys()])]
    .map((field) => ({ field, before: old.get(field) ?? "", after: now.get(field) ?? "" }))
    .filter((change) => change.before !== change.after);
}

/** The largest part that kept its order; what is outside it was moved. Both hold the same ids. */
function inOrder(before: string[], after: string[]): Set<string> {
  const rank = new Map(before.map((id, at) => [id, at]));
  const ends: number[] = [];
  const previous = new Map<number, number | undefined>();
  for (const id of after) {
    const at = rank.get(id)!;
    let low = 0;
    let high = ends.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (ends[middle]! < at) low = middle + 1;
      else high = middle;
    }
    previous.set(at, low > 0 ? ends[low - 1] : undefined);
    ends[low] = at;
  }
  const kept = new Set<string>();
  for (let at = ends.at(-1); at !== undefined; at = previous.get(at)) kept.add(before[at]!);
  return kept;
}
