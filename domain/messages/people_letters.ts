import type { Role } from "../base/schema.ts";
import { roleLabels } from "../people/roles.ts";
import { inLetter, type Letter } from "./letters.ts";

/** Letters of an organisation to those who belong to it, or may. Names in them were typed by people. */
export function invitationLetter(
  { inviter, orgName, roles, link }: {
    inviter: string;
    orgName: string;
    roles: readonly Role[];
    link: string;
  },
): Letter {
  const [who, org] = [inLetter(inviter), inLetter(orgName)];
  return {
    subject: `${who} invited you to ${org} on Thread`,
    paragraphs: [`You are asked to join ${org} as ${roleLabels(roles)}.`],
    button: { label: "See the invitation", url: link },
    closing: [
      "The link is for you alone, works once and for 14 days. Opening it changes nothing: you " +
      "confirm your address and accept on the page.",
    ],
    why: `You get this letter because ${who} typed your address. ` +
      "If you do not know them, you can ignore it.",
  };
}

export function accessRequestLetter(
  { name, email, orgName, link }: { name: string; email: string; orgName: string; link: string },
): Letter {
  const [who, address, org] = [inLetter(name), inLetter(email), inLetter(orgName)];
  return {
    subject: `${who || address} asks for access to ${org}`,
    paragraphs: [
      `${who} (${address}) has signed up to Thread and asks to join ${org}.`.trim(),
      "They have proved this address. They have no access, and get none unless an admin invites " +
      "them.",
    ],
    button: { label: "Invite them or decline", url: link },
    why: `You get this letter because you are an admin of ${org}.`,
  };
}

export function rolesChangedLetter(
  { name, orgName, by, roles, link }: {
    name: string;
    orgName: string;
    by: string;
    roles: readonly Role[];
    link: string;
  },
): Letter {
  const [who, org, admin] = [inLetter(name), inLetter(orgName), inLetter(by)];
  return {
    subject: `Your role at ${org} has changed`,
    paragraphs: [
      `Hello ${who},`,
      `${admin} has changed what you are at ${org}. You are now ${roleLabels(roles)}.`,
    ],
    button: { label: `Open ${org}`, url: link },
    closing: ["If you did not expect it, ask them."],
    why: `You get this letter because you are a member of ${org}.`,
  };
}

export function deactivatedLetter(
  { name, orgName, by }: { name: string; orgName: string; by: string },
): Letter {
  const [who, org, admin] = [inLetter(name), inLetter(orgName), inLetter(by)];
  return {
    subject: `Your access to ${org} has ended`,
    paragraphs: [
      `Hello ${who},`,
      `${admin} has deactivated your membership of ${org} on Thread, and you have been signed out ` +
      "of it.",
      "Questions about it are best asked of them.",
    ],
    why: `You get this letter because you were a member of ${org}.`,
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
  const [who, org, admin] = [inLetter(name), inLetter(orgName), inLetter(by)];
  return {
    subject: `Signing in to ${org} on Thread`,
    paragraphs: [
      `Hello ${who},`,
      `${admin} asked us to help you sign in to ${org}. Set a new password on the page, and enter ` +
      "the code there.",
    ],
    button: { label: "Set a new password", url: link },
    code: { label: "The code to enter there", value: code },
    closing: [
      "Link and code work once, for 10 minutes. After that you can ask for another letter " +
      "yourself, on the sign-in page.",
      `${admin} cannot see this letter or your password. If you did not expect it, you need not ` +
      "do anything: your password stays.",
    ],
    why: `You get this letter because you are a member of ${org}.`,
  };
}
