import { type InsertObject, type Selectable, sql } from "kysely";
import type { OrgDb } from "../base/db.ts";
import { Refused } from "../base/errors.ts";
import { enqueue } from "../base/queue.ts";
import type { HandoffAnswers, Tables } from "../base/schema.ts";
import { newId } from "../base/tokens.ts";
import type { Sentence } from "../writing/sentences.ts";
import type { Source } from "../writing/sources.ts";
import { faultOf } from "./handoff_questions.ts";
import { type Handoff, lockOpenHandoff, record } from "./handoffs.ts";

export type Answer = Selectable<HandoffAnswers>;

/** What stands now, by the id of its question. */
export async function standingAnswers(tx: OrgDb, handoffId: string): Promise<Map<string, Answer>> {
  const answers = await tx.selectFrom("handoff_answers").selectAll()
    .where("handoff_id", "=", handoffId).where("replaced_at", "is", null).execute();
  return new Map(answers.map((answer) => [answer.question_id, answer]));
}

const MOST_EARLIER = 200;

/** What stood before, newest first. */
export async function earlierAnswers(tx: OrgDb, handoffId: string): Promise<Answer[]> {
  return await tx.selectFrom("handoff_answers").selectAll()
    .where("handoff_id", "=", handoffId).where("replaced_at", "is not", null)
    .orderBy("replaced_at", "desc").orderBy("id", "desc").limit(MOST_EARLIER).execute();
}

/**
 * Saves what a person typed, over their own words only: what Thread wrote is kept behind it. The
 * version is that of the answer they saw, 0 where there was none.
 */
export async function saveAnswer(
  tx: OrgDb,
  handoffId: string,
  questionId: string,
  { version, body, by }: { version: number; body: string; by: string },
): Promise<Answer> {
  const handoff = await lockOpenHandoff(tx, handoffId);
  const question = questionOf(handoff, questionId);
  const fault = faultOf(question, body);
  if (fault) throw new Refused(fault);
  const standing = (await standingAnswers(tx, handoffId)).get(questionId);
  if (standing?.body === body) return standing;
  if ((standing?.version ?? 0) !== version) throw new Refused(CHANGED);
  if (standing?.written_by === "person" && standing.edited_by === by) {
    return await tx.updateTable("handoff_answers")
      .set({ body, edited_at: sql<Date>`now()`, version: version + 1 })
      .where("id", "=", standing.id).returningAll().executeTakeFirstOrThrow();
  }
  await record(tx, "handoff.edited", handoff, { question: question.label });
  return await replaceAnswer(tx, handoffId, questionId, version, {
    body,
    written_by: "person",
    edited_by: by,
    edited_at: sql<Date>`now()`,
  });
}

const CHANGED = "This answer was changed elsewhere, so yours was not saved. Both stand below.";

/** Asks for one answer anew. The one that stands is kept until the new one is there, and after. */
export async function regenerateAnswer(tx: OrgDb, handoffId: string, questionId: string) {
  const handoff = await lockOpenHandoff(tx, handoffId);
  const question = questionOf(handoff, questionId);
  await record(tx, "handoff.regenerated", handoff, { question: question.label });
  await enqueue(tx, "write_handoff", { handoffId, questionId });
}

export interface WrittenAnswer {
  questionId: string;
  body: string;
  writtenBy: "model" | "rules";
  sources: Source[];
  sentences: Sentence[];
}

/**
 * Puts down what a job wrote. An answer that a person has typed meanwhile stays, unless they asked
 * for this one anew.
 */
export async function putAnswers(
  tx: OrgDb,
  handoffId: string,
  written: WrittenAnswer[],
  { anew }: { anew: boolean },
): Promise<void> {
  const handoff = await lockOpenHandoff(tx, handoffId);
  const standing = await standingAnswers(tx, handoffId);
  for (const { questionId, body, writtenBy, sources, sentences } of written) {
    const before = standing.get(questionId);
    if (before && (!anew || before.body === body)) continue;
    await replaceAnswer(tx, handoffId, questionId, before?.version ?? 0, {
      body,
      written_by: writtenBy,
      sources: sql`${sources}::jsonb`,
      sentences: sql`${sentences}::jsonb`,
    });
  }
  await tx.updateTable("handoffs").set({ state: "open" }).where("id", "=", handoffId)
    .where("state", "=", "writing").execute();
  await record(tx, "handoff.written", handoff, { by: written[0]?.writtenBy });
}

async function replaceAnswer(
  tx: OrgDb,
  handoffId: string,
  questionId: string,
  version: number,
  columns: Omit<InsertObject<Tables, "handoff_answers">, "id" | "handoff_id" | "question_id">,
): Promise<Answer> {
  await tx.updateTable("handoff_answers").set({ replaced_at: sql<Date>`now()` })
    .where("handoff_id", "=", handoffId).where("question_id", "=", questionId)
    .where("replaced_at", "is", null).execute();
  return await tx.insertInto("handoff_answers").values({
    id: newId(),
    handoff_id: handoffId,
    question_id: questionId,
    version: version + 1,
    ...columns,
  }).returningAll().executeTakeFirstOrThrow();
}

function questionOf(handoff: Handoff, id: string) {
  const question = handoff.questions.find((one) => one.id === id);
  if (!question) throw new Refused("This handoff does not ask that.");
  return question;
}
