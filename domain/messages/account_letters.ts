import type { Letter } from "./people_letters.ts";

const line = (text: string) => text.replace(/\s+/g, " ").trim();

interface Handover {
  account: string;
  by: string;
  before?: string;
  after?: string;
  link: string;
}

/** To the CSM who has the account from now on. */
export function accountReceivedLetter({ account, by, before, link }: Handover): Letter {
  const from = before ? ` from ${line(before)}` : "";
  return {
    subject: `${line(account)} is yours now`,
    text: `${line(by)} has given you the account ${line(account)}${from}. ` +
      "Its contacts, notes and history are on its page:\n\n" +
      `${link}\n\nYou receive this because you are its CSM from now on.\n`,
  };
}

/** To the CSM who had the account until now. */
export function accountPassedOnLetter({ account, by, after, link }: Handover): Letter {
  const whose = after
    ? `${line(by)} has transferred the account ${line(account)} from you to ${line(after)}.`
    : `${line(by)} has taken the account ${line(account)} from you. It has no CSM now.`;
  return {
    subject: `${line(account)} has left your accounts`,
    text: `${whose}\n\nIts page:\n${link}\n\nYou receive this because you were its CSM.\n`,
  };
}
