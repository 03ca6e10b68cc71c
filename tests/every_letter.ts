import * as files from "../domain/messages/file_letters.ts";
import * as domains from "../domain/messages/domain_letters.ts";
import * as handoffs from "../domain/messages/handoff_letters.ts";
import * as identity from "../domain/messages/identity_letters.ts";
import type { Letter } from "../domain/messages/letters.ts";
import { wordsIn } from "../domain/messages/words/words.ts";
import * as people from "../domain/messages/people_letters.ts";
import * as sharing from "../domain/messages/sharing_letters.ts";

/** What stands in a letter that was not written with it. */
export interface LetterValues {
  /** Names of people and organisations. */
  name: string;
  email: string;
  link: string;
  code: string;
}

type Write = (values: LetterValues) => Letter;

/** Every letter Thread writes, by the name of its function. */
export const identityLetters: Record<keyof typeof identity, Write> = {
  verifyLetter: identity.verifyLetter,
  knownAddressLetter: identity.knownAddressLetter,
  signInLetter: identity.signInLetter,
  resetLetter: identity.resetLetter,
  unknownAddressLetter: ({ link }) => identity.unknownAddressLetter({ signUp: link }),
  stepUpLetter: identity.stepUpLetter,
  passwordChangedLetter: ({ email }) => identity.passwordChangedLetter({ support: email }),
};

const ROLES = ["csm", "ops"] as const;

export const peopleLetters: Record<keyof typeof people, Write> = {
  invitationLetter: ({ name, link }) =>
    people.invitationLetter({ inviter: name, orgName: name, roles: ROLES, link }),
  accessRequestLetter: (values) => people.accessRequestLetter({ ...values, orgName: values.name }),
  rolesChangedLetter: (values) =>
    people.rolesChangedLetter({ ...values, orgName: values.name, by: values.name, roles: ROLES }),
  deactivatedLetter: (values) =>
    people.deactivatedLetter({ ...values, orgName: values.name, by: values.name }),
  signInHelpLetter: (values) =>
    people.signInHelpLetter({ ...values, orgName: values.name, by: values.name }),
};

export const handoffLetters: Record<keyof typeof handoffs, Write> = {
  handoffLetter: (values) => handoffs.handoffLetter(asking(values)),
  handoffReminderLetter: (values) => handoffs.handoffReminderLetter(asking(values)),
  handedOverLetter: (values) => handoffs.handedOverLetter(asking(values)),
};

export const fileLetters: Record<keyof typeof files, Write> = {
  // What a CSM writes has paragraphs of its own.
  fileAskedAgainLetter: ({ name, link }) =>
    files.fileAskedAgainLetter(wordsIn("en"), {
      ...{ name, org: name, file: name, link },
      body: "Page 3 is missing.",
    }),
};

const asking = ({ name, link }: LetterValues) => ({ account: name, by: name, link });

export const domainLetters: Record<keyof typeof domains, Write> = {
  domainTroubleLetter: (values) =>
    domains.domainTroubleLetter({ ...values, kind: "portal", trouble: "failing", days: 7 }),
};

export const sharingLetters: Record<keyof typeof sharing, Write> = {
  taskHandedLetter: (values) =>
    sharing.taskHandedLetter(wordsIn("en"), {
      ...shared(values),
      account: values.name,
      note: values.name,
    }),
  questionsAskedLetter: (values) =>
    sharing.questionsAskedLetter(wordsIn("en"), { ...shared(values), questions: [values.name] }),
};

const shared = ({ name, link }: LetterValues) => ({ name, by: name, org: name, task: name, link });

export const everyLetter = Object.entries({
  ...identityLetters,
  ...peopleLetters,
  ...handoffLetters,
  ...fileLetters,
  ...domainLetters,
  ...sharingLetters,
});
