import { sql, type UpdateObject } from "kysely";
import { type OrgDb, sendAlong } from "../base/db.ts";
import { Refused } from "../base/errors.ts";
import { recordEvent } from "../base/events.ts";
import type { Tables } from "../base/schema.ts";
import { newId } from "../base/tokens.ts";
import { staleError } from "../people/versions.ts";
import { allActions, type Content, EMPTY_CONTENT } from "./template_content.ts";
import { withNewIds } from "./template_edits.ts";
import { type Categories, findTemplate, type Template } from "./templates.ts";

export interface Description extends Categories {
  name: string;
  description: string;
}

/** Every part of the content gets an id of its own, whatever it was copied from. */
export async function createTemplate(
  tx: OrgDb,
  facts: Partial<Categories> & { name: string; description?: string },
  content: Content = EMPTY_CONTENT,
): Promise<Template> {
  const draft = withNewIds(content, newId);
  const { id } = await tx.insertInto("templates").values({
    id: newId(),
    ...facts,
    draft,
    ...counts(draft),
    created_by: ACTOR,
    changed_by: ACTOR,
  }).returning("id").executeTakeFirstOrThrow();
  await recordEvent(tx, { kind: "template.created", subjectId: id, data: { name: facts.name } });
  return await findTemplate(tx, id);
}

/** The copy is a draft of its own; what the original says later never reaches it. */
export async function duplicateTemplate(tx: OrgDb, id: string, name: string): Promise<Template> {
  const { description, segment, product_line, use_case, industry, draft } = await findTemplate(
    tx,
    id,
  );
  const facts = { name, description, segment, product_line, use_case, industry };
  return await createTemplate(tx, facts, draft);
}

export async function describeTemplate(
  tx: OrgDb,
  id: string,
  version: number,
  description: Description,
): Promise<Template> {
  const template = await lockTemplate(tx, id, version);
  await update(tx, id, description);
  await recordEvent(tx, {
    kind: "template.described",
    subjectId: id,
    data: { name: description.name, before: template.name },
  });
  return await findTemplate(tx, id);
}

/** Saves what `edit` makes of the draft, unless somebody else saved since this version. */
export async function editDraft(
  tx: OrgDb,
  id: string,
  version: number,
  edit: (draft: Content) => Content,
): Promise<Template> {
  const template = await lockTemplate(tx, id, version);
  const draft = edit(template.draft);
  if (JSON.stringify(draft) === JSON.stringify(template.draft)) return template;
  await update(tx, id, { draft, ...counts(draft), draft_changed: true });
  await recordEvent(tx, {
    kind: "template.edited",
    subjectId: id,
    data: { name: template.name },
  });
  return await findTemplate(tx, id);
}

export async function archiveTemplate(tx: OrgDb, id: string): Promise<Template> {
  const template = await lockTemplate(tx, id);
  if (template.status === "archived") throw new Refused(`${template.name} is already archived.`);
  await update(tx, id, { status: "archived", archived_at: sql<Date>`now()` });
  await recordEvent(tx, {
    kind: "template.archived",
    subjectId: id,
    data: { name: template.name },
  });
  return await findTemplate(tx, id);
}

export async function restoreTemplate(tx: OrgDb, id: string): Promise<Template> {
  const template = await lockTemplate(tx, id);
  if (template.status !== "archived") throw new Refused(`${template.name} is not archived.`);
  const status = template.published_revision_id ? "published" : "draft";
  await update(tx, id, { status, archived_at: null });
  await recordEvent(tx, {
    kind: "template.restored",
    subjectId: id,
    data: { name: template.name },
  });
  return await findTemplate(tx, id);
}

/** Counts the accounts that follow a template. An account that is given another counts there. */
export function countUsage(tx: OrgDb, id: string, by: number): void {
  sendAlong(
    tx,
    sql`update templates set usage_count = greatest(0, usage_count + ${by})
      where org_id = current_org() and id = ${id}`,
  );
}

/** Two people who save at once save one after the other; the second is told. */
export async function lockTemplate(tx: OrgDb, id: string, version?: number): Promise<Template> {
  await tx.selectFrom("templates").select("id").where("id", "=", id).forUpdate().execute();
  const template = await findTemplate(tx, id);
  if (version !== undefined && template.version !== version) {
    throw await staleError(tx, "this template", id);
  }
  if (version !== undefined && template.status === "archived") {
    throw new Refused("This template is archived. Restore it before you change it.");
  }
  return template;
}

async function update(tx: OrgDb, id: string, columns: UpdateObject<Tables, "templates">) {
  await tx.updateTable("templates").set(columns).set({
    version: sql`version + 1`,
    changed_at: sql<Date>`now()`,
    changed_by: ACTOR,
  }).where("id", "=", id).execute();
}

/** The member of this transaction; nobody where Thread itself makes a template. */
const ACTOR = sql<string | null>`(select id from members where id =
  nullif(current_setting('thread.actor_id', true), '')::uuid)`;

function counts(draft: Content) {
  return { milestones_count: draft.milestones.length, actions_count: allActions(draft).length };
}
