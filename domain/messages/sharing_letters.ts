import { inLetter, type Letter } from "./letters.ts";

interface Asking {
  name: string;
  /** The colleague who asks. */
  by: string;
  org: string;
  task: string;
  link: string;
}

/** To a colleague who gets one task and nothing else. */
export function taskHandedLetter(
  { name, by, org, account, task, note, link }: Asking & { account: string; note: string },
): Letter {
  const [who, what, from] = [inLetter(by), inLetter(task), inLetter(org)];
  return {
    subject: `${who} asks you for "${what}"`,
    paragraphs: [
      `Hello ${inLetter(name)},`,
      `${who} asks you to take care of "${what}", which ${from} needs from ${inLetter(account)}. ` +
      "You see this one task.",
      ...(note ? [`${who} writes: ${inLetter(note)}`] : []),
    ],
    button: { label: "Open the task", url: link },
    closing: [
      "The page sends you a sign-in link to this address. There is no password to make up.",
    ],
    why: `You get this letter because ${who} typed your address. ` +
      "If you do not know them, you can ignore it.",
  };
}

/** To a teammate, once for the questions that they are asked for. */
export function questionsAskedLetter(
  { name, by, org, task, questions, link }: Asking & { questions: string[] },
): Letter {
  const [who, what] = [inLetter(by), inLetter(task)];
  return {
    subject: `${who} asks you for answers in "${what}"`,
    paragraphs: [
      `Hello ${inLetter(name)},`,
      questions.length === 1
        ? `${who} asks you to answer one question:`
        : `${who} asks you to answer ${questions.length} questions:`,
      ...questions.slice(0, 20).map((one) => inLetter(one)),
    ],
    button: { label: "Open the form", url: link },
    why: `You get this letter because you are in the portal of ${inLetter(org)}.`,
  };
}
