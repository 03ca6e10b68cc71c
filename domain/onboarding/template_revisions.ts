import { sql } from "kysely";
import type { OrgDb } from "../base/db.ts";
import { NotFound, Refused } from "../base/errors.ts";
import { recordEvent } from "../base/events.ts";
import { newId } from "../base/tokens.ts";
import { lockTemplate } from "./template_changes.ts";
import { type Content, contentSchema } from "./template_content.ts";
import { problemsIn } from "./template_problems.ts";

export interface RevisionRow {
  id: string;
  template_id: string;
  number: number;
  name: string;
  note: string;
  published_at: Date;
  by: string | null;
}

export interface Revision extends RevisionRow {
  content: Content;
}

/** Makes the draft the next revision, which accounts are given from now on. */
export async function publishTemplate(
  tx: OrgDb,
  id: string,
  version: number,
  note: string,
): Promise<Revision> {
  const template = await lockTemplate(tx, id, version);
  const problems = problemsIn(template.draft);
  if (template.draft.milestones.length === 0) throw new Refused("It has no milestones yet.");
  if (problems.length > 0) {
    const [first] = problems;
    throw new Refused(`Put right what is listed first. ${first!.where}: ${first!.says}`);
  }
  if (template.published_number !== null && !template.draft_changed) {
    throw new Refused("Nothing has changed since the last revision.");
  }
  const revisionId = newId();
  const number = (template.published_number ?? 0) + 1;
  await tx.insertInto("template_revisions").values({
    id: revisionId,
    template_id: id,
    number,
    name: template.name,
    note,
    content: template.draft,
    published_by: sql<string | null>`(select id from members where id =
      nullif(current_setting('thread.actor_id', true), '')::uuid)`,
  }).execute();
  await tx.updateTable("templates").set({
    status: "published",
    published_revision_id: revisionId,
    published_number: number,
    draft_changed: false,
    version: sql`version + 1`,
    changed_at: sql<Date>`now()`,
  }).where("id", "=", id).execute();
  await recordEvent(tx, {
    kind: "template.published",
    subjectId: id,
    data: { name: template.name, number, revisionId },
  });
  return await findRevision(tx, id, number);
}

export async function findRevision(tx: OrgDb, templateId: string, number: number) {
  return await oneRevision(
    revisions(tx).where("r.template_id", "=", templateId).where("r.number", "=", number),
  );
}

export async function revisionById(tx: OrgDb, id: string): Promise<Revision> {
  return await oneRevision(revisions(tx).where("r.id", "=", id));
}

const MOST = 100;

/** Newest first. */
export async function listRevisions(
  tx: OrgDb,
  templateId: string,
  before?: number,
): Promise<RevisionRow[]> {
  return await revisions(tx).where("r.template_id", "=", templateId)
    .$if(before !== undefined, (q) => q.where("r.number", "<", before!))
    .orderBy("r.number", "desc").limit(MOST).execute();
}

function revisions(tx: OrgDb) {
  return tx.selectFrom("template_revisions as r")
    .leftJoin("members as m", "m.id", "r.published_by")
    .select(["r.id", "r.template_id", "r.number", "r.name", "r.note", "r.published_at"])
    .select("m.name as by");
}

async function oneRevision(query: ReturnType<typeof revisions>): Promise<Revision> {
  const row = await query.select("r.content").executeTakeFirst();
  if (!row) throw new NotFound();
  return { ...row, content: contentSchema.parse(row.content) };
}
