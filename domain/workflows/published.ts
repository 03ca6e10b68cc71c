import type { OrgDb } from "../base/db.ts";
import { NotFound } from "../base/errors.ts";
import type { Graph, GraphNode } from "./graph.ts";
import { kindOf } from "./kinds.ts";
import type { NodeKind } from "./node.ts";
import { referencesIn } from "./references.ts";
import { triggerOf } from "./triggers.ts";

/** What this Thread understands. A run of a newer format waits for a newer Thread. */
export const FORMAT = 1;

/** A published version, ready to be followed. It never changes, so one is kept for all its runs. */
export interface Published {
  id: string;
  workflowId: string;
  name: string;
  format: number;
  graph: Graph;
  start: GraphNode;
  /** Whether any step uses what another brought, or comes by more than once. */
  looksBack: boolean;
  steps: ReadonlyMap<string, PublishedStep>;
}

export interface PublishedStep {
  node: GraphNode;
  /** Undefined for one that only a newer Thread knows. */
  kind: NodeKind | undefined;
  /** Where each output leads. */
  ways: ReadonlyMap<string, string>;
  /** What it names of others, by the field that does. */
  references: string[];
  /** Its configuration, where that is the same for every run. */
  fixed?: unknown;
}

const KEPT = 500;
const kept = new Map<string, Published>();

/** Several at once, each read from the database only the first time. */
export async function publishedOf(
  tx: OrgDb,
  versionIds: string[],
): Promise<(versionId: string) => Published> {
  const missing = [...new Set(versionIds)].filter((id) => !kept.has(id));
  const found = new Map(versionIds.map((id) => [id, kept.get(id)]));
  if (missing.length > 0) {
    for (const one of await readVersions(tx, missing)) {
      found.set(one.id, one);
      kept.set(one.id, one);
    }
    for (const id of kept.keys()) {
      if (kept.size <= KEPT) break;
      kept.delete(id);
    }
  }
  return (id) => {
    const one = found.get(id);
    if (!one) throw new NotFound("This version of the workflow is not there any more");
    return one;
  };
}

async function readVersions(tx: OrgDb, ids: string[]): Promise<Published[]> {
  const rows = await tx.selectFrom("workflow_versions as v")
    .innerJoin("workflows as w", "w.id", "v.workflow_id")
    .select(["v.id", "v.workflow_id", "v.format", "v.graph", "w.name"])
    .where("v.id", "in", ids).execute();
  return rows.map(({ id, workflow_id, format, graph, name }) => ({
    id,
    workflowId: workflow_id,
    name,
    format,
    ...prepared(graph),
  }));
}

export function prepared(graph: Graph): Pick<Published, "graph" | "start" | "looksBack" | "steps"> {
  const start = graph.nodes.find(({ kind }) => kind === "start") ?? graph.nodes[0]!;
  const steps = new Map(graph.nodes.map((node) => [node.id, stepOf(graph, node)]));
  const looksBack = [...steps.values()].some(({ node, references }) =>
    node.kind === "repeat" || isOfService(start) ||
    references.some((path) => !path.startsWith(`${start.id}.`) && !path.startsWith("account."))
  );
  return { graph, start, looksBack, steps };
}

/** Such a start may have read its record only after the run began. */
const isOfService = ({ config }: GraphNode) => triggerOf(String(config.on))?.service !== undefined;

function stepOf(graph: Graph, node: GraphNode): PublishedStep {
  const kind = kindOf(node.kind);
  const ways = new Map(
    graph.edges.filter(({ from }) => from === node.id).map(({ port, to }) => [port, to]),
  );
  const references = referencesIn(node.config);
  const step: PublishedStep = { node, kind, ways, references };
  if (kind && references.length === 0) {
    const read = kind.config.safeParse(node.config);
    if (read.success) step.fixed = read.data;
  }
  return step;
}
