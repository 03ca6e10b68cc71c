import { z } from "zod";
import { countTyped } from "./action_forms.ts";
import type { Question } from "../writing/model.ts";
import { cleanText, type Source } from "../writing/sources.ts";
import { EMAIL_TASK, QUESTIONS_TASK, templateTask } from "../writing/prompts_templates.ts";
import { ACTION_TYPES } from "./action_types.ts";
import type { Proposal } from "./proposals.ts";
import type { Surroundings } from "./proposal_writing.ts";
import { suggestMail, suggestQuestions } from "./suggested_texts.ts";
import {
  outlineQuestion,
  outlineSchema,
  proposalOf,
  type ProposedTemplate,
  questionOf,
} from "./template_outline.ts";
import { outlineByRules } from "./template_rules.ts";
import { VARIABLES } from "./variables.ts";

const mailAnswer = z.strictObject({
  subject: z.string().min(1).max(200),
  body: z.string().min(1).max(10_000),
});

const questionsAnswer = z.strictObject({ questions: z.array(outlineQuestion).min(1).max(12) });

export type ProposedMail = z.infer<typeof mailAnswer>;
export interface ProposedQuestions {
  questions: ReturnType<typeof questionOf>[];
}
export type ProposedText = ProposedMail | ProposedQuestions;

/** What is asked of the model, how its answer is read, and what rules write instead. */
export interface Assignment {
  question: Omit<Question<unknown>, "system">;
  read: (value: unknown) => ProposedTemplate | ProposedText;
  byRules: () => ProposedTemplate | ProposedText;
}

export function assignmentOf(proposal: Proposal, place?: Surroundings): Assignment {
  if (!place) return templateAssignment(proposal.wish);
  return proposal.kind === "email" ? mailAssignment(place) : questionsAssignment(place);
}

function templateAssignment(wish: string): Assignment {
  return {
    question: {
      name: "onboarding_template",
      instructions: templateTask(ACTION_TYPES, VARIABLES),
      sources: [{ kind: "wish", label: "Description of the onboarding", text: wish }],
      answer: outlineSchema.transform(proposalOf),
      mostTokens: 12_000,
    },
    read: (value) => value as ProposedTemplate,
    byRules: () => proposalOf(outlineByRules(cleanText(wish))),
  };
}

function mailAssignment(place: Surroundings): Assignment {
  return {
    question: {
      name: "template_email",
      instructions: `${EMAIL_TASK}\n${variableNames()}`,
      sources: sourcesOf(place, [
        `Subject: ${textOf(place, "content.subject")}`,
        textOf(place, "content.body"),
      ]),
      answer: mailAnswer,
      mostTokens: 3_000,
    },
    read: (value) => value as ProposedMail,
    byRules: () => suggestMail({ label: place.label, milestone: place.milestone.name }),
  };
}

function questionsAssignment(place: Surroundings): Assignment {
  const present = presentQuestions(place);
  return {
    question: {
      name: "form_questions",
      instructions: QUESTIONS_TASK,
      sources: sourcesOf(place, [textOf(place, "content.intro"), ...present]),
      answer: questionsAnswer.transform(({ questions }) => ({
        questions: questions.map(questionOf),
      })),
      mostTokens: 3_000,
    },
    read: (value) => value as ProposedQuestions,
    byRules: () => {
      const { label, milestone } = place;
      const questions = suggestQuestions({ label, milestone: milestone.name }, present);
      return { questions: questions.map(questionOf) };
    },
  };
}

function sourcesOf({ label, milestone }: Surroundings, texts: string[]): Source[] {
  const { name, ourText, yourText } = milestone;
  const around = [
    name && `Milestone: ${name}`,
    ourText && `What we are doing: ${ourText}`,
    yourText && `What the customer is doing: ${yourText}`,
  ];
  return [
    { kind: "template", label: "What stands there now", text: texts.filter(Boolean).join("\n") },
    {
      kind: "template",
      label: `Where it stands: ${label}`,
      text: around.filter(Boolean).join("\n"),
    },
  ];
}

const textOf = ({ typed }: Surroundings, name: string) => String(typed[name] ?? "");

function presentQuestions(place: Surroundings): string[] {
  return Array.from(
    { length: countTyped(place.typed, "questions") },
    (_, at) => textOf(place, `content.questions.${at}.label`),
  );
}

const variableNames = () =>
  `Variables: ${VARIABLES.map(({ name, label }) => `{{${name}}} (${label})`).join(", ")}.`;
