import { sql } from "kysely";
import type { AccountDb } from "../base/db.ts";
import { NotFound } from "../base/errors.ts";
import { recordEvent } from "../base/events.ts";
import { enqueue } from "../base/queue.ts";
import type { Answers } from "../base/schema.ts";
import { newId } from "../base/tokens.ts";
import { refusal, RefusedInWords } from "../messages/words/refusal.ts";
import { saying } from "../messages/words/words.ts";
import { isFinished } from "../onboarding/action_states.ts";
import { keptAnswers } from "./answers.ts";
import { readZone, type SeenAction, selectActions } from "./journey.ts";
import { isAsked, needsCustomer, problemsOfTask } from "./tasks.ts";

/** Who is at it, as the session says. */
export interface Author {
  contactId: string;
  accountId: string;
}

export interface Task extends SeenAction {
  /** Left out for whoever sees this task and nothing else. */
  milestone: string | null;
  /** Of the clocks where the customer is. */
  zone: string;
  /** Nothing can be changed any more: it was sent, or it is settled. */
  isClosed: boolean;
}

/** Somebody of the same account was faster. Nothing was saved. */
export class ChangedMeanwhile extends RefusedInWords {
  override name = "ChangedMeanwhile";
}

/** A task of the customer that is, or was, open to them. Others are not there. */
export async function findTask(tx: AccountDb, id: string): Promise<Task> {
  const zone = await readZone(tx);
  const row = await selectActions(tx, zone)
    .leftJoin("milestones as m", "m.id", "a.milestone_id")
    .innerJoin("plans as p", "p.id", "a.plan_id")
    .select("m.name as milestone")
    .where("a.id", "=", id)
    .where("p.ended_at", "is", null)
    .executeTakeFirst();
  if (!row || !isAsked(row) || !row.isOpened) throw new NotFound();
  return { ...row, zone, isClosed: !needsCustomer(row) };
}

/** Keeps what has been typed so far. Nobody is told of it, and nothing is asked of it. */
export async function saveAnswers(
  tx: AccountDb,
  author: Author,
  task: Task,
  version: number,
  answers: Answers,
): Promise<number> {
  refuseClosed(task);
  const { submission } = task;
  if (submission?.state !== "open") {
    if (version !== 0) throw meanwhile(submission?.by ?? null);
    return (await begin(tx, author, task, answers)).version;
  }
  if (isSame({ ...submission.answers, ...answers }, submission.answers)) return submission.version;
  const saved = await tx.updateTable("submissions")
    .set({
      answers: sql<Answers>`answers || ${answers}::jsonb`,
      contact_id: author.contactId,
      changed_at: sql<Date>`now()`,
      version: sql<number>`version + 1`,
    })
    .where("id", "=", submission.id)
    .where("state", "=", "open")
    .where((where) =>
      // One's own older page loses nothing of anybody else's.
      where.or([where("version", "=", version), where("contact_id", "=", author.contactId)])
    )
    .returning("version")
    .executeTakeFirst();
  if (!saved) throw meanwhile(submission.by);
  return saved.version;
}

/** Sends it. From here on the database itself refuses to change it, and a job takes it in. */
export async function submitTask(
  tx: AccountDb,
  author: Author,
  task: Task,
  version: number,
): Promise<void> {
  refuseClosed(task);
  const { submission, asked, files } = task;
  const answers = submission?.state === "open" ? submission.answers : {};
  const problems = problemsOfTask(task);
  if (Object.keys(problems).length > 0) throw refusal("review.stillMissing");
  const { id } = submission?.state === "open" ? submission : await begin(tx, author, task, {});
  const sent = await tx.updateTable("submissions")
    .set({
      answers: { ...keptAnswers(asked.questions ?? [], answers), ...filesIn(task) },
      asked: { label: task.label, ...asked },
      contact_id: author.contactId,
      state: "submitted",
      submitted_at: sql<Date>`now()`,
      changed_at: sql<Date>`now()`,
      version: sql<number>`version + 1`,
    })
    .where("id", "=", id)
    .where("state", "=", "open")
    .$if(submission?.state === "open", (q) => q.where("version", "=", version))
    .executeTakeFirst();
  if (sent.numUpdatedRows === 0n) throw meanwhile(submission?.by ?? null);
  await recordEvent(tx, {
    kind: "submission.sent",
    subjectId: task.id,
    accountId: author.accountId,
    data: { label: task.label, files: files.length },
  });
  await enqueue(tx, "take_submission", { submissionId: id });
}

async function begin(
  tx: AccountDb,
  { accountId, contactId }: Author,
  task: Task,
  answers: Answers,
): Promise<{ id: string; version: number }> {
  const row = { id: newId(), account_id: accountId, action_id: task.id, contact_id: contactId };
  const begun = await tx.insertInto("submissions").values({ ...row, answers })
    .onConflict((conflict) =>
      conflict.columns(["org_id", "action_id"]).where("state", "=", "open")
        .doUpdateSet({
          answers: sql<Answers>`submissions.answers || excluded.answers`,
          version: sql<number>`submissions.version + 1`,
        })
        .where("submissions.contact_id", "=", contactId)
    )
    .returning(["id", "version"])
    .executeTakeFirst();
  if (!begun) throw meanwhile(null);
  return begun;
}

/** The files that go with it, by what was asked for. */
function filesIn({ files }: SeenAction): Answers {
  const counting = files.filter(({ state }) => state !== "returned");
  const bySlot = Map.groupBy(counting, ({ slot }) => slot);
  return Object.fromEntries([...bySlot].map(([slot, those]) => [slot, those.map(({ id }) => id)]));
}

function refuseClosed({ isClosed, state, label }: Task): void {
  if (!isClosed) return;
  const isDone = isFinished(state) || state === "completed";
  throw refusal(isDone ? "task.doneAlready" : "task.sentAlready", { task: label });
}

function meanwhile(by: string | null): ChangedMeanwhile {
  return new ChangedMeanwhile(
    by ? saying("task.changedBy", { name: by }) : saying("task.changedByTeam"),
  );
}

function isSame(a: Answers, b: Answers): boolean {
  const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])];
  return keys.every((key) => JSON.stringify(a[key]) === JSON.stringify(b[key]));
}
