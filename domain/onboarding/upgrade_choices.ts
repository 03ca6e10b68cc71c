import type { Action, Content, Milestone } from "./template_content.ts";
import {
  contentOf,
  type Hunk,
  mergeUpgrade,
  type OurMilestone,
  type Ours,
} from "./upgrade_merge.ts";
import { mergeOrder } from "./upgrade_order.ts";
import { actionOfParts, type Parts, partsOfAction } from "./upgrade_parts.ts";

/** What is taken of the template, by the ids of hunks. What is not named stays as it is. */
export type Choices = ReadonlyMap<string, "theirs" | "ours">;

/** Everything that can be taken and was changed by nobody here. */
export function takeCalm(hunks: Hunk[]): Choices {
  return new Map(
    hunks.filter(({ conflict, frozen }) => !conflict && !frozen).map(({ id }) => [id, "theirs"]),
  );
}

/** The plan as it will be. Neither what is frozen nor what rests on something untaken is touched. */
export function applyChoices(
  base: Content,
  theirs: Content,
  ours: Ours,
  choices: Choices,
): Content {
  const taken = takenHunks(mergeUpgrade(base, theirs, ours), choices);
  const actions = actionsAfter(theirs, ours, taken);
  const facts = factsAfter(theirs, ours, taken, actions);
  const order = milestoneOrder(theirs, ours, taken, new Set(facts.keys()));
  return {
    milestones: order.map((id) => ({
      ...facts.get(id)!,
      actions: actionOrder(theirs, ours, taken, id, actions),
    })),
  };
}

type Taken = Map<string, Hunk>;

function takenHunks(hunks: Hunk[], choices: Choices): Taken {
  const chosen = new Map(
    hunks.filter(({ id, frozen }) => !frozen && choices.get(id) === "theirs")
      .map((hunk) => [hunk.id, hunk]),
  );
  return new Map([...chosen].filter(([, { needs }]) => !needs || chosen.has(needs)));
}

interface Placed {
  action: Action;
  milestoneId: string;
}

function actionsAfter(theirs: Content, ours: Ours, taken: Taken): Map<string, Placed> {
  const placed = new Map<string, Placed>();
  for (const { id, actions } of ours.milestones) {
    for (const { action } of actions) placed.set(action.id, { action, milestoneId: id });
  }
  const there = new Map(
    theirs.milestones.flatMap(({ id, actions }) =>
      actions.map((action) => [action.id, { action, milestoneId: id }])
    ),
  );
  for (const { kind, what, key, value } of taken.values()) {
    if (what !== "action") continue;
    if (kind === "added") placed.set(key, there.get(key)!);
    if (kind === "removed") placed.delete(key);
    if (kind === "moved") placed.get(key)!.milestoneId = value as string;
  }
  changeParts(placed, taken);
  return placed;
}

function changeParts(placed: Map<string, Placed>, taken: Taken) {
  const changes = Map.groupBy(
    [...taken.values()].filter(({ kind, what }) => kind === "changed" && what === "action"),
    ({ key }) => key,
  );
  for (const [key, hunks] of changes) {
    const one = placed.get(key)!;
    const parts: Parts = partsOfAction(one.action, !hunks.some(({ part }) => part === "kind"));
    for (const { part, value } of hunks) parts[part!] = value;
    one.action = actionOfParts(key, one.action.type, parts);
  }
}

type Facts = Omit<Milestone, "actions">;

function factsAfter(
  theirs: Content,
  ours: Ours,
  taken: Taken,
  actions: Map<string, Placed>,
): Map<string, Facts> {
  const facts = new Map<string, Facts>(
    contentOf(ours).milestones.map(({ actions: _, ...own }) => [own.id, own]),
  );
  const held = new Set([...actions.values()].map(({ milestoneId }) => milestoneId));
  for (const { kind, what, key, part, value } of taken.values()) {
    if (what !== "milestone" || kind === "ordered") continue;
    if (kind === "added") {
      const { actions: _, ...milestone } = theirs.milestones.find(({ id }) => id === key)!;
      facts.set(key, milestone);
    }
    if (kind === "removed" && !held.has(key)) facts.delete(key);
    if (kind === "changed") facts.set(key, { ...facts.get(key)!, [part!]: value });
  }
  return facts;
}

/** What has begun keeps its place. What is new follows what it follows in the template. */
function milestoneOrder(
  theirs: Content,
  ours: Ours,
  taken: Taken,
  members: Set<string>,
): string[] {
  const begun = ours.milestones.filter(({ state }) => state !== "not_started").map(idOf);
  const there = theirs.milestones.map(idOf).filter((id) => !begun.includes(id));
  const here = ours.milestones.map(idOf);
  return taken.has("order")
    ? mergeOrder(members, [...begun, ...there], here)
    : mergeOrder(members, here, there, here.filter((id, at) => id === begun[at]).at(-1));
}

function actionOrder(
  theirs: Content,
  ours: Ours,
  taken: Taken,
  milestoneId: string,
  actions: Map<string, Placed>,
): Action[] {
  const members = new Set(
    [...actions].filter(([, one]) => one.milestoneId === milestoneId).map(([id]) => id),
  );
  const own: OurMilestone | undefined = ours.milestones.find(({ id }) => id === milestoneId);
  const here = own?.actions.map(({ action }) => action.id) ?? [];
  const there = theirs.milestones.find(({ id }) => id === milestoneId)?.actions.map(idOf) ?? [];
  const order = taken.has(`m:${milestoneId}:order`) || !own
    ? mergeOrder(members, there, here)
    : mergeOrder(members, here, there);
  return order.map((id) => actions.get(id)!.action);
}

const idOf = ({ id }: { id: string }) => id;
