import { sql } from "kysely";
import type { OrgDb } from "../base/db.ts";
import type { Graph } from "./graph.ts";
import { kindOf } from "./kinds.ts";

export interface StepSoFar {
  nodeId: string;
  visit: number;
  title: string;
  state: string;
  port: string | null;
  startedAt: Date;
}

/** The run that a task belongs to, as far as it has come. */
export interface RunSoFar {
  id: string;
  workflowId: string;
  workflow: string;
  state: string;
  outcome: string | null;
  steps: StepSoFar[];
}

const MOST_STEPS = 300;

export async function runSoFar(tx: OrgDb, runId: string): Promise<RunSoFar | undefined> {
  const [run, steps] = await Promise.all([
    tx.selectFrom("runs as r")
      .innerJoin("workflow_versions as v", "v.id", "r.version_id")
      .innerJoin("workflows as w", "w.id", "r.workflow_id")
      .select(["r.id", "r.workflow_id", "r.state", "r.outcome", "w.name", "v.graph"])
      .where("r.id", "=", runId).executeTakeFirst(),
    tx.selectFrom("run_steps").select(["node_id", "visit", "state", "port", "started_at"])
      .where("run_id", "=", runId).orderBy("position").limit(MOST_STEPS).execute(),
  ]);
  if (!run) return undefined;
  const titles = titlesIn(run.graph);
  return {
    id: run.id,
    workflowId: run.workflow_id,
    workflow: run.name,
    state: run.state,
    outcome: run.outcome,
    steps: steps.map(({ node_id, visit, state, port, started_at }) => ({
      nodeId: node_id,
      visit,
      title: titles.get(node_id) ?? node_id,
      state,
      port,
      startedAt: started_at,
    })),
  };
}

/** What follows from a decision, in words: "The run goes on: Apply template." */
export async function goesOnWords(tx: OrgDb, runId: string, nodeId: string): Promise<string> {
  const { rows: [at] } = await sql<{
    state: string;
    outcome: string | null;
    node_id: string | null;
    graph: Graph;
    last: string | null;
  }>`
    select r.state, r.outcome, r.node_id, v.graph, (
      select node_id from run_steps s where s.org_id = r.org_id and s.run_id = r.id
      order by position desc limit 1
    ) as last
    from runs r join workflow_versions v on v.org_id = r.org_id and v.id = r.version_id
    where r.org_id = current_org() and r.id = ${runId}`.execute(tx);
  if (!at) return "";
  const titles = titlesIn(at.graph);
  const title = titles.get(at.node_id ?? at.last ?? "") ?? "the next step";
  if (at.state === "completed") return `The run has ended: ${at.outcome ?? title}.`;
  if (at.state === "failed" || at.state === "parked") return `The run stopped at "${title}".`;
  if (at.state === "cancelled") return "The run was cancelled.";
  return at.node_id === nodeId ? "The run goes on." : `The run goes on: ${title}.`;
}

function titlesIn({ nodes }: Graph): Map<string, string> {
  return new Map(nodes.map(({ id, title, kind }) => [id, title || kindOf(kind)?.label || kind]));
}
