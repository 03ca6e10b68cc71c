import { sql } from "kysely";
import type { AccountDb } from "../base/db.ts";
import { NotFound, Refused } from "../base/errors.ts";
import { recordEvent } from "../base/events.ts";
import { enqueue } from "../base/queue.ts";
import type { Answers } from "../base/schema.ts";
import { newId } from "../base/tokens.ts";
import { isFinished } from "../onboarding/action_states.ts";
import { keptAnswers, problemsOf } from "./answers.ts";
import { type SeenAction, selectActions } from "./journey.ts";
import { isAsked, needsCustomer } from "./tasks.ts";

/** Who is at it, as the session says. */
export interface Author {
  contactId: string;
  accountId: string;
}

export interface Task extends SeenAction {
  milestone: string;
  /** Nothing can be changed any more: it was sent, or it is settled. */
  isClosed: boolean;
}

/** Somebody of the same account was faster. Nothing was saved. */
export class ChangedMeanwhile extends Refused {
  override name = "ChangedMeanwhile";
}

/** A task of the customer that is, or was, open to them. Others are not there. */
export async function findTask(tx: AccountDb, id: string): Promise<Task> {
  const zone = await zoneOf(tx);
  const row = await selectActions(tx, zone)
    .innerJoin("milestones as m", "m.id", "a.milestone_id")
    .innerJoin("plans as p", "p.id", "a.plan_id")
    .select("m.name as milestone")
    .where("a.id", "=", id)
    .where("p.ended_at", "is", null)
    .executeTakeFirst();
  if (!row || !isAsked(row) || !row.isOpened) throw new NotFound();
  return { ...row, isClosed: !needsCustomer(row) };
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
  if (submission?.state !== "open") return await begin(tx, author, task, version, answers);
  const merged = { ...submission.answers, ...answers };
  if (submission.version === version && isSame(merged, submission.answers)) return version;
  const saved = await tx.updateTable("submissions")
    .set({
      answers: merged,
      contact_id: author.contactId,
      changed_at: sql<Date>`now()`,
      version: sql<number>`version + 1`,
    })
    .where("id", "=", submission.id)
    .where("state", "=", "open")
    .where("version", "=", version)
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
  if (Object.keys(problems).length > 0) throw new Refused("Some of it is still missing.");
  const id = submission?.state === "open" ? submission.id : newId();
  if (submission?.state !== "open") await begin(tx, author, task, version, {}, id);
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
    data: { label: task.label, files: Object.keys(files).length },
  });
  await enqueue(tx, "take_submission", { submissionId: id });
}

/** What is in the way of sending a task, by field. */
export function problemsOfTask({ asked, submission, files }: SeenAction): Record<string, string> {
  if (asked.files) {
    return Object.fromEntries(
      asked.files.filter(({ id, required }) => required && !files[id])
        .map(({ id, name }) => [`file_${id}`, `Add this file: ${name}`]),
    );
  }
  return problemsOf(asked.questions ?? [], submission?.answers ?? {}, files);
}

async function begin(
  tx: AccountDb,
  { accountId, contactId }: Author,
  task: Task,
  version: number,
  answers: Answers,
  id = newId(),
): Promise<number> {
  if (version !== 0) throw meanwhile(task.submission?.by ?? null);
  const { numInsertedOrUpdatedRows } = await tx.insertInto("submissions")
    .values({ id, account_id: accountId, action_id: task.id, contact_id: contactId, answers })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  if (numInsertedOrUpdatedRows === 0n) throw meanwhile(null);
  return 1;
}

function filesIn({ asked, files }: SeenAction): Answers {
  const slots = [
    ...(asked.files ?? []),
    ...(asked.questions ?? []).filter(({ type }) => type === "file"),
  ].map(({ id }) => id);
  return Object.fromEntries(
    slots.filter((id) => files[id]).map((id) => [id, [files[id]!.id]]),
  );
}

function refuseClosed({ isClosed, state, label }: Task): void {
  if (!isClosed) return;
  throw new Refused(
    isFinished(state) || state === "completed"
      ? `"${label}" is done already, so nothing was changed.`
      : `"${label}" has been sent already, so nothing was changed.`,
  );
}

function meanwhile(by: string | null): ChangedMeanwhile {
  return new ChangedMeanwhile(
    `${by ?? "Somebody of your team"} changed this while you had it open, so yours is not saved ` +
      "yet. Save again to keep what you see here.",
  );
}

function isSame(a: Answers, b: Answers): boolean {
  const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])];
  return keys.every((key) => JSON.stringify(a[key]) === JSON.stringify(b[key]));
}

async function zoneOf(tx: AccountDb): Promise<string> {
  const row = await tx.selectFrom("accounts as a").innerJoin("orgs as o", "o.id", "a.org_id")
    .select(sql<string>`coalesce(a.time_zone, o.time_zone)`.as("zone"))
    .executeTakeFirstOrThrow();
  return row.zone;
}
