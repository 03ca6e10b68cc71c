import { milestoneFacts } from "./template_content.ts";
import type { Hunk, OurMilestone, Sides } from "./upgrade_merge.ts";
import { common, reordered } from "./upgrade_order.ts";
import { mergePart, same } from "./upgrade_parts.ts";
import {
  doneAction,
  doneMilestone,
  nameOfAction,
  nameOfMilestone,
  threeWays,
  wordsOfMilestone,
} from "./upgrade_words.ts";

const FACTS = Object.keys(milestoneFacts) as (keyof typeof milestoneFacts)[];

export function milestoneHunks(sides: Sides, actions: Hunk[]): Hunk[] {
  const ids = new Set([...sides.theirs.order, ...sides.base.order]);
  const needed = new Set(actions.map(({ needs }) => needs));
  return [
    ...orderOfMilestones(sides),
    ...[...ids].flatMap((id) => hunksOf(sides, id, actions, needed.has(`m:${id}`))),
  ];
}

function hunksOf(sides: Sides, id: string, actions: Hunk[], needed: boolean): Hunk[] {
  const theirs = sides.theirs.milestones.get(id);
  const ours = sides.ours.milestones.get(id);
  if (theirs && ours) return [...changed(sides, id), ...orderOfActions(sides, id)];
  if (theirs) return added(sides, id, needed);
  return ours ? [removed(sides, id, actions)] : [];
}

/** New; or taken away here while the template changed it, or brings something into it. */
function added({ base, theirs }: Sides, id: string, needed: boolean): Hunk[] {
  const old = base.milestones.get(id);
  const milestone = theirs.milestones.get(id)!;
  if (old && !needed && FACTS.every((fact) => old[fact] === milestone[fact])) return [];
  return [{
    id: `m:${id}`,
    kind: "added",
    what: "milestone",
    key: id,
    name: nameOfMilestone(milestone),
    milestoneId: id,
    lines: threeWays(wordsOfMilestone(old), wordsOfMilestone(milestone), []),
    conflict: old !== undefined,
  }];
}

function removed({ base, ours }: Sides, id: string, actions: Hunk[]): Hunk {
  const old = base.milestones.get(id)!;
  const own = ours.milestones.get(id)!;
  const stays = staysBecause(own, base, actions);
  return {
    id: `m:${id}`,
    kind: "removed",
    what: "milestone",
    key: id,
    name: nameOfMilestone(own),
    milestoneId: id,
    lines: threeWays(wordsOfMilestone(old), [], wordsOfMilestone(own)),
    conflict: FACTS.some((fact) => old[fact] !== own[fact]),
    note: "It leaves once nothing is left in it.",
    ...stays && { frozen: stays },
  };
}

/** It leaves once nothing is left in it, and not while people work in it. */
function staysBecause(
  own: OurMilestone,
  base: Sides["base"],
  actions: Hunk[],
): string | undefined {
  const done = doneMilestone(own);
  if (done) return done;
  if (own.state === "active") return "It is in progress, so it stays. Finish or skip it instead.";
  const leaving = new Set(
    actions.filter(({ kind, frozen }) => (kind === "removed" || kind === "moved") && !frozen)
      .map(({ key }) => key),
  );
  const holding = own.actions.find(({ action }) => !leaving.has(action.id));
  if (!holding) return undefined;
  const why = doneAction(holding)
    ? "which stays"
    : `which was ${base.actions.has(holding.action.id) ? "moved" : "added"} here`;
  return `It holds “${nameOfAction(holding.action)}”, ${why}, so it stays too.`;
}

function changed({ base, theirs, ours }: Sides, id: string): Hunk[] {
  const own = ours.milestones.get(id)!;
  const old = base.milestones.get(id);
  const there = theirs.milestones.get(id)!;
  const frozen = doneMilestone(own);
  return FACTS.flatMap((fact): Hunk[] => {
    const merged = mergePart(fact, old?.[fact], there[fact], own[fact]);
    if (!merged) return [];
    const say = (value: unknown) => wordsOfMilestone({ ...own, [fact]: value });
    return [{
      id: `m:${id}:${fact}`,
      kind: "changed",
      what: "milestone",
      key: id,
      name: nameOfMilestone(own),
      milestoneId: id,
      lines: threeWays(old ? say(old[fact]) : [], say(merged.value), say(own[fact])),
      conflict: merged.conflict,
      part: fact,
      value: merged.value,
      ...frozen && { frozen },
    }];
  });
}

/** Milestones that have begun keep their places, so only the others can be put in another order. */
function orderOfMilestones({ base, theirs, ours }: Sides): Hunk[] {
  const ahead = ours.order.filter((id) => ours.milestones.get(id)!.state === "not_started");
  const names = (ids: string[]) =>
    ids.map((id) => nameOfMilestone((ours.milestones.get(id) ?? theirs.milestones.get(id))!));
  return orderHunk(
    {
      id: "order",
      what: "milestone",
      key: "",
      name: "Order of the milestones",
      milestoneId: undefined,
    },
    [base.order, theirs.order, ahead],
    names,
  );
}

function orderOfActions({ base, theirs, ours }: Sides, id: string): Hunk[] {
  const lists = [base, theirs].map((side) =>
    (side.milestones.get(id)?.actions ?? []).map((action) => action.id)
  );
  const own = ours.milestones.get(id)!;
  const names = (ids: string[]) =>
    ids.map((one) => {
      const action = ours.actions.get(one)?.action.action ?? theirs.actions.get(one)!.action;
      return nameOfAction(action);
    });
  const about = {
    id: `m:${id}:order`,
    what: "action" as const,
    key: id,
    name: `Order in ${nameOfMilestone(own)}`,
    milestoneId: id,
  };
  return orderHunk(
    about,
    [lists[0]!, lists[1]!, own.actions.map(({ action }) => action.id)],
    names,
  );
}

function orderHunk(
  about: Pick<Hunk, "id" | "what" | "key" | "name" | "milestoneId">,
  lists: [base: string[], theirs: string[], ours: string[]],
  names: (ids: string[]) => string[],
): Hunk[] {
  const everywhere = lists.reduce(common);
  const [base, theirs, ours] = lists.map((list) => common(list, everywhere)) as typeof lists;
  if (same(base, theirs) || same(theirs, ours)) return [];
  const say = (ids: string[]) => names(ids).join(", ");
  const line = { field: "Order", base: say(base), theirs: say(theirs), ours: say(ours) };
  return [{ ...about, kind: "ordered", lines: [line], conflict: reordered(base, ours) }];
}
