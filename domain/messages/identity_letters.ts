/** Letters about a person's way in. They hold no more than the one who reads the mail needs. */
export interface Letter {
  subject: string;
  text: string;
}

export interface LinkAndCode {
  link: string;
  code: string;
}

export function verifyLetter({ link, code }: LinkAndCode): Letter {
  return {
    subject: "Confirm your address for Thread",
    text: paragraphs(
      "Welcome to Thread.",
      "To confirm that this address is yours, open this page and press Continue:",
      link,
      `Or enter this code where you signed up: ${code}`,
      `${TEN_MINUTES} ${IGNORE}`,
    ),
  };
}

export function knownAddressLetter({ link, code }: LinkAndCode): Letter {
  return {
    subject: "You already have an account at Thread",
    text: paragraphs(
      "Somebody, probably you, signed up for Thread with this address. You already have an account.",
      "To sign in to it, open this page and press Continue:",
      link,
      `Or enter this code where you signed up: ${code}`,
      `${TEN_MINUTES} ${IGNORE}`,
    ),
  };
}

export function signInLetter({ link, code }: LinkAndCode): Letter {
  return {
    subject: "Sign in to Thread",
    text: paragraphs(
      "To sign in, open this page and press Continue:",
      link,
      `Or enter this code where you asked for it: ${code}`,
      `${TEN_MINUTES} ${IGNORE}`,
    ),
  };
}

export function resetLetter({ link, code }: LinkAndCode): Letter {
  return {
    subject: "Set a new password for Thread",
    text: paragraphs(
      "To set a new password, open this page:",
      link,
      `Or enter this code where you asked for it: ${code}`,
      `${TEN_MINUTES} If you did not ask for it, you need not do anything: your password stays.`,
    ),
  };
}

export function unknownAddressLetter({ signUp }: { signUp: string }): Letter {
  return {
    subject: "No account at Thread with this address",
    text: paragraphs(
      "Somebody, probably you, tried to sign in to Thread with this address. No account has it.",
      "If you signed up or were invited with another work address, use that one. " +
        "To make a new account:",
      signUp,
      IGNORE,
    ),
  };
}

export function stepUpLetter({ code }: { code: string }): Letter {
  return {
    subject: "Your code for Thread",
    text: paragraphs(
      "Enter this code where Thread asked for it:",
      code,
      "It works once, for 10 minutes. If you did not ask for it, somebody else is using your account: " +
        "sign in, and end the other sessions in your profile.",
    ),
  };
}

export function passwordChangedLetter({ support }: { support?: string }): Letter {
  return {
    subject: "Your password at Thread was changed",
    text: paragraphs(
      "The password of your account at Thread was changed just now, and every other browser was " +
        "signed out.",
      `If it was not you, tell ${support ?? "your organisation's admin"} at once.`,
    ),
  };
}

const TEN_MINUTES = "Both work once, for 10 minutes.";
const IGNORE = "If it was not you, you can ignore this letter.";

function paragraphs(...texts: string[]): string {
  return `${texts.join("\n\n")}\n`;
}
