import { z } from "zod";
import { type Db, inOrg, type OrgDb } from "../base/db.ts";
import type { Outside } from "../base/outside.ts";
import type { HandoffQuestion } from "../base/schema.ts";
import { askModel } from "../writing/model.ts";
import { checkSentences, joinParagraphs } from "../writing/sentences.ts";
import { paragraphsOf, PROSE_ANSWER, proseSchema } from "../writing/prompts.ts";
import type { Source } from "../writing/sources.ts";
import { accountSources } from "./account_sources.ts";
import { putAnswers, type WrittenAnswer } from "./handoff_answers.ts";
import { answerByRules } from "./handoff_rules.ts";

interface Asked {
  accountId: string;
  account: string;
  questions: HandoffQuestion[];
  sources: Source[];
}

const ACTOR = { kind: "system", cause: "job:write_handoff" } as const;

/** Writes all answers of a handoff, or one anew: by the model, or by rules where it does not answer. */
export async function writeHandoff(
  db: Db,
  out: Outside,
  orgId: string,
  { handoffId, questionId }: { handoffId: string; questionId?: string },
  signal?: AbortSignal,
): Promise<void> {
  const asked = await inOrg(db, orgId, ACTOR, (tx) => read(tx, handoffId, questionId));
  if (!asked) return;
  const written = await byModel(db, out, orgId, asked, signal) ?? byRules(asked);
  await inOrg(
    db,
    orgId,
    ACTOR,
    (tx) => putAnswers(tx, handoffId, written, { anew: questionId !== undefined }),
  );
}

async function read(tx: OrgDb, id: string, questionId?: string): Promise<Asked | undefined> {
  const handoff = await tx.selectFrom("handoffs as h").innerJoin(
    "accounts as a",
    "a.id",
    "account_id",
  )
    .select(["h.account_id", "h.questions", "a.name"])
    .where("h.id", "=", id).where("h.state", "in", ["writing", "open"]).executeTakeFirst();
  if (!handoff) return undefined;
  return {
    accountId: handoff.account_id,
    account: handoff.name,
    questions: handoff.questions.filter((one) => !questionId || one.id === questionId),
    sources: await accountSources(tx, handoff.account_id),
  };
}

const answerSchema = z.strictObject({
  answers: z.array(z.strictObject({
    question: z.string().max(40),
    /** For a choice or a yes or no: exactly one of the options; else left empty. */
    choice: z.string().max(200),
    paragraphs: proseSchema.shape.paragraphs.min(0),
  })).max(40),
});

const SYSTEM =
  `You prepare the handover of a customer from sales to customer success. You answer the team's questions about the customer from the sources, soberly and briefly. What the sources do not say you do not know.`;

async function byModel(
  db: Db,
  out: Outside,
  orgId: string,
  { account, questions, sources }: Asked,
  signal?: AbortSignal,
): Promise<WrittenAnswer[] | undefined> {
  const answer = await askModel(db, out, orgId, {
    name: "handoff",
    system: SYSTEM,
    instructions: `The customer is ${account}. Answer each of these questions, by its id.\n${
      JSON.stringify(questions)
    }\n${PROSE_ANSWER} Where no source says anything, answer with an empty list.`,
    sources,
    answer: answerSchema,
    signal,
  });
  if (!answer.ok) return undefined;
  return questions.map((question) => {
    const given = answer.value.answers.find((one) => one.question === question.id);
    const byRule = answerByRules(question, sources, account);
    if (question.type === "choice" || question.type === "yes_no") {
      const options = question.type === "choice" ? question.options : ["Yes", "No"];
      const choice = options.find((option) => option === given?.choice);
      const sentences = choice ? [{ text: choice }] : byRule.sentences;
      return writtenBy("model", question, { body: choice ?? byRule.body, sentences }, sources);
    }
    const paragraphs = given ? paragraphsOf({ paragraphs: given.paragraphs }) : [];
    if (paragraphs.length === 0) return writtenBy("rules", question, byRule, sources);
    const sentences = checkSentences(paragraphs.flat(), sources);
    return writtenBy("model", question, { body: joinParagraphs(paragraphs), sentences }, sources);
  });
}

function byRules({ account, questions, sources }: Asked): WrittenAnswer[] {
  return questions.map((question) =>
    writtenBy("rules", question, answerByRules(question, sources, account), sources)
  );
}

const writtenBy = (
  writer: WrittenAnswer["writtenBy"],
  { id }: HandoffQuestion,
  answer: Pick<WrittenAnswer, "body" | "sentences">,
  sources: Source[],
): WrittenAnswer => ({ questionId: id, writtenBy: writer, sources, ...answer });
