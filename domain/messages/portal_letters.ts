import type { LinkAndCode } from "./identity_letters.ts";
import { inLetter, type Letter } from "./letters.ts";

/** Letters to the people of a customer, on the letterhead of the organisation that serves them. */
export function portalInvitationLetter(
  { name, inviter, org, account, link }: {
    name: string;
    inviter: string;
    org: string;
    account: string;
    link: string;
  },
): Letter {
  const [hello, who, from] = [inLetter(name), inLetter(inviter), inLetter(org)];
  return {
    subject: `${who} invites you to the portal of ${from}`,
    paragraphs: [
      `Hello ${hello},`,
      `the portal shows where ${
        inLetter(account)
      } stands with ${from}, what comes next, and what ` +
      "is needed from you. There is nothing to install, and no password to make up.",
    ],
    button: { label: "Open the portal", url: link },
    closing: [
      "The page sends you a sign-in link to this address. It can be opened for 14 days.",
    ],
    why: `You get this letter because ${who} named you as a contact of ${inLetter(account)}.`,
  };
}

export function portalSignInLetter(
  { link, code, org }: LinkAndCode & { org: string },
): Letter {
  const from = inLetter(org);
  return {
    subject: `Sign in to the portal of ${from}`,
    paragraphs: ["To sign in, open the page and press Continue."],
    button: { label: "Open the page", url: link },
    code: { label: "Or enter this code where you asked for it", value: code },
    closing: ["Link and code work once, for 10 minutes."],
    why: "You get this letter because somebody, probably you, asked to sign in to the portal of " +
      `${from}. If it was not you, you can ignore it.`,
  };
}

export function noPortalLetter({ org }: { org?: string }): Letter {
  const where = org ? `the portal of ${inLetter(org)}` : "a customer portal";
  return {
    subject: "No portal is open to this address",
    paragraphs: [
      `Somebody, probably you, asked to sign in to ${where} with this address. None is open to it.`,
      "If you were invited under another address, use that one. Otherwise ask your contact there " +
      "to invite you.",
    ],
    why: "You get this letter because your address was typed on the sign-in page of the portal. " +
      "If it was not you, you can ignore it.",
  };
}

interface FromCustomer {
  name: string;
  account: string;
  link: string;
}

/** To the CSM, when a customer has answered what was asked. */
export function submittedLetter({ name, account, task, link }: FromCustomer & { task: string }) {
  const [who, at, what] = [inLetter(name), inLetter(account), inLetter(task)];
  return {
    subject: `${at} sent "${what}"`,
    paragraphs: [`${who} has sent "${what}" in the portal. The task is done with it.`],
    button: { label: "See what they sent", url: link },
    why: `You get this letter because you are the CSM of ${at}.`,
  };
}

/** To the CSM, when a customer wrote in the portal. */
export function customerWroteLetter(
  { name, account, body, task, link }: FromCustomer & { body: string; task?: string },
): Letter {
  const [who, at] = [inLetter(name), inLetter(account)];
  return {
    subject: `${who} of ${at} wrote to you`,
    paragraphs: [
      task ? `${who} wrote about "${inLetter(task)}":` : `${who} wrote:`,
      ...quoted(body),
    ],
    button: { label: "Answer in Thread", url: link },
    why: `You get this letter because you are the CSM of ${at}.`,
  };
}

/** To the contacts who wrote, when the CSM answers. */
export function csmWroteLetter(
  { name, org, body, link }: { name: string; org: string; body: string; link: string },
): Letter {
  const [who, from] = [inLetter(name), inLetter(org)];
  return {
    subject: `${who} of ${from} answered you`,
    paragraphs: [`${who} wrote in the portal:`, ...quoted(body)],
    button: { label: "Open the conversation", url: link },
    why: `You get this letter because you wrote to ${from} in the portal.`,
  };
}

/** To whoever sent it, when the CSM needs it once more. */
export function askedAgainLetter(
  { name, org, task, body, link }: {
    name: string;
    org: string;
    task: string;
    body: string;
    link: string;
  },
): Letter {
  const [who, from, what] = [inLetter(name), inLetter(org), inLetter(task)];
  return {
    subject: `Once more, please: "${what}"`,
    paragraphs: [`${who} of ${from} has read what you sent and asks you again:`, ...quoted(body)],
    button: { label: "Open the task", url: link },
    closing: ["What you answered before is still filled in."],
    why: `You get this letter because you sent "${what}" in the portal of ${from}.`,
  };
}

function quoted(body: string): string[] {
  return body.split(/\n{2,}/).map((part) => inLetter(part)).filter(Boolean).slice(0, 20);
}
