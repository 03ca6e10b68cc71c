import type { Role } from "../base/schema.ts";
import { roleLabels } from "../people/roles.ts";

export interface Letter {
  subject: string;
  text: string;
}

/** One line of text: a name may not start a new line of a letter. */
const line = (text: string) => text.replace(/\s+/g, " ").trim();

export function invitationLetter(
  { inviter, orgName, roles, link }: {
    inviter: string;
    orgName: string;
    roles: readonly Role[];
    link: string;
  },
): Letter {
  return {
    subject: `${line(inviter)} invited you to ${line(orgName)} on Thread`,
    text: paragraphs(
      `${line(inviter)} invited you to join ${line(orgName)} on Thread as ${roleLabels(roles)}.`,
      `To accept, open this link:\n${link}`,
      "The link is for you alone, works once and for 14 days. Opening it changes nothing: " +
        "you confirm your address and accept on the page.",
      `If you do not know ${line(inviter)}, ignore this letter.`,
    ),
  };
}

export function accessRequestLetter(
  { name, email, orgName, link }: { name: string; email: string; orgName: string; link: string },
): Letter {
  return {
    subject: `${line(name) || email} asks for access to ${line(orgName)}`,
    text: paragraphs(
      `${line(name)} (${email}) has signed up to Thread and asks to join ${line(orgName)}.`,
      "They have proved this address. They have no access, and get none unless an admin " +
        "invites them.",
      `To invite them or decline, open:\n${link}`,
    ),
  };
}

export function deactivatedLetter(
  { name, orgName, by }: { name: string; orgName: string; by: string },
): Letter {
  return {
    subject: `Your access to ${line(orgName)} has ended`,
    text: paragraphs(
      `Hello ${line(name)},`,
      `${line(by)} has deactivated your membership of ${line(orgName)} on Thread, and you have ` +
        "been signed out of it.",
      "Questions about it are best asked of them.",
    ),
  };
}

export function signInHelpLetter(
  { name, by, orgName, link, code }: {
    name: string;
    by: string;
    orgName: string;
    link: string;
    code: string;
  },
): Letter {
  return {
    subject: `Signing in to ${line(orgName)} on Thread`,
    text: paragraphs(
      `Hello ${line(name)},`,
      `${line(by)} asked us to help you sign in to ${line(orgName)}.`,
      `To set a new password, open this page:\n${link}`,
      `and enter this code there: ${code}`,
      "Both work once, for 10 minutes. After that you can ask for another letter yourself, on the " +
        "sign-in page.",
      `${
        line(by)
      } cannot see this letter or your password. If you did not expect it, you need not ` +
        "do anything: your password stays.",
    ),
  };
}

function paragraphs(...texts: string[]): string {
  return `${texts.join("\n\n")}\n`;
}
