import { inLetter, type Letter } from "./letters.ts";

interface Handover {
  account: string;
  by: string;
  before?: string;
  after?: string;
  link: string;
}

/** To the CSM who has the account from now on. */
export function accountReceivedLetter({ account, by, before, link }: Handover): Letter {
  const [name, who] = [inLetter(account), inLetter(by)];
  const from = before ? ` from ${inLetter(before)}` : "";
  return {
    subject: `${name} is yours now`,
    paragraphs: [
      `${who} has given you the account ${name}${from}. Its contacts, notes and history are on ` +
      "its page.",
    ],
    button: { label: "Open the account", url: link },
    why: "You get this letter because you are its CSM from now on.",
  };
}

/** To the CSM who had the account until now. */
export function accountPassedOnLetter({ account, by, after, link }: Handover): Letter {
  const [name, who] = [inLetter(account), inLetter(by)];
  return {
    subject: `${name} has left your accounts`,
    paragraphs: [
      after
        ? `${who} has transferred the account ${name} from you to ${inLetter(after)}.`
        : `${who} has taken the account ${name} from you. It has no CSM now.`,
    ],
    button: { label: "Open the account", url: link },
    why: "You get this letter because you were its CSM.",
  };
}
