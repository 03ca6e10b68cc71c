import { type Selectable, sql } from "kysely";
import type { OrgDb } from "../base/db.ts";
import { NotFound, Refused } from "../base/errors.ts";
import { recordEvent } from "../base/events.ts";
import { enqueue } from "../base/queue.ts";
import type { Answers, ReplyAnswers } from "../base/schema.ts";
import { newId } from "../base/tokens.ts";
import { markAnswered } from "../messages/conversations.ts";
import { isFinished } from "../onboarding/action_states.ts";
import { findAction, type FoundAction, lockAction } from "../onboarding/actions.ts";
import type { Question } from "../onboarding/template_content.ts";
import { keptAnswers, type Problems, problemsOf } from "./answers.ts";
import type { Asked } from "./journey.ts";
import { answersIn } from "./reply_rules.ts";

/** A reply laid against the form that it answers. Nothing counts before a person has accepted it. */
export interface LaidReply {
  row: Selectable<ReplyAnswers>;
  action: FoundAction;
  questions: Question[];
  message: { id: string; body: string; contactId: string; by: string };
}

/** Where the reply answers a form that is open, what rules find in it is there at once. */
export async function layReply(tx: OrgDb, messageId: string): Promise<void> {
  const message = await messageOf(tx, messageId);
  if (!message?.action_id) return;
  const action = await findAction(tx, message.account_id, message.action_id);
  const { questions } = action.content as Asked;
  if (!questions || isFinished(action.state) || action.ended_at) return;
  await tx.insertInto("reply_answers").values({
    message_id: messageId,
    account_id: message.account_id,
    action_id: action.id,
    answers: answersIn(questions, message.body),
  }).onConflict((conflict) => conflict.doNothing()).execute();
  await enqueue(tx, "lay_reply", { messageId });
}

export async function findLaidReply(
  tx: OrgDb,
  accountId: string,
  messageId: string,
): Promise<LaidReply> {
  const row = await tx.selectFrom("reply_answers").selectAll()
    .where("message_id", "=", messageId).where("account_id", "=", accountId)
    .executeTakeFirst();
  const message = row && await messageOf(tx, messageId);
  if (!row || !message?.contact_id) throw new NotFound();
  const action = await findAction(tx, accountId, row.action_id);
  const { questions = [] } = action.content as Asked;
  const { id, body, contact_id: contactId, by } = message;
  return { row, action, questions, message: { id, body, contactId, by } };
}

export type Accepted = { ok: true } | { ok: false; problems: Problems };

/**
 * Takes the answers, as a person has checked them, for the customer's own: from here on they are a
 * submission like one of the portal, by the contact who wrote the mail.
 */
export async function acceptReply(
  tx: OrgDb,
  reply: LaidReply,
  version: number,
  answers: Answers,
): Promise<Accepted> {
  const action = await lockAction(tx, reply.row.action_id);
  if (reply.row.state !== "ready" || reply.row.version !== version) {
    throw new Refused("Somebody has changed or accepted these answers meanwhile.");
  }
  if (isFinished(action.state)) throw new Refused(`"${action.label}" is done already.`);
  const files = await tx.selectFrom("files").select(["slot", "state"])
    .where("action_id", "=", action.id).where("slot", "is not", null)
    .$narrowType<{ slot: string }>().execute();
  const problems = problemsOf(reply.questions, answers, files);
  if (Object.keys(problems).length > 0) return { ok: false, problems };
  const submissionId = await submit(tx, reply, action, answers);
  await settleReply(tx, reply.message.id, "accepted", answers);
  await markAnswered(tx, action.account_id, reply.message.id);
  await recordEvent(tx, {
    kind: "submission.accepted",
    subjectId: action.id,
    accountId: action.account_id,
    data: { label: action.label, by: reply.message.by },
  });
  await enqueue(tx, "take_submission", { submissionId });
  return { ok: true };
}

/** What the contact, or a colleague, began in the portal is finished with it. */
async function submit(
  tx: OrgDb,
  { questions, message }: LaidReply,
  action: FoundAction,
  answers: Answers,
): Promise<string> {
  const { attendees: _, ...asked } = action.content as Asked & { attendees?: unknown };
  const sent = {
    contact_id: message.contactId,
    answers: keptAnswers(questions, answers),
    asked: { label: action.label, ...asked },
    state: "submitted" as const,
    submitted_at: sql<Date>`now()`,
    changed_at: sql<Date>`now()`,
  };
  const begun = await tx.updateTable("submissions")
    .set({ ...sent, version: sql<number>`version + 1` })
    .where("action_id", "=", action.id).where("state", "=", "open")
    .returning("id").executeTakeFirst();
  if (begun) return begun.id;
  const id = newId();
  await tx.insertInto("submissions")
    .values({ id, account_id: action.account_id, action_id: action.id, ...sent }).execute();
  return id;
}

export async function dismissReply(tx: OrgDb, reply: LaidReply): Promise<void> {
  await settleReply(tx, reply.message.id, "dismissed", reply.row.answers);
}

async function settleReply(
  tx: OrgDb,
  messageId: string,
  state: "accepted" | "dismissed",
  answers: Answers,
): Promise<void> {
  await tx.updateTable("reply_answers").set({
    state,
    answers,
    settled_at: sql<Date>`now()`,
    settled_by: sql<string>`current_actor_id()`,
    version: sql<number>`version + 1`,
  }).where("message_id", "=", messageId).execute();
}

async function messageOf(tx: OrgDb, id: string) {
  return await tx.selectFrom("messages as w").leftJoin("contacts as c", "c.id", "w.contact_id")
    .select(["w.id", "w.body", "w.account_id", "w.action_id", "w.contact_id"])
    .select(sql<string>`coalesce(c.name, '')`.as("by"))
    .where("w.id", "=", id).executeTakeFirst();
}

/** The replies on an account that wait for somebody to check them, by message. */
export async function laidReplies(tx: OrgDb, accountId: string): Promise<Map<string, number>> {
  const rows = await tx.selectFrom("reply_answers").select(["message_id", "answers"])
    .where("account_id", "=", accountId).where("state", "=", "ready").execute();
  return new Map(rows.map(({ message_id, answers }) => [message_id, Object.keys(answers).length]));
}
