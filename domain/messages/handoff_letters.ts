import { inLetter, type Letter } from "./letters.ts";

interface Asking {
  account: string;
  by: string;
  link: string;
  /** Days since it was asked for, in a reminder. */
  days?: number;
}

/** To the account executive who knows the deal. */
export function handoffLetter({ account, by, link }: Asking): Letter {
  const [name, who] = [inLetter(account), inLetter(by)];
  return {
    subject: `Hand over ${name}`,
    paragraphs: [
      `${who} asks you to hand ${name} over to customer success.`,
      "The answers are drafted from what is known. Read them, correct them, choose who takes the " +
      "account over, and submit. It takes about five minutes.",
    ],
    button: { label: "Open the handoff", url: link },
    why: "You get this letter because you are the account executive of this customer.",
  };
}

export function handoffReminderLetter({ account, by, link, days = 2 }: Asking): Letter {
  const [name, who] = [inLetter(account), inLetter(by)];
  return {
    subject: `${name} still waits for its handoff`,
    paragraphs: [
      `${who} asked you ${days} days ago to hand ${name} over to customer success. Until you ` +
      "submit the handoff, the onboarding of this customer waits for it.",
    ],
    button: { label: "Open the handoff", url: link },
    why: "You get this letter because you are the account executive of this customer.",
  };
}

/** To the CSM who has the account from now on. */
export function handedOverLetter({ account, by, link }: Asking): Letter {
  const [name, who] = [inLetter(account), inLetter(by)];
  return {
    subject: `${name} is handed over to you`,
    paragraphs: [
      `${who} has handed ${name} over to you. What was sold, to whom and with which promises ` +
      "stands in the handoff.",
    ],
    button: { label: "Read the handoff", url: link },
    why: "You get this letter because you are the CSM of this customer from now on.",
  };
}
