import type { LinkAndCode } from "./identity_letters.ts";
import { inLetter, type Letter } from "./letters.ts";
import type { Words } from "./words/words.ts";

/** Letters to the people of a customer, on the letterhead of the organisation that serves them. */
export function portalInvitationLetter(
  words: Words,
  { name, inviter, org, account, link }: {
    name: string;
    inviter: string;
    org: string;
    account: string;
    link: string;
  },
): Letter {
  const { t } = words;
  const said = { inviter: inLetter(inviter), org: inLetter(org), account: inLetter(account) };
  return {
    ...inLanguage(words),
    subject: t("letter.invitation.subject", said),
    paragraphs: [
      t("letter.hello", { name: inLetter(name) }),
      t("letter.invitation.says", said),
    ],
    button: { label: t("letter.invitation.button"), url: link },
    closing: [t("letter.invitation.closing")],
    why: t("letter.invitation.why", said),
  };
}

export function portalSignInLetter(
  words: Words,
  { link, code, org }: LinkAndCode & { org: string },
): Letter {
  const { t } = words;
  const from = inLetter(org);
  return {
    ...inLanguage(words),
    subject: t("letter.signIn.subject", { org: from }),
    paragraphs: [t("letter.signIn.says")],
    button: { label: t("letter.signIn.button"), url: link },
    code: { label: t("letter.signIn.code"), value: code },
    closing: [t("letter.signIn.closing")],
    why: t("letter.signIn.why", { org: from }),
  };
}

export function noPortalLetter(words: Words, { org }: { org?: string }): Letter {
  const { t } = words;
  return {
    ...inLanguage(words),
    subject: t("letter.noPortal.subject"),
    paragraphs: [
      org ? t("letter.noPortal.saysOf", { org: inLetter(org) }) : t("letter.noPortal.says"),
      t("letter.noPortal.then"),
    ],
    why: t("letter.noPortal.why"),
  };
}

/** To the contacts who wrote, when the CSM answers. */
export function csmWroteLetter(
  words: Words,
  { name, org, body, link }: { name: string; org: string; body: string; link: string },
): Letter {
  const { t } = words;
  const said = { name: inLetter(name), org: inLetter(org) };
  return {
    ...inLanguage(words),
    subject: t("letter.answered.subject", said),
    paragraphs: [t("letter.answered.says", said), ...quoted(body)],
    button: { label: t("letter.answered.button"), url: link },
    why: t("letter.answered.why", said),
  };
}

/** To whoever sent it, when the CSM needs it once more. */
export function askedAgainLetter(
  words: Words,
  { name, org, task, body, link }: {
    name: string;
    org: string;
    task: string;
    body: string;
    link: string;
  },
): Letter {
  const { t } = words;
  const said = { name: inLetter(name), org: inLetter(org), task: inLetter(task) };
  return {
    ...inLanguage(words),
    subject: t("letter.askedAgain.subject", said),
    paragraphs: [t("letter.askedAgain.says", said), ...quoted(body)],
    button: { label: t("letter.openTask"), url: link },
    closing: [t("letter.askedAgain.closing")],
    why: t("letter.askedAgain.why", said),
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

/** What the setting of a letter has to know of its language. */
export function inLanguage({ tag, t }: Words): Pick<Letter, "lang" | "labelled"> {
  return { lang: tag, labelled: (label) => t("letter.label", { label }) };
}

export function quoted(body: string): string[] {
  return body.split(/\n{2,}/).map((part) => inLetter(part)).filter(Boolean).slice(0, 20);
}
