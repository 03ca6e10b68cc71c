import { isDeepStrictEqual } from "node:util";
import { type Action, actionSchema, type AskedFile, type Question } from "./template_content.ts";
import { mergeOrder, reordered } from "./upgrade_order.ts";

/** What can be chosen one by one, by its name. */
export type Parts = Record<string, unknown>;

export const same = isDeepStrictEqual;

/** Content is taken apart only where all sides are of one type. */
export function partsOfAction(action: Action, oneType: boolean): Parts {
  const { id: _, type, content, ...plain } = action;
  // Left out is a value too: no due date.
  const parts: Parts = { ...plain, due_days: plain.due_days };
  if (!oneType) return { ...parts, kind: { type, content } };
  for (const [field, value] of Object.entries(content)) parts[`content.${field}`] = value;
  return parts;
}

export function actionOfParts(id: string, type: Action["type"], parts: Parts): Action {
  const content: Parts = {};
  const plain: Parts = {};
  for (const [name, value] of Object.entries(parts)) {
    if (name === "kind") Object.assign(plain, value);
    else if (name.startsWith("content.")) content[name.slice("content.".length)] = value;
    else if (value !== undefined) plain[name] = value;
  }
  return actionSchema.parse({ content, ...plain, type: plain.type ?? type, id });
}

/** What a part would be if the template's were taken, and whether both sides changed it. */
export interface MergedPart {
  value: unknown;
  conflict: boolean;
}

/** Nothing where the template changed nothing, or both say the same. */
export function mergePart(
  name: string,
  base: unknown,
  theirs: unknown,
  ours: unknown,
): MergedPart | undefined {
  if (same(base, theirs) || same(theirs, ours)) return undefined;
  if (same(base, ours)) return { value: theirs, conflict: false };
  const together = name === "content.files" || name === "content.questions"
    ? mergeEntries((base ?? []) as Entry[], theirs as Entry[], ours as Entry[])
    : undefined;
  if (together && same(together, ours)) return undefined;
  return { value: together ?? theirs, conflict: !together };
}

type Entry = AskedFile | Question;

/** Files and questions come together one by one; nothing where both sides changed the same one. */
function mergeEntries(base: Entry[], theirs: Entry[], ours: Entry[]): Entry[] | undefined {
  if ([base, theirs, ours].some(hasTwins)) return undefined;
  const [old, taken, own] = [byId(base), byId(theirs), byId(ours)];
  const merged = new Map<string, Entry>();
  for (const id of new Set([...taken.keys(), ...own.keys()])) {
    const [before, there, here] = [old.get(id), taken.get(id), own.get(id)];
    const keep = same(there, here) || same(before, there);
    if (!keep && !same(before, here)) return undefined;
    const entry = keep ? here : there;
    if (entry) merged.set(id, entry);
  }
  const order = mergedEntryOrder(merged, [base, theirs, ours].map((list) => list.map(idOf)));
  const entries = order?.map((id) => merged.get(id)!);
  return entries && sound(entries) ? entries : undefined;
}

function mergedEntryOrder(merged: Map<string, Entry>, orders: string[][]): string[] | undefined {
  const [base, theirs, ours] = orders as [string[], string[], string[]];
  const members = new Set(merged.keys());
  if (!reordered(base, theirs)) return mergeOrder(members, ours, theirs);
  if (reordered(base, ours) && reordered(ours, theirs)) return undefined;
  return mergeOrder(members, theirs, ours);
}

/** A question that is shown by the answer of another comes after it. */
function sound(entries: Entry[]): boolean {
  const seen = new Set<string>();
  return entries.every((entry) => {
    seen.add(entry.id);
    const shown = "show_when" in entry ? entry.show_when : undefined;
    return !shown || (seen.has(shown.question) && shown.question !== entry.id);
  });
}

const idOf = ({ id }: Entry) => id;
const byId = (entries: Entry[]) => new Map(entries.map((entry) => [entry.id, entry]));
const hasTwins = (entries: Entry[]) => byId(entries).size !== entries.length;
