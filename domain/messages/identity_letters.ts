import { inLetter, type Letter } from "./letters.ts";

/** Letters about a person's way in. They hold no more than the one who reads the mail needs. */
export interface LinkAndCode {
  link: string;
  code: string;
}

export function verifyLetter({ link, code }: LinkAndCode): Letter {
  return {
    subject: "Confirm your address for Thread",
    paragraphs: [
      "Welcome to Thread.",
      "To confirm that this address is yours, open the page and press Continue.",
    ],
    button: { label: "Open the page", url: link },
    code: { label: "Or enter this code where you signed up", value: code },
    closing: [TEN_MINUTES],
    why:
      `You get this letter because somebody, probably you, signed up with this address. ${IGNORE}`,
  };
}

export function knownAddressLetter({ link, code }: LinkAndCode): Letter {
  return {
    subject: "You already have an account at Thread",
    paragraphs: ["No need to sign up again. To sign in, open the page and press Continue."],
    button: { label: "Open the page", url: link },
    code: { label: "Or enter this code where you signed up", value: code },
    closing: [TEN_MINUTES],
    why:
      `You get this letter because somebody, probably you, signed up with this address. ${IGNORE}`,
  };
}

export function signInLetter({ link, code }: LinkAndCode): Letter {
  return {
    subject: "Sign in to Thread",
    paragraphs: ["To sign in, open the page and press Continue."],
    button: { label: "Open the page", url: link },
    code: { label: "Or enter this code where you asked for it", value: code },
    closing: [TEN_MINUTES],
    why: `You get this letter because somebody, probably you, asked to sign in. ${IGNORE}`,
  };
}

export function resetLetter({ link, code }: LinkAndCode): Letter {
  return {
    subject: "Set a new password for Thread",
    paragraphs: ["To set a new password, open the page and type it there."],
    button: { label: "Set a new password", url: link },
    code: { label: "Or enter this code where you asked for it", value: code },
    closing: [TEN_MINUTES],
    why: "You get this letter because somebody, probably you, asked for it with this address. " +
      "If it was not you, you need not do anything: your password stays.",
  };
}

export function unknownAddressLetter({ signUp }: { signUp: string }): Letter {
  return {
    subject: "No account at Thread with this address",
    paragraphs: [
      "Somebody, probably you, tried to sign in to Thread with this address. No account has it.",
      "If you signed up or were invited with another work address, use that one. Otherwise you " +
      "can make an account.",
    ],
    button: { label: "Make an account", url: signUp },
    why: `You get this letter because your address was typed on the sign-in page. ${IGNORE}`,
  };
}

export function stepUpLetter({ code }: { code: string }): Letter {
  return {
    subject: "Your code for Thread",
    paragraphs: [],
    code: { label: "Enter this code where Thread asked for it", value: code },
    closing: [
      "It works once, for 10 minutes.",
      "If you did not ask for it, somebody else is using your account: sign in, and end the other " +
      "sessions in your profile.",
    ],
    why: "You get this letter because something sensitive is about to be done with your account.",
  };
}

export function passwordChangedLetter({ support }: { support?: string }): Letter {
  return {
    subject: "Your password at Thread was changed",
    paragraphs: [
      "The password of your account at Thread was changed just now, and every other browser was " +
      "signed out.",
      `If it was not you, tell ${inLetter(support ?? "your organisation's admin")} at once.`,
    ],
    why: "You get this letter because it is about the safety of your account.",
  };
}

const TEN_MINUTES = "Link and code work once, for 10 minutes.";
const IGNORE = "If it was not you, you can ignore it.";
