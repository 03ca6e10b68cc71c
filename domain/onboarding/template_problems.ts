import { type ActionType, actionType, fieldType } from "./action_types.ts";
import { type Action, allActions, type Content, type Question } from "./template_content.ts";
import { unknownVariables } from "./variables.ts";

export interface Problem {
  /** Where it is put right. */
  milestoneId: string;
  actionId?: string;
  where: string;
  says: string;
}

/** What must be put right before a draft can be published. */
export function problemsIn(content: Content): Problem[] {
  return content.milestones.flatMap((milestone, at) => {
    const where = milestone.name || `Milestone ${at + 1}`;
    const own = [
      !milestone.name && "It has no name.",
      ...unknown(milestone.our_text, milestone.your_text),
    ].filter(isText).map((says) => ({ milestoneId: milestone.id, where, says }));
    const inside = milestone.actions.flatMap((action) =>
      problemsOf(action).map((says) => ({
        milestoneId: milestone.id,
        actionId: action.id,
        where: `${where}: ${action.label || actionType(action.type).label}`,
        says,
      }))
    );
    return [...own, ...inside];
  });
}

/** Worth a look, and no reason to refuse. */
export function warningsIn(content: Content): string[] {
  if (content.milestones.length === 0) return ["It has no milestones yet."];
  const empty = content.milestones.filter(({ actions }) => actions.length === 0);
  const unseen = allActions(content).filter((action) =>
    action.owner === "customer" && !action.portal_visible
  );
  return [
    ...empty.map(({ name }) => `The milestone ${name || "without a name"} has no actions.`),
    ...unseen.map(({ label }) => `${label} is for the customer, but not shown in the portal.`),
  ];
}

export function problemsOf(action: Action): string[] {
  const common = [
    !action.label && "It has no label.",
    action.send_without_review && !actionType(action.type).executable &&
    "It cannot be sent without review, because Thread does not send it.",
  ];
  return [...common, ...inContent(action)].filter(isText);
}

function inContent(action: Action): (string | false)[] {
  const { type, content } = action;
  switch (type) {
    case "SEND_EMAIL":
      return [
        content.to.length === 0 && "Nobody is named under To.",
        !content.subject && "The email has no subject.",
        !content.body && "The email has no text.",
        ...unknown(content.subject, content.body),
      ];
    case "REQUEST_DOCS":
    case "REQUEST_ASSETS":
      return [
        content.files.length === 0 && `It asks for no ${NOUN[type]}.`,
        ...content.files.map(({ name }, i) => !name && `File ${i + 1} has no name.`),
        ...unknown(content.intro),
      ];
    case "COLLECT_INFO":
      return [
        content.questions.length === 0 && "The form has no questions.",
        ...content.questions.flatMap((question, i) => inQuestion(question, i, content.questions)),
        ...unknown(content.intro),
      ];
    case "SCHEDULE_MEETING":
      return [content.attendees.length === 0 && "Nobody attends.", ...unknown(content.agenda)];
    case "SLACK":
      return [
        !content.text && "The message has no text.",
        ...unknown(content.text),
      ];
  }
}

const NOUN: Partial<Record<ActionType, string>> = {
  REQUEST_DOCS: "documents",
  REQUEST_ASSETS: "files",
};

function inQuestion(question: Question, at: number, questions: Question[]): (string | false)[] {
  const name = question.label ? `"${question.label}"` : `Question ${at + 1}`;
  const { show_when } = question;
  const asked = show_when && questions.findIndex(({ id }) => id === show_when.question);
  return [
    !question.label && `Question ${at + 1} has no words.`,
    fieldType(question.type).choices && question.options.length < 2 &&
    `${name} needs at least two options.`,
    question.options.some((option) => !option) && `${name} has an empty option.`,
    new Set(question.options).size < question.options.length &&
    `${name} has the same option twice.`,
    asked !== undefined && (asked < 0 || asked >= at) &&
    `${name} waits for a question that does not stand before it.`,
    asked !== undefined && asked >= 0 && asked < at &&
    cannotBe(questions[asked]!, show_when!.is) &&
    `${name} waits for an answer that "${questions[asked]!.label}" cannot have.`,
  ];
}

function cannotBe({ type, options }: Question, answer: string): boolean {
  if (type === "yes_no") return !["yes", "no"].includes(answer);
  return fieldType(type).choices ? !options.includes(answer) : answer === "";
}

/** Whether a customer who gave these answers is asked this question. */
export function isShown(question: Question, answers: Record<string, string | string[]>): boolean {
  const { show_when } = question;
  if (!show_when) return true;
  const given = Object.hasOwn(answers, show_when.question) ? answers[show_when.question]! : [];
  return [given].flat().includes(show_when.is);
}

function unknown(...texts: string[]): string[] {
  return [...new Set(texts.flatMap((text) => unknownVariables(text)))]
    .map((name) => `There is no variable {{${name}}}.`);
}

const isText = (problem: string | false): problem is string => typeof problem === "string";
