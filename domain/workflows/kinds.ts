import type { NodeKind } from "./node.ts";
import { condition } from "./nodes/condition.ts";
import { end } from "./nodes/end.ts";
import { start } from "./nodes/start.ts";

/** Every kind of step, in the order of the palette. */
export const allKinds: NodeKind[] = [
  start,
  condition,
  end,
];

const byName = new Map(allKinds.map((one) => [one.kind, one]));

/** Undefined for one that this version of Thread does not know. */
export function kindOf(name: string): NodeKind | undefined {
  return byName.get(name);
}
