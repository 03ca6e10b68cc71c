import type { OrgDb } from "../base/db.ts";
import { NotFound, Refused } from "../base/errors.ts";
import { recordEvent } from "../base/events.ts";
import { newId } from "../base/tokens.ts";
import { editWorkflow } from "./draft_edits.ts";
import { type Graph, graphSchema } from "./graph.ts";
import { problemsOf } from "./problems.ts";
import { ACTOR, lockWorkflow, updateWorkflow } from "./workflow_changes.ts";
import { findWorkflow, type Workflow } from "./workflows.ts";

export interface VersionRow {
  id: string;
  number: number;
  says: string;
  published_at: Date;
  by: string | null;
}

export interface Version extends VersionRow {
  graph: Graph;
}

/**
 * Makes the draft the next version, which new runs follow from now on. Runs that are under way keep
 * the version they began with.
 */
export async function publish(
  tx: OrgDb,
  id: string,
  rev: number,
  says: string,
): Promise<Version> {
  const workflow = await lockWorkflow(tx, id);
  if (workflow.state === "archived") throw new Refused("This workflow is archived.");
  if (workflow.rev !== rev) {
    throw new Refused("It was changed while you looked at it. Look again, then publish.");
  }
  const problems = await problemsOf(tx, workflow.draft);
  const errors = problems.filter(({ severity }) => severity === "error");
  if (errors.length > 0) throw new Refused(`Put right what is listed first: ${errors[0]!.text}`);
  if (!workflow.draft_changed) throw new Refused("Nothing has changed since the last version.");
  const number = workflow.published_number + 1;
  const versionId = newId();
  await tx.insertInto("workflow_versions").values({
    id: versionId,
    workflow_id: id,
    number,
    graph: workflow.draft,
    says,
    published_by: ACTOR,
  }).execute();
  await updateWorkflow(tx, id, {
    published_id: versionId,
    published_number: number,
    draft_changed: false,
    starts_on: startOf(workflow.draft),
  });
  await recordEvent(tx, {
    kind: "workflow.published",
    subjectId: id,
    data: { name: workflow.name, number, versionId },
  });
  return await findVersion(tx, id, number);
}

function startOf(graph: Graph): string | null {
  const on = graph.nodes.find(({ kind }) => kind === "start")?.config.on;
  return typeof on === "string" ? on.slice(0, 40) : null;
}

/** From now on events, people and other workflows start it. */
export async function activate(tx: OrgDb, id: string): Promise<Workflow> {
  const workflow = await lockWorkflow(tx, id);
  if (workflow.state === "active") throw new Refused(`${workflow.name} is active already.`);
  if (workflow.state === "archived") throw new Refused(`${workflow.name} is archived.`);
  if (!workflow.published_id) throw new Refused("Publish it first: there is no version to follow.");
  return await become(tx, workflow, "active", "workflow.activated");
}

/** Nothing starts it any more. Runs that are under way go on. */
export async function pause(tx: OrgDb, id: string): Promise<Workflow> {
  const workflow = await lockWorkflow(tx, id);
  if (workflow.state !== "active") throw new Refused(`${workflow.name} is not active.`);
  return await become(tx, workflow, "paused", "workflow.paused");
}

async function become(tx: OrgDb, workflow: Workflow, state: "active" | "paused", kind: string) {
  await updateWorkflow(tx, workflow.id, { state });
  await recordEvent(tx, { kind, subjectId: workflow.id, data: { name: workflow.name } });
  return await findWorkflow(tx, workflow.id);
}

const MOST = 100;

/** Newest first. */
export async function listVersions(
  tx: OrgDb,
  workflowId: string,
  before?: number,
): Promise<VersionRow[]> {
  return await versions(tx).where("v.workflow_id", "=", workflowId)
    .$if(before !== undefined, (query) => query.where("v.number", "<", before!))
    .orderBy("v.number", "desc").limit(MOST).execute();
}

export async function findVersion(tx: OrgDb, workflowId: string, number: number): Promise<Version> {
  const row = await versions(tx).select("v.graph").where("v.workflow_id", "=", workflowId)
    .where("v.number", "=", number).executeTakeFirst();
  if (!row) throw new NotFound();
  return { ...row, graph: graphSchema.parse(row.graph) };
}

/** The draft becomes what was published then. It can be undone, and changes no run. */
export async function restoreVersion(tx: OrgDb, id: string, number: number): Promise<Workflow> {
  const version = await findVersion(tx, id, number);
  const { rev } = await findWorkflow(tx, id);
  const { workflow } = await editWorkflow(tx, id, rev, () => ({
    graph: version.graph,
    says: `brought version ${number} back as the draft`,
  }));
  if (number === workflow.published_number) {
    await tx.updateTable("workflows").set({ draft_changed: false }).where("id", "=", id).execute();
  }
  return workflow;
}

function versions(tx: OrgDb) {
  return tx.selectFrom("workflow_versions as v").leftJoin("members as m", "m.id", "v.published_by")
    .select(["v.id", "v.number", "v.says", "v.published_at", "m.name as by"]);
}
