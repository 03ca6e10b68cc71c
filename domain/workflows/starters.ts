import type { Graph } from "./graph.ts";
import { kindOf } from "./kinds.ts";
import { APPROVAL_GATE, AUTOMATED_CREATION, SEGMENT_ROUTING } from "./starters_data.ts";
import { readYaml } from "./workflow_yaml.ts";

export interface Starter {
  id: string;
  name: string;
  does: string;
  graph: Graph;
}

let read: Starter[] | undefined;

/** Workflows to begin from: the three ways in which onboarding mostly starts. */
export function starters(): Starter[] {
  return read ??= [
    starter("automated-creation", AUTOMATED_CREATION),
    starter("segment-routing", SEGMENT_ROUTING),
    starter("approval-gate", APPROVAL_GATE),
  ];
}

export function findStarter(id: string): Starter | undefined {
  return starters().find((starter) => starter.id === id);
}

function starter(id: string, text: string): Starter {
  const read = readYaml(text);
  if (!read.ok) throw new Error(`The starter ${id} is broken: ${JSON.stringify(read.problems[0])}`);
  return { id, name: read.facts.name, does: read.facts.about, graph: read.graph };
}

/** The least that a workflow is: it starts, and it ends. */
export function newGraph(): Graph {
  const [start, end] = [kindOf("start")!, kindOf("end")!];
  const [port] = start.ports(start.empty);
  return {
    nodes: [
      { id: "n1", kind: "start", title: start.label, x: 0, y: 0, config: { ...start.empty } },
      { id: "n2", kind: "end", title: end.label, x: 320, y: 0, config: { ...end.empty } },
    ],
    edges: [{ from: "n1", port: port!.name, to: "n2" }],
    notes: [],
  };
}
