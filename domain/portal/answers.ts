import type { Typed } from "../base/forms.ts";
import { isDay } from "../base/calendar.ts";
import type { Answers, FileState } from "../base/schema.ts";
import { type Saying, saying, type Words } from "../messages/words/words.ts";
import type { Question } from "../onboarding/template_content.ts";

type Files = { slot: string; state: FileState }[];

/** What is in the way, by field. It is put into words where it is shown. */
export type Problems = Record<string, Saying>;

export const MOST_LETTERS = 10_000;

/** The name of a question's field, so that no question can be named like a field of ours. */
export function fieldOf(question: Pick<Question, "id">): string {
  return `q_${question.id}`;
}

/** Those that are asked, given what has been answered: some depend on an earlier answer. */
export function shownQuestions(questions: Question[], answers: Answers): Question[] {
  const shown = new Set<string>();
  for (const { id, show_when } of questions) {
    const isAsked = !show_when ||
      shown.has(show_when.question) &&
        [answers[show_when.question] ?? []].flat().includes(show_when.is);
    if (isAsked) shown.add(id);
  }
  return questions.filter(({ id }) => shown.has(id));
}

export function answered({ id, type }: Question, answers: Answers, files: Files): boolean {
  if (type === "file") return countingFiles(files, id).length > 0;
  return [answers[id] ?? []].flat().some((one) => one.trim() !== "");
}

/** What is there for one thing that was asked for. A file that was asked for again does not count. */
export function countingFiles<T extends Files[number]>(files: T[], asked: string): T[] {
  return files.filter(({ slot, state }) => slot === asked && state !== "returned");
}

/** What a form sent. A question that is not on it keeps its answer. */
export function readAnswers(questions: Question[], typed: Typed): Answers {
  const answers: Answers = {};
  for (const question of questions) {
    const sent = typed[fieldOf(question)];
    if (question.type === "file") continue;
    if (question.type === "multiple_choice") {
      answers[question.id] = [sent ?? []].flat().filter((one) => question.options.includes(one));
    } else if (sent !== undefined) answers[question.id] = tidy([sent].flat()[0] ?? "");
  }
  return answers;
}

/** Those of the questions that were asked in the end, as they are sent. */
export function keptAnswers(questions: Question[], answers: Answers): Answers {
  const shown = shownQuestions(questions, answers).filter(({ type }) => type !== "file");
  return Object.fromEntries(
    shown.filter(({ id }) => answers[id] !== undefined).map(({ id }) => [id, answers[id]!]),
  );
}

/** What is in the way of sending it, by field. */
export function problemsOf(questions: Question[], answers: Answers, files: Files): Problems {
  const problems: Problems = {};
  for (const question of shownQuestions(questions, answers)) {
    const problem = answered(question, answers, files)
      ? wrongIn(question, answers[question.id] ?? "")
      : question.required
      ? missingIn(question)
      : undefined;
    if (problem) problems[fieldOf(question)] = problem;
  }
  return problems;
}

function missingIn({ label: question, type }: Question): Saying {
  if (!question) return saying("answer.neededHere");
  return type === "file"
    ? saying("answer.fileNeeded", { question })
    : saying("answer.needed", { question });
}

/** What is wrong with an answer, whether or not the form is sent already. */
export function wrongIn(
  { type, options }: Question,
  answer: string | string[],
): Saying | undefined {
  const text = [answer].flat()[0] ?? "";
  if ([answer].flat().some((one) => one.length > MOST_LETTERS)) {
    return saying("form.tooLong", { most: MOST_LETTERS });
  }
  switch (type) {
    case "number":
      return /^[+-]?\d[\d\s.,']*$/.test(text) ? undefined : saying("answer.number");
    case "date":
      return isDay(text) ? undefined : saying("answer.day");
    case "email":
      return /^[^\s@]+@[^\s@]+\.[^\s@]{2,}$/.test(text) ? undefined : saying("answer.email");
    case "url":
      return /^(https?:\/\/)?[^\s/]+\.[^\s]{2,}$/i.test(text) ? undefined : saying("answer.url");
    case "choice":
      return options.includes(text) ? undefined : saying("answer.choice");
    case "yes_no":
      return text === "yes" || text === "no" ? undefined : saying("answer.yesOrNo");
  }
}

/** An answer as a person reads it. */
export function answerInWords(
  { type }: Question,
  answer: string | string[] | undefined,
  { t }: Words,
): string {
  const given = [answer ?? []].flat().filter(Boolean);
  if (type !== "yes_no") return given.join(", ");
  return given[0] === "yes" ? t("answer.yes") : given[0] === "no" ? t("answer.no") : "";
}

function tidy(text: string): string {
  return text.replaceAll(/\r\n?/g, "\n").toWellFormed().trim();
}
