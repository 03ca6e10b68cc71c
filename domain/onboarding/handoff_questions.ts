import { z } from "zod";
import type { HandoffQuestion } from "../base/schema.ts";

export const QUESTION_TYPES = [
  { type: "long_text", label: "Long text" },
  { type: "text", label: "Short text" },
  { type: "choice", label: "Choice" },
  { type: "yes_no", label: "Yes or no" },
] as const satisfies { type: HandoffQuestion["type"]; label: string }[];

export const MOST_QUESTIONS = 40;
const MOST_OPTIONS = 30;

/** What an organisation asks until it writes questions of its own. */
export const DEFAULT_QUESTIONS: HandoffQuestion[] = [
  ask("use_case", "Use case", "What will they use the product for, and who will use it?"),
  ask("goals", "Goals", "What must be true for them to call it a success, and by when?"),
  ask("risks", "Risks", "What could delay or endanger the onboarding?"),
  ask("stakeholders", "Stakeholders", "Who decides, who sponsors, who does the daily work?"),
  ask(
    "promises",
    "Promises made",
    "What was promised beyond the contract: dates, features, terms?",
  ),
];

function ask(id: string, label: string, help: string): HandoffQuestion {
  return { id, type: "long_text", label, help, options: [], required: id !== "promises" };
}

/** One question as its form sends it. Options stand one on each line. */
export const questionForm = z.strictObject({
  version: z.coerce.number().int(),
  type: z.enum(QUESTION_TYPES.map(({ type }) => type), { error: "Choose a type." }),
  label: z.string().trim().min(1, "Enter the question.").max(200, "Use at most 200 characters."),
  help: z.string().trim().max(500, "Use at most 500 characters.").default(""),
  options: z.string().max(4000, "Use fewer options.").default(""),
  required: z.literal("on").optional(),
}).transform(({ options, required, version, ...rest }) => ({
  version,
  question: {
    ...rest,
    options: rest.type === "choice" ? linesOf(options) : [],
    required: required === "on",
  },
})).superRefine(({ question }, issues) => {
  if (question.type !== "choice") return;
  const { length } = question.options;
  if (length < 2 || length > MOST_OPTIONS) {
    const message = `Enter 2 to ${MOST_OPTIONS} options, one on each line.`;
    issues.addIssue({ code: "custom", message, path: ["options"] });
  }
});

function linesOf(text: string): string[] {
  return [...new Set(text.split("\n").map((line) => line.trim().slice(0, 200)).filter(Boolean))];
}

const MOST_ANSWER = 10_000;

/** Why this answer cannot stand, or nothing. An empty one is no fault before submitting. */
export function faultOf(question: HandoffQuestion, body: string): string | undefined {
  if (body.length > MOST_ANSWER) return "Use at most 10,000 characters.";
  if (body === "") return undefined;
  if (question.type === "choice" && !question.options.includes(body)) {
    return "Choose from the list.";
  }
  if (question.type === "yes_no" && !["Yes", "No"].includes(body)) return "Answer yes or no.";
}

export function isMissing(question: HandoffQuestion, body: string | undefined): boolean {
  return question.required && !body?.trim();
}
