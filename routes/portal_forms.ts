import { z } from "zod";
import { fieldOf, MOST_LETTERS, readAnswers } from "../domain/portal/answers.ts";
import type { Question } from "../domain/onboarding/template_content.ts";
import { readEmail } from "../domain/people/work_email.ts";

const next = z.string().max(2000).default("/p").catch("/p");

const address = z.string("Enter your email address.").transform((typed, context) => {
  const read = readEmail(typed);
  if (read.ok) return read.email;
  context.addIssue({ code: "custom", message: read.problem });
  return z.NEVER;
});

const line = (most: number, missing: string) =>
  z.string(missing).trim().min(1, missing).max(most, `Use at most ${most} characters.`)
    .refine((typed) => !/\p{Cc}/u.test(typed), "Use one line without control characters.");

export const portalAskForm = z.strictObject({ email: address, next });

export const teammateForm = z.strictObject({
  name: line(120, "Enter their name."),
  email: address,
});

export const messageForm = z.strictObject({
  body: z.string("Write something.").transform((typed) => typed.replaceAll(/\r\n?/g, "\n").trim())
    .pipe(
      z.string().min(1, "Write something.").max(5000, "Use at most 5,000 characters.")
        .refine(
          (typed) => !/[^\P{Cc}\n\t]/u.test(typed),
          "There is an invisible character in this.",
        ),
    ),
});

export const choiceForm = z.strictObject({
  contact: z.uuid("Choose one of them."),
});

export const sendForm = z.strictObject({
  version: z.string().regex(/^\d{1,9}$/, "Open the page again.").transform(Number),
});

const answer = z.string()
  .max(MOST_LETTERS, `Use at most ${MOST_LETTERS.toLocaleString("en")} characters.`)
  .refine((typed) => !/[^\P{Cc}\r\n\t]/u.test(typed), "There is an invisible character in this.");

/** The form of one task: a field for each of its questions, and how to go on. */
export function answersForm(questions: Question[]) {
  const fields = Object.fromEntries(
    questions.filter(({ type }) => type !== "file")
      .map((question) => [
        fieldOf(question),
        question.type === "multiple_choice"
          ? z.union([answer, z.array(answer).max(100)], "Choose again.").optional()
          : z.string("Answer this once.").pipe(answer).optional(),
      ]),
  );
  return z.strictObject({
    ...fields,
    version: sendForm.shape.version,
    then: z.literal("review").optional(),
  }).transform(({ version, then, ...typed }) => ({
    version,
    then,
    answers: readAnswers(questions, typed as Record<string, string | string[]>),
  }));
}
