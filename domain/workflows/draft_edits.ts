import { sql } from "kysely";
import type { OrgDb } from "../base/db.ts";
import { Refused } from "../base/errors.ts";
import { recordEvent } from "../base/events.ts";
import { Stale } from "../people/versions.ts";
import { type Graph, graphSchema } from "./graph.ts";
import type { Edited } from "./graph_edits.ts";
import { ACTOR, highestNumber, lockWorkflow } from "./workflow_changes.ts";
import type { Workflow } from "./workflows.ts";

export interface Saved {
  workflow: Workflow;
  /** What was done, after somebody's name: "moved SMB pool". */
  says: string;
  focus?: string;
}

/** That many steps back can be undone. */
const KEPT = 100;

/** Saves one gesture, unless somebody else made one since the drawing that it was made on. */
export async function editWorkflow(
  tx: OrgDb,
  id: string,
  rev: number,
  edit: (draft: Graph, lastNode: number) => Edited,
): Promise<Saved> {
  const workflow = await lockDraft(tx, id, rev);
  const { graph, says, focus } = edit(workflow.draft, workflow.last_node);
  if (JSON.stringify(graph) === JSON.stringify(workflow.draft)) return { workflow, says, focus };
  await tx.deleteFrom("workflow_edits").where("workflow_id", "=", id)
    .where((is) => is.or([is("undone", "=", true), is("rev", "<=", rev - KEPT)])).execute();
  await tx.insertInto("workflow_edits").values({
    workflow_id: id,
    rev: rev + 1,
    graph,
    what: says.slice(0, 200),
    edited_by: ACTOR,
  }).execute();
  return await save(tx, workflow, graph, says, focus);
}

export async function undoEdit(tx: OrgDb, id: string, rev: number): Promise<Saved> {
  const workflow = await lockDraft(tx, id, rev);
  const [last, before] = await tx.selectFrom("workflow_edits").select(["rev", "what", "graph"])
    .where("workflow_id", "=", id).where("undone", "=", false).orderBy("rev", "desc").limit(2)
    .execute();
  if (!last || !before) throw new Refused("There is nothing to undo.");
  await mark(tx, id, last.rev, true);
  return await save(tx, workflow, graphSchema.parse(before.graph), `undid: ${last.what}`);
}

export async function redoEdit(tx: OrgDb, id: string, rev: number): Promise<Saved> {
  const workflow = await lockDraft(tx, id, rev);
  const next = await tx.selectFrom("workflow_edits").select(["rev", "what", "graph"])
    .where("workflow_id", "=", id).where("undone", "=", true).orderBy("rev").limit(1)
    .executeTakeFirst();
  if (!next) throw new Refused("There is nothing to redo.");
  await mark(tx, id, next.rev, false);
  return await save(tx, workflow, graphSchema.parse(next.graph), `did again: ${next.what}`);
}

/** What can be undone and done again, in words. */
export async function nextSteps(tx: OrgDb, id: string): Promise<{ undo?: string; redo?: string }> {
  const rows = await tx.selectFrom("workflow_edits").select(["rev", "what", "undone"])
    .where("workflow_id", "=", id).orderBy("rev", "desc").limit(KEPT + 1).execute();
  const done = rows.filter(({ undone }) => !undone);
  return {
    undo: done.length > 1 ? done[0]!.what : undefined,
    redo: rows.filter(({ undone }) => undone).at(-1)?.what,
  };
}

async function lockDraft(tx: OrgDb, id: string, rev: number): Promise<Workflow> {
  const workflow = await lockWorkflow(tx, id);
  if (workflow.state === "archived") {
    throw new Refused("This workflow is archived. Restore it before you change it.");
  }
  if (workflow.rev !== rev) throw await staleDraft(tx, id);
  return workflow;
}

/** Says who was first and what they did: "Ana moved SMB pool". */
async function staleDraft(tx: OrgDb, id: string): Promise<Stale> {
  const change = await lastEdit(tx, id);
  const who = change ? `${change.by} ${change.what}` : "Somebody changed this workflow";
  return new Stale(`${who}, so your change was not made. Look, and do it again.`, change);
}

export interface LastEdit {
  by: string;
  memberId: string | null;
  what: string;
  at: Date;
}

/** Read from what happened, which also knows of what was undone. */
export async function lastEdit(tx: OrgDb, id: string): Promise<LastEdit | undefined> {
  const row = await tx.selectFrom("events as e").leftJoin("members as m", "m.id", "e.actor_id")
    .select(["e.at", "m.name", "m.id as member", sql<string>`e.data ->> 'what'`.as("what")])
    .where("e.subject_id", "=", id).where("e.kind", "in", ["workflow.changed", "workflow.created"])
    .orderBy("e.id", "desc").limit(1).executeTakeFirst();
  return row && {
    by: row.name ?? "Thread",
    memberId: row.member,
    what: row.what ?? "created it",
    at: row.at,
  };
}

async function mark(tx: OrgDb, id: string, rev: number, undone: boolean): Promise<void> {
  await tx.updateTable("workflow_edits").set({ undone }).where("workflow_id", "=", id)
    .where("rev", "=", rev).execute();
}

/** `version` stays: it is of the name and the state, not of the drawing. */
async function save(
  tx: OrgDb,
  workflow: Workflow,
  draft: Graph,
  says: string,
  focus?: string,
): Promise<Saved> {
  const last_node = Math.max(workflow.last_node, highestNumber(draft));
  const after = await tx.updateTable("workflows").set({
    draft,
    rev: workflow.rev + 1,
    last_node,
    draft_changed: true,
    changed_at: sql<Date>`now()`,
  }).where("id", "=", workflow.id).returning(["rev", "changed_at"]).executeTakeFirstOrThrow();
  await recordEvent(tx, {
    kind: "workflow.changed",
    subjectId: workflow.id,
    data: { name: workflow.name, what: says },
  });
  return {
    workflow: { ...workflow, ...after, draft, last_node, draft_changed: true },
    says,
    focus,
  };
}
