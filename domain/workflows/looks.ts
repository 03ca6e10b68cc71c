import type { Graph, GraphNode } from "./graph.ts";
import { kindOf } from "./kinds.ts";
import type { Names } from "./node.ts";
import type { Look, Looks } from "./picture_shape.ts";

/** How each step looks, by its id. What this release does not know has no look. */
export function looksOf(graph: Graph, names: Names): Looks {
  return new Map(graph.nodes.flatMap((node) => {
    const look = lookOf(node, names);
    return look ? [[node.id, look] as const] : [];
  }));
}

function lookOf({ kind, config }: GraphNode, names: Names): Look | undefined {
  const known = kindOf(kind);
  if (!known) return undefined;
  const { label, group } = known;
  return { label, group, summary: known.summary(config, names), ports: known.ports(config) };
}
