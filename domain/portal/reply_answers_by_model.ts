import { sql } from "kysely";
import { z } from "zod";
import { type Actor, type Db, inOrg, type OrgDb } from "../base/db.ts";
import type { Outside } from "../base/outside.ts";
import type { Answers } from "../base/schema.ts";
import type { Question } from "../onboarding/template_content.ts";
import { askModel } from "../writing/model.ts";
import { providerOf } from "../writing/provider.ts";
import { wrongIn } from "./answers.ts";
import type { Asked } from "./journey.ts";
import { answerAs } from "./reply_rules.ts";

const ACTOR: Actor = { kind: "system", cause: "job:lay_reply" };

const SYSTEM =
  `You lay a customer's reply by mail against the questions of a form. You copy, you never complete.`;

const TASK =
  `The source is a mail. For each question that it answers, give the question's id, the answer exactly as it is written in the mail, and a quote: the words of the mail in which the answer stands. Leave out every question that the mail does not answer. The questions are:`;

const schema = z.strictObject({
  answers: z.array(z.strictObject({
    id: z.string().max(40),
    answer: z.string().max(5000),
    quote: z.string().max(2000),
  })).max(100),
});

/**
 * Where a language model is set, it looks for what rules have not found. It only proposes: what does
 * not stand in the mail is left out, and a person checks the rest.
 */
export async function layReplyWithModel(
  db: Db,
  out: Outside,
  orgId: string,
  messageId: string,
  signal: AbortSignal,
): Promise<void> {
  if (!providerOf(out)) return;
  const asked = await inOrg(db, orgId, ACTOR, (tx) => openQuestions(tx, messageId));
  if (!asked || asked.questions.length === 0) return;
  const answer = await askModel(db, out, orgId, {
    name: "reply",
    system: SYSTEM,
    instructions: `${TASK}\n${asked.questions.map(describe).join("\n")}`,
    sources: [{ kind: "mail", label: "Reply of the customer", text: asked.text }],
    answer: schema,
    signal,
  });
  if (!answer.ok) {
    return await inOrg(db, orgId, ACTOR, (tx) => note(tx, messageId, answer.words));
  }
  const found = proposedIn(asked.questions, asked.text, answer.value.answers);
  await inOrg(db, orgId, ACTOR, (tx) => propose(tx, messageId, asked.version, found));
}

function describe({ id, label, type, options }: Question): string {
  return `${id}: ${label} (${type}${options.length > 0 ? `: ${options.join(", ")}` : ""})`;
}

async function openQuestions(tx: OrgDb, messageId: string) {
  const row = await tx.selectFrom("reply_answers as r")
    .innerJoin("messages as w", "w.id", "r.message_id")
    .innerJoin("actions as a", "a.id", "r.action_id")
    .select(["r.answers", "r.version", "w.body", "a.content"])
    .where("r.message_id", "=", messageId).where("r.state", "=", "ready").executeTakeFirst();
  if (!row) return undefined;
  const { questions = [] } = row.content as Asked;
  return {
    version: row.version,
    text: row.body,
    questions: questions.filter(({ id, type }) => type !== "file" && row.answers[id] === undefined),
  };
}

/** Only what really stands in the mail, and is an answer of the question's kind. */
export function proposedIn(
  questions: Question[],
  text: string,
  answers: z.infer<typeof schema>["answers"],
): Answers {
  const plain = spaced(text);
  const found = questions.flatMap((question): [string, string | string[]][] => {
    const given = answers.find(({ id }) => id === question.id);
    const isThere = given && given.answer.trim() !== "" && plain.includes(spaced(given.quote)) &&
      spaced(given.quote).includes(spaced(given.answer));
    if (!isThere) return [];
    const answer = answerAs(question, given.answer.trim());
    return answer.length === 0 || wrongIn(question, answer) ? [] : [[question.id, answer]];
  });
  return Object.fromEntries(found);
}

const spaced = (text: string) => text.replaceAll(/\s+/g, " ").trim().toLowerCase();

/** Somebody who has it open meanwhile keeps what they see. */
async function propose(tx: OrgDb, messageId: string, version: number, found: Answers) {
  if (Object.keys(found).length === 0) return;
  await tx.updateTable("reply_answers").set({
    answers: sql<Answers>`${found}::jsonb || answers`,
    written_by: "model",
    version: sql<number>`version + 1`,
  }).where("message_id", "=", messageId).where("version", "=", version)
    .where("state", "=", "ready").execute();
}

async function note(tx: OrgDb, messageId: string, words: string): Promise<void> {
  await tx.updateTable("reply_answers").set({ problem: words.slice(0, 500) })
    .where("message_id", "=", messageId).where("state", "=", "ready").execute();
}
