import { sql } from "kysely";
import type { OrgDb } from "../base/db.ts";
import { NotFound, Refused } from "../base/errors.ts";
import { recordEvent } from "../base/events.ts";
import { newId } from "../base/tokens.ts";
import { findTemplate } from "./templates.ts";

export interface Suggestion {
  id: string;
  body: string;
  about: string;
  suggested_at: Date;
  by: string;
  outcome: "taken" | "declined" | null;
  note: string;
  settled_at: Date | null;
}

export async function suggestChange(
  tx: OrgDb,
  templateId: string,
  memberId: string,
  { about, body }: { about: string; body: string },
): Promise<void> {
  const { name } = await findTemplate(tx, templateId);
  await tx.insertInto("template_suggestions").values({
    id: newId(),
    template_id: templateId,
    suggested_by: memberId,
    about,
    body,
  }).execute();
  await recordEvent(tx, { kind: "template.suggested", subjectId: templateId, data: { name } });
}

const MOST = 100;

/** Those that wait first, then the newest. */
export async function listSuggestions(tx: OrgDb, templateId: string): Promise<Suggestion[]> {
  return await tx.selectFrom("template_suggestions as s")
    .innerJoin("members as m", "m.id", "s.suggested_by")
    .select(["s.id", "s.body", "s.about", "s.suggested_at", "m.name as by"])
    .select(["s.outcome", "s.note", "s.settled_at"])
    .where("s.template_id", "=", templateId)
    .orderBy(sql`s.outcome is not null`).orderBy("s.id", "desc").limit(MOST).execute();
}

export async function countOpenSuggestions(tx: OrgDb, templateId: string): Promise<number> {
  const { count } = await tx.selectFrom("template_suggestions")
    .select(sql<number>`count(*)::int`.as("count"))
    .where("template_id", "=", templateId).where("outcome", "is", null)
    .executeTakeFirstOrThrow();
  return count;
}

/** Answers a suggestion. Whoever takes it up makes the change in the editor. */
export async function settleSuggestion(
  tx: OrgDb,
  templateId: string,
  id: string,
  memberId: string,
  { outcome, note }: { outcome: "taken" | "declined"; note: string },
): Promise<void> {
  const { name } = await findTemplate(tx, templateId);
  const found = await tx.selectFrom("template_suggestions").select("outcome")
    .where("id", "=", id).where("template_id", "=", templateId).forUpdate().executeTakeFirst();
  if (!found) throw new NotFound();
  if (found.outcome) throw new Refused("Somebody has answered this suggestion already.");
  await tx.updateTable("template_suggestions").set({
    outcome,
    note,
    settled_by: memberId,
    settled_at: sql<Date>`now()`,
  }).where("id", "=", id).execute();
  await recordEvent(tx, {
    kind: "template.suggestion_settled",
    subjectId: templateId,
    data: { name, outcome },
  });
}
