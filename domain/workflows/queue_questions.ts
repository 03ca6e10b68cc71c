import { sql } from "kysely";
import type { OrgDb } from "../base/db.ts";
import { NotFound, Refused } from "../base/errors.ts";
import { recordEvent } from "../base/events.ts";
import type { HandoffQuestion } from "../base/schema.ts";
import { MOST_QUESTIONS } from "../onboarding/handoff_questions.ts";
import { lockQueue, type Queue } from "./queues.ts";

/** Adds a question at the end, or changes the one with its id. Open tasks keep what they ask. */
export async function saveQueueQuestion(
  tx: OrgDb,
  queueId: string,
  version: number,
  question: HandoffQuestion,
): Promise<void> {
  const queue = await lockCustom(tx, queueId, version);
  const known = queue.questions.some(({ id }) => id === question.id);
  if (!known && queue.questions.length >= MOST_QUESTIONS) {
    throw new Refused(`A queue asks at most ${MOST_QUESTIONS} questions.`);
  }
  await store(
    tx,
    queue,
    known
      ? queue.questions.map((one) => one.id === question.id ? question : one)
      : [...queue.questions, question],
  );
}

export async function removeQueueQuestion(
  tx: OrgDb,
  queueId: string,
  version: number,
  id: string,
): Promise<void> {
  const queue = await lockCustom(tx, queueId, version);
  const left = queue.questions.filter((one) => one.id !== id);
  if (left.length === queue.questions.length) throw new NotFound();
  if (left.length === 0) throw new Refused("A custom task asks at least one question.");
  await store(tx, queue, left);
}

export async function moveQueueQuestion(
  tx: OrgDb,
  queueId: string,
  version: number,
  id: string,
  by: -1 | 1,
): Promise<void> {
  const queue = await lockCustom(tx, queueId, version);
  const from = queue.questions.findIndex((one) => one.id === id);
  if (from < 0) throw new NotFound();
  const to = Math.min(queue.questions.length - 1, Math.max(0, from + by));
  const moved = queue.questions.filter((_, at) => at !== from);
  await store(tx, queue, moved.toSpliced(to, 0, queue.questions[from]!));
}

async function lockCustom(tx: OrgDb, id: string, version: number): Promise<Queue> {
  const queue = await lockQueue(tx, id, version);
  if (queue.archived_at) throw new Refused(`"${queue.name}" is archived. Restore it first.`);
  if (queue.kind !== "custom") throw new Refused("Only a queue of custom tasks asks questions.");
  return queue;
}

async function store(tx: OrgDb, { id, name }: Queue, questions: HandoffQuestion[]) {
  await tx.updateTable("queues")
    .set({ questions: sql`${questions}::jsonb`, version: sql`version + 1` })
    .where("id", "=", id).execute();
  const data = { name, questions: questions.length };
  await recordEvent(tx, { kind: "queue.changed", subjectId: id, data });
}
