import { z } from "zod";
import type { Db } from "../base/db.ts";
import type { Outside } from "../base/outside.ts";
import { type Brief, templateSource } from "./briefs.ts";
import { askModel, type Refusal } from "./model.ts";
import {
  ANSWERS_TASK,
  DRAFT_SYSTEM,
  DRAFT_TASKS,
  type DraftKind,
  mailSchema,
  paragraphsOf,
  PROSE_ANSWER,
  proseSchema,
} from "./prompts.ts";
import {
  type Answered,
  type Asked,
  writeAnswers,
  writeFormIntro,
  writeMail,
  writeRequest,
  writeSlack,
} from "./rules.ts";
import { checkSentences, joinParagraphs, type Written } from "./sentences.ts";
import type { Source } from "./sources.ts";
import { strangersIn } from "./strangers.ts";

/** Who wrote it; and where rules did, why the model did not. */
export interface Author {
  by: "model" | "rules";
  model?: string;
  tokens: number;
  problem?: { kind: Refusal; words: string };
}

export type Draft = Written & Author & {
  /** Links and addresses that are not the account's own, for a warning. */
  strangers: string[];
};

export interface DraftOptions {
  signal?: AbortSignal;
  /** Asked for by a person who does not want to wait for the model. */
  rulesOnly?: boolean;
}

const rules = {
  mail: writeMail,
  form: writeFormIntro,
  request: writeRequest,
  slack: writeSlack,
} satisfies Record<DraftKind, (brief: Brief) => Written>;

/** There is always a draft: where the model does not write it, rules do. Nothing is sent. */
export async function draftText(
  db: Db,
  out: Outside,
  orgId: string,
  kind: DraftKind,
  brief: Brief,
  options: DraftOptions = {},
): Promise<Draft> {
  const sources = [templateSource(brief), ...brief.sources];
  const asked = options.rulesOnly ? undefined : await askModel(db, out, orgId, {
    name: `draft_${kind}`,
    system: DRAFT_SYSTEM,
    instructions: `${DRAFT_TASKS[kind]}\n${wished(brief)}${PROSE_ANSWER}`,
    sources,
    answer: kind === "mail" ? mailSchema : proseSchema,
    mostTokens: 4_000,
    signal: options.signal,
  });
  if (!asked?.ok) {
    return warned({ ...rules[kind](brief), ...byRules(asked) }, brief);
  }
  const paragraphs = paragraphsOf(asked.value);
  const subject = "subject" in asked.value ? oneLine(String(asked.value.subject)) : undefined;
  return warned({
    ...subject === undefined ? {} : { subject },
    body: joinParagraphs(paragraphs),
    sentences: checkSentences(paragraphs.flat(), sources),
    sources,
    by: "model",
    model: asked.model,
    tokens: asked.tokens,
  }, brief);
}

/** A colleague may ask for much, but not for what the rules of the system text forbid. */
function wished({ wish }: Brief): string {
  return wish?.trim() ? `The manager asks for this: ${JSON.stringify(wish.trim())}\n` : "";
}

export type DraftedAnswers = Author & { answers: Answered[] };

/** One answer a question, empty where no source knows it. */
export async function draftAnswers(
  db: Db,
  out: Outside,
  orgId: string,
  questions: Asked[],
  sources: Source[],
  options: DraftOptions = {},
): Promise<DraftedAnswers> {
  const asked = options.rulesOnly ? undefined : await askModel(db, out, orgId, {
    name: "answers",
    system: DRAFT_SYSTEM,
    instructions: `${ANSWERS_TASK}\n${PROSE_ANSWER}\n\nQuestions:\n${
      questions.map(({ id, label }) => `${id}: ${label}`).join("\n")
    }`,
    sources,
    answer: z.strictObject({
      answers: z.array(proseSchema.extend({ id: z.string(), paragraphs: anyParagraphs })).max(100),
    }),
    mostTokens: 6_000,
    signal: options.signal,
  });
  if (!asked?.ok) return { answers: writeAnswers(questions, sources), ...byRules(asked) };
  const answers = questions.map(({ id }) => {
    const found = asked.value.answers.find((answer) => answer.id === id);
    const paragraphs = found ? paragraphsOf(found) : [];
    return {
      id,
      text: joinParagraphs(paragraphs),
      sentences: checkSentences(paragraphs.flat(), sources),
    };
  });
  return { answers, by: "model", model: asked.model, tokens: asked.tokens };
}

/** An answer that no source knows has none. */
const anyParagraphs = z.array(proseSchema.shape.paragraphs.element).max(10);

function byRules(
  refused?: { kind: Refusal; words: string; tokens: number },
): Pick<Draft, keyof Author> {
  return refused
    ? {
      by: "rules",
      tokens: refused.tokens,
      problem: { kind: refused.kind, words: refused.words },
    }
    : { by: "rules", tokens: 0 };
}

function warned(draft: Omit<Draft, "strangers">, { allowed }: Brief): Draft {
  return { ...draft, strangers: strangersIn(`${draft.subject ?? ""}\n${draft.body}`, allowed) };
}

const oneLine = (text: string) => text.replaceAll(/\s+/g, " ").trim();
