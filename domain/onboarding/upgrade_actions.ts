import type { Action } from "./template_content.ts";
import type { Hunk, OurAction, Sides } from "./upgrade_merge.ts";
import { actionOfParts, mergePart, type Parts, partsOfAction, same } from "./upgrade_parts.ts";
import {
  doneAction,
  doneMilestone,
  nameOfAction,
  nameOfMilestone,
  threeWays,
  wordsOfAction,
} from "./upgrade_words.ts";

/** In the order of the template, then what it no longer has. */
export function actionHunks(sides: Sides): Hunk[] {
  const ids = new Set([...sides.theirs.actions.keys(), ...sides.base.actions.keys()]);
  return [...ids].flatMap((id) => hunksOf(sides, id));
}

function hunksOf(sides: Sides, id: string): Hunk[] {
  const theirs = sides.theirs.actions.get(id);
  const ours = sides.ours.actions.get(id);
  if (theirs && ours) return [...moved(sides, id), ...changed(sides, id)];
  if (theirs) return added(sides, id);
  return ours ? [removed(sides, id)] : [];
}

/** New, or taken away here while the template changed it. */
function added({ base, theirs, ours }: Sides, id: string): Hunk[] {
  const old = base.actions.get(id);
  const { action, milestoneId } = theirs.actions.get(id)!;
  if (old && old.milestoneId === milestoneId && same(old.action, action)) return [];
  return [{
    id: `a:${id}`,
    kind: "added",
    what: "action",
    key: id,
    name: nameOfAction(action),
    milestoneId,
    lines: threeWays(wordsOfAction(old?.action), wordsOfAction(action), []),
    conflict: old !== undefined,
    ...intoMilestone(ours, milestoneId),
  }];
}

/** Nothing is brought into a milestone that is over, and one that is new here must come first. */
function intoMilestone(ours: Sides["ours"], milestoneId: string): Pick<Hunk, "frozen" | "needs"> {
  const milestone = ours.milestones.get(milestoneId);
  if (!milestone) return { needs: `m:${milestoneId}` };
  if (!doneMilestone(milestone)) return {};
  const over = milestone.state === "done" ? "is finished" : "was skipped";
  return { frozen: `${nameOfMilestone(milestone)} ${over}, so nothing is brought into it.` };
}

function removed({ base, ours }: Sides, id: string): Hunk {
  const old = base.actions.get(id)!;
  const { action: own, milestoneId } = ours.actions.get(id)!;
  return {
    id: `a:${id}`,
    kind: "removed",
    what: "action",
    key: id,
    name: nameOfAction(own.action),
    milestoneId,
    lines: threeWays(wordsOfAction(old.action), [], wordsOfAction(own.action)),
    conflict: old.milestoneId !== milestoneId || !same(old.action, own.action),
    ...frozenBy(own),
  };
}

function moved({ base, theirs, ours }: Sides, id: string): Hunk[] {
  const from = base.actions.get(id)?.milestoneId;
  const { milestoneId: to } = theirs.actions.get(id)!;
  const { action: own, milestoneId: at } = ours.actions.get(id)!;
  if (from === to || to === at) return [];
  const called = (milestoneId?: string) => {
    const milestone = [theirs, ours, base].map((side) => side.milestones.get(milestoneId ?? ""))
      .find(Boolean);
    return milestone ? nameOfMilestone(milestone) : "";
  };
  const line = { field: "Milestone", base: called(from), theirs: called(to), ours: called(at) };
  return [{
    id: `a:${id}:milestone`,
    kind: "moved",
    what: "action",
    key: id,
    name: nameOfAction(own.action),
    milestoneId: at,
    lines: [line],
    conflict: from !== at,
    value: to,
    ...intoMilestone(ours, to),
    ...frozenBy(own),
  }];
}

function changed({ base, theirs, ours }: Sides, id: string): Hunk[] {
  const { action: own, milestoneId } = ours.actions.get(id)!;
  const before = base.actions.get(id)?.action;
  const there = theirs.actions.get(id)!.action;
  const oneType = [before, there].every((one) => !one || one.type === own.action.type);
  const parts = partsOfAction(own.action, oneType);
  const old: Parts = before ? partsOfAction(before, oneType) : {};
  const taken = partsOfAction(there, oneType);
  const say = (name: string, from: Parts) => wordsOfAction(withPart(own, parts, name, from));
  return Object.keys(parts).flatMap((name): Hunk[] => {
    const merged = mergePart(name, old[name], taken[name], parts[name]);
    if (!merged) return [];
    const value = { [name]: merged.value };
    return [{
      id: `a:${id}:${name}`,
      kind: "changed",
      what: "action",
      key: id,
      name: nameOfAction(own.action),
      milestoneId,
      lines: threeWays(name in old ? say(name, old) : [], say(name, value), say(name, parts)),
      conflict: merged.conflict,
      part: name,
      value: merged.value,
      ...own.edited && touchesDraft(name) && { note: EDITED_DRAFT },
      ...frozenBy(own),
    }];
  });
}

/** Whether a draft that was written from it says something else now. */
export const touchesDraft = (part: string) => part === "kind" || part.startsWith("content.");

const EDITED_DRAFT =
  "Somebody has edited the draft that waits. It stays as it is; ask for another where you want one.";

function withPart(own: OurAction, parts: Parts, name: string, from: Parts): Action {
  return actionOfParts(own.action.id, own.action.type, { ...parts, [name]: from[name] });
}

function frozenBy(own: OurAction): Pick<Hunk, "frozen"> {
  const frozen = doneAction(own);
  return frozen ? { frozen } : {};
}
