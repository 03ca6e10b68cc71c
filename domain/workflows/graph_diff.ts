import { edgeFrom, findNode, type Graph, type GraphNode, inOrder } from "./graph.ts";
import { kindOf } from "./kinds.ts";
import type { Names } from "./node.ts";
import { wordsOf } from "./config_words.ts";
import { titleOf } from "./step_values.ts";

export interface FieldChange {
  field: string;
  before: string;
  after: string;
}

export interface StepChange {
  kind: "added" | "removed" | "changed" | "moved";
  id: string;
  title: string;
  label: string;
  fields: FieldChange[];
}

/** What a person would say has changed, step by step in the order in which they run. */
export function diffGraphs(before: Graph, after: Graph, names: Names): StepChange[] {
  const removed = before.nodes.filter(({ id }) => !findNode(after, id))
    .map((node) => change("removed", node, []));
  const others = (inOrder(after) ?? after.nodes).flatMap((node) => {
    const earlier = findNode(before, node.id);
    if (!earlier) return [change("added", node, waysOf(before, after, node))];
    const fields = [
      ...titleChange(earlier, node),
      ...configChanges(earlier, node, names),
      ...waysOf(before, after, node),
    ];
    if (fields.length > 0) return [change("changed", node, fields)];
    const stayed = earlier.x === node.x && earlier.y === node.y;
    return stayed ? [] : [change("moved", node, [])];
  });
  return [...others, ...removed];
}

function change(kind: StepChange["kind"], node: GraphNode, fields: FieldChange[]): StepChange {
  const label = kindOf(node.kind)?.label ?? node.kind;
  return { kind, id: node.id, title: titleOf(node), label, fields };
}

function titleChange(before: GraphNode, after: GraphNode): FieldChange[] {
  if (before.title === after.title) return [];
  return [{ field: "Title", before: before.title, after: after.title }];
}

function configChanges(before: GraphNode, after: GraphNode, names: Names): FieldChange[] {
  const old = new Map(wordsOf(before, names));
  const now = new Map(wordsOf(after, names));
  return [...new Set([...old.keys(), ...now.keys()])]
    .map((field) => ({ field, before: old.get(field) ?? "", after: now.get(field) ?? "" }))
    .filter((one) => one.before !== one.after);
}

function waysOf(before: Graph, after: Graph, node: GraphNode): FieldChange[] {
  const ports = kindOf(node.kind)?.ports(node.config) ?? [];
  const target = (graph: Graph, port: string) => {
    const to = edgeFrom(graph, node.id, port)?.to;
    const found = to === undefined ? undefined : findNode(graph, to);
    return { to, title: found ? titleOf(found) : "" };
  };
  return ports.flatMap(({ name, label }) => {
    const [old, now] = [target(before, name), target(after, name)];
    if (old.to === now.to) return [];
    const field = ports.length > 1 ? `${label} leads to` : "Leads to";
    return [{ field, before: old.title, after: now.title }];
  });
}
