import { sql, type UpdateObject } from "kysely";
import type { OrgDb } from "../base/db.ts";
import { Refused } from "../base/errors.ts";
import { recordEvent } from "../base/events.ts";
import type { Tables } from "../base/schema.ts";
import { newId } from "../base/tokens.ts";
import { staleError } from "../people/versions.ts";
import { type Graph, graphSchema } from "./graph.ts";
import { kindOf } from "./kinds.ts";
import { withoutSecrets } from "./secret_fields.ts";
import { findWorkflow, type Workflow } from "./workflows.ts";

/** The member of this transaction; nobody where Thread itself does it. */
export const ACTOR = sql<string | null>`(select id from members where id =
  nullif(current_setting('thread.actor_id', true), '')::uuid)`;

/** It is a draft: nothing starts it before somebody publishes and activates it. */
export async function createWorkflow(
  tx: OrgDb,
  facts: { name: string; about: string },
  drawn: Graph,
): Promise<Workflow> {
  await refuseTaken(tx, facts.name);
  const draft = { ...drawn, nodes: withoutSecrets(drawn.nodes, kindOf) };
  const id = newId();
  await tx.insertInto("workflows").values({
    id,
    ...facts,
    draft: graphSchema.parse(draft),
    rev: 1,
    last_node: highestNumber(draft),
    owner_id: ACTOR,
    created_by: ACTOR,
  }).execute();
  await tx.insertInto("workflow_edits").values({
    workflow_id: id,
    rev: 1,
    graph: draft,
    what: "created it",
    edited_by: ACTOR,
  }).execute();
  await recordEvent(tx, { kind: "workflow.created", subjectId: id, data: { name: facts.name } });
  return await findWorkflow(tx, id);
}

/** The copy is a draft of its own; what the original says later never reaches it. */
export async function duplicateWorkflow(tx: OrgDb, id: string, name: string): Promise<Workflow> {
  const { about, draft } = await findWorkflow(tx, id);
  return await createWorkflow(tx, { name, about }, draft);
}

export async function describeWorkflow(
  tx: OrgDb,
  id: string,
  version: number,
  facts: { name: string; about: string; owner_id: string | null },
): Promise<Workflow> {
  const workflow = await lockWorkflow(tx, id, version);
  if (facts.name.toLowerCase() !== workflow.name.toLowerCase()) await refuseTaken(tx, facts.name);
  if (facts.owner_id !== workflow.owner_id) await refuseStranger(tx, facts.owner_id);
  await updateWorkflow(tx, id, facts);
  await recordEvent(tx, {
    kind: "workflow.described",
    subjectId: id,
    data: { name: facts.name, before: workflow.name },
  });
  return await findWorkflow(tx, id);
}

/** Runs that are under way go on; no other begins. */
export async function archiveWorkflow(tx: OrgDb, id: string): Promise<Workflow> {
  const workflow = await lockWorkflow(tx, id);
  if (workflow.state === "archived") throw new Refused(`${workflow.name} is already archived.`);
  await updateWorkflow(tx, id, { state: "archived", archived_at: sql<Date>`now()` });
  await recordEvent(tx, {
    kind: "workflow.archived",
    subjectId: id,
    data: { name: workflow.name },
  });
  return await findWorkflow(tx, id);
}

/** It comes back paused, or as the draft it was: what starts it again is a person. */
export async function unarchiveWorkflow(tx: OrgDb, id: string): Promise<Workflow> {
  const workflow = await lockWorkflow(tx, id);
  if (workflow.state !== "archived") throw new Refused(`${workflow.name} is not archived.`);
  await refuseTaken(tx, workflow.name);
  const state = workflow.published_id ? "paused" : "draft";
  await updateWorkflow(tx, id, { state, archived_at: null });
  await recordEvent(tx, {
    kind: "workflow.restored",
    subjectId: id,
    data: { name: workflow.name },
  });
  return await findWorkflow(tx, id);
}

/** Two people who save at once save one after the other; the second is told. */
export async function lockWorkflow(tx: OrgDb, id: string, version?: number): Promise<Workflow> {
  await tx.selectFrom("workflows").select("id").where("id", "=", id).forUpdate().execute();
  const workflow = await findWorkflow(tx, id);
  if (version !== undefined && workflow.version !== version) {
    throw await staleError(tx, "this workflow", id);
  }
  return workflow;
}

export async function updateWorkflow(
  tx: OrgDb,
  id: string,
  columns: UpdateObject<Tables, "workflows">,
): Promise<void> {
  await tx.updateTable("workflows").set(columns)
    .set({ version: sql`version + 1`, changed_at: sql<Date>`now()` })
    .where("id", "=", id).execute();
}

async function refuseTaken(tx: OrgDb, name: string): Promise<void> {
  const taken = await tx.selectFrom("workflows").select("id")
    .where(sql`lower(name)`, "=", name.toLowerCase()).where("archived_at", "is", null)
    .executeTakeFirst();
  if (taken) throw new Refused(`There is a workflow named ${name} already.`);
}

async function refuseStranger(tx: OrgDb, id: string | null): Promise<void> {
  if (id === null) return;
  const member = await tx.selectFrom("members").select("id").where("id", "=", id)
    .where("deactivated_at", "is", null).executeTakeFirst();
  if (!member) throw new Refused("This owner is not a member any more. Choose another.");
}

export function highestNumber(graph: Graph): number {
  return graph.nodes.reduce((most, { id }) => Math.max(most, Number(id.slice(1)) || 0), 0);
}
