import { refusal } from "../messages/words/refusal.ts";
import type { AccountDb } from "../base/db.ts";
import { NotFound } from "../base/errors.ts";
import { recordEvent } from "../base/events.ts";
import type { Author, Task } from "./submissions.ts";

/** Who is asked for the answer to one question of a form. */
export interface QuestionAsk {
  questionId: string;
  contactId: string;
  name: string;
}

export async function listAsks(tx: AccountDb, taskId: string): Promise<QuestionAsk[]> {
  return await tx.selectFrom("question_asks as q").innerJoin(
    "contacts as c",
    "c.id",
    "q.contact_id",
  )
    .select(["q.question_id as questionId", "q.contact_id as contactId", "c.name"])
    .where("q.action_id", "=", taskId)
    .where("c.removed_at", "is", null)
    .execute();
}

/** Answers whom to tell and of what; nothing where they were asked for all of it before. */
export async function askTeammate(
  tx: AccountDb,
  { accountId, contactId: by }: Author,
  task: Task,
  contactId: string,
  questionIds: string[],
): Promise<{ name: string; email: string; questions: string[] }> {
  if (task.isClosed) throw refusal("sharing.isDone", { task: task.label });
  const mate = await tx.selectFrom("contacts as c")
    .innerJoin("portal_access as p", "p.contact_id", "c.id")
    .select(["c.name", "c.email"])
    .where("c.id", "=", contactId).where("c.removed_at", "is", null)
    .where("p.ended_at", "is", null).where("p.role", "=", "member").executeTakeFirst();
  if (!mate) throw new NotFound();
  const asked = (task.asked.questions ?? []).filter(({ id }) => questionIds.includes(id));
  if (asked.length === 0) throw refusal("asks.noQuestion");
  const before = await listAsks(tx, task.id);
  const fresh = asked.filter(({ id }) =>
    !before.some((one) => one.questionId === id && one.contactId === contactId)
  );
  if (fresh.length > 0) {
    await forget(tx, task.id, fresh.map(({ id }) => id));
    await tx.insertInto("question_asks").values(fresh.map(({ id }) => ({
      account_id: accountId,
      action_id: task.id,
      question_id: id,
      contact_id: contactId,
      asked_by: by,
    }))).execute();
    await recordEvent(tx, {
      kind: "account.question_asked",
      subjectId: accountId,
      accountId,
      data: { name: mate.name, label: task.label },
    });
  }
  // Whoever asks themselves knows it.
  return { ...mate, questions: contactId === by ? [] : fresh.map(({ label }) => label) };
}

export async function stopAsking(tx: AccountDb, task: Task, questionId: string): Promise<void> {
  const known = await listAsks(tx, task.id);
  if (!known.some((one) => one.questionId === questionId)) throw new NotFound();
  await forget(tx, task.id, [questionId]);
}

async function forget(tx: AccountDb, taskId: string, questionIds: string[]): Promise<void> {
  await tx.deleteFrom("question_asks").where("action_id", "=", taskId)
    .where("question_id", "in", questionIds).execute();
}
