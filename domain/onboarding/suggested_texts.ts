import { MAILS, QUESTIONS } from "./suggested_texts_data.ts";
import type { OutlineQuestion } from "./template_outline.ts";

/** Where a text will stand. */
export interface Place {
  label: string;
  milestone: string;
}

const FEWEST_QUESTIONS = 3;
const MOST_QUESTIONS = 7;

/** A plain mail for what its label says. It holds only what is true of every customer. */
export function suggestMail({ label, milestone }: Place): { subject: string; body: string } {
  const { subject, body } = MAILS.find(({ words }) => words.test(label)) ??
    MAILS.find(({ words }) => words.test(milestone))!;
  return { subject, body: `Hi {{contact_first_name}},\n\n${body}\n\nBest,\n{{csm_name}}` };
}

/** Questions for what a form's label says, without those that it asks already. */
export function suggestQuestions(
  { label, milestone }: Place,
  present: readonly string[] = [],
): OutlineQuestion[] {
  const asked = new Set(present.map((one) => one.trim().toLowerCase()));
  const fitting = (text: string) =>
    QUESTIONS.slice(0, -1).filter(({ words }) => words.test(text))
      .flatMap(({ questions }) => questions);
  const ofLabel = fitting(label);
  const fits = ofLabel.length > 0 ? ofLabel : fitting(milestone);
  const all = fits.length >= FEWEST_QUESTIONS ? fits : [...fits, ...QUESTIONS.at(-1)!.questions];
  return all.filter((one) => !asked.has(one.label.toLowerCase())).slice(0, MOST_QUESTIONS);
}
