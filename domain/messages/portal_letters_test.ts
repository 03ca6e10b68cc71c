import assert from "node:assert/strict";
import { LANGUAGES } from "../base/languages.ts";
import { PAYLOADS, shapeOf } from "../../tests/hostile_texts.ts";
import * as files from "./file_letters.ts";
import { type Letter, writeLetter } from "./letters.ts";
import * as access from "./portal_access_letters.ts";
import * as portal from "./portal_letters.ts";
import * as reminders from "./reminder_letters.ts";
import * as sharing from "./sharing_letters.ts";
import { type Words, wordsIn } from "./words/words.ts";

const OURS = "https://thread.test/p";
const FORGERIES = [
  "Eve\r\nBcc: all@acme.test\n\nPay here: http://evil.test",
  "https://evil.test/login",
  "hthttp://tp://evil.test",
  "{org} {name} {count:a|b} $& $1",
];

type LettersOf<Module> = Record<
  Extract<keyof Module, `${string}Letter`>,
  (words: Words, name: string) => Letter[]
>;

const saidOf = (name: string) => ({
  name,
  org: name,
  account: name,
  task: name,
  by: name,
  link: OURS,
});
const written = { body: "As it was written" };
const coded = { code: "012345" };
const dated = (name: string, isLate: boolean) => ({ label: name, deadline: "2026-12-14", isLate });

/** Those of one file that go to customers; one that is missing here does not compile. */
const portalLetters: Omit<LettersOf<typeof portal>, "submittedLetter" | "customerWroteLetter"> = {
  portalInvitationLetter: (words, name) => [
    portal.portalInvitationLetter(words, { ...saidOf(name), inviter: name }),
  ],
  portalSignInLetter: (words, name) => [
    portal.portalSignInLetter(words, { ...saidOf(name), ...coded }),
  ],
  noPortalLetter: (words, name) => [
    portal.noPortalLetter(words, saidOf(name)),
    portal.noPortalLetter(words, {}),
  ],
  csmWroteLetter: (words, name) => [portal.csmWroteLetter(words, { ...saidOf(name), ...written })],
  askedAgainLetter: (words, name) => [
    portal.askedAgainLetter(words, { ...saidOf(name), ...written }),
  ],
};
const accessLetters: LettersOf<typeof access> = {
  portalCodeLetter: (words, name) => [
    access.portalCodeLetter(words, { ...saidOf(name), ...coded }),
  ],
  portalPasswordLetter: (words, name) =>
    (["set", "changed", "removed"] as const).map((news) =>
      access.portalPasswordLetter(words, news, saidOf(name))
    ),
};
const fileLetters: LettersOf<typeof files> = {
  fileAskedAgainLetter: (words, name) => [
    files.fileAskedAgainLetter(words, { ...saidOf(name), ...written, file: name }),
  ],
};
const reminderLetters: LettersOf<typeof reminders> = {
  reminderLetter: (words, name) =>
    [[dated(name, false)], [dated(name, true), dated(name, false)]].map((tasks) =>
      reminders.reminderLetter(words, { ...saidOf(name), note: "", tasks, stop: OURS })
    ),
  contactSummaryLetter: (words, name) => [
    reminders.contactSummaryLetter(words, {
      ...saidOf(name),
      things: [
        { kind: "answered", by: name, ...written },
        { kind: "askedAgain", by: name, label: name, ...written },
        { kind: "reminded", ...dated(name, true) },
      ],
      stop: OURS,
    }),
  ],
};
const sharingLetters: LettersOf<typeof sharing> = {
  taskHandedLetter: (words, name) => [
    sharing.taskHandedLetter(words, { ...saidOf(name), note: name }),
  ],
  questionsAskedLetter: (words, name) => [
    sharing.questionsAskedLetter(words, { ...saidOf(name), questions: [name] }),
  ],
};

/** Every letter that Thread itself writes to a customer, with one text wherever a name stands. */
function everyLetter(words: Words, name: string): Letter[] {
  const all = [portalLetters, accessLetters, fileLetters, reminderLetters, sharingLetters];
  return all.flatMap((some) => Object.values(some)).flatMap((write) => write(words, name));
}

/** What stands in a letter whatever its language. */
const SAID_BY_OTHERS = new Set(["Ann Lee", written.body, ""]);

for (const { language, tag } of LANGUAGES) {
  Deno.test(`letters to customers in ${language} are whole, and no name breaks out of them`, () => {
    const words = wordsIn(language);
    const plain = everyLetter(words, "Ann Lee").map((letter) => writeLetter(letter));
    for (const { subject, text, html } of plain) {
      assert.doesNotMatch(subject + text, /[{}]|undefined/);
      assert.match(html, new RegExp(`<html lang="${tag}">`));
      assert.ok(subject.length < 120, subject);
    }
    if (language !== "en") {
      const english = new Set(everyLetter(wordsIn("en"), "Ann Lee").flatMap(sentencesOf));
      const left = everyLetter(words, "Ann Lee").flatMap(sentencesOf)
        .filter((said) => english.has(said) && !SAID_BY_OTHERS.has(said));
      assert.deepEqual(left, [], "nothing of a letter is left in English");
    }
    for (const name of [...PAYLOADS, ...FORGERIES]) {
      everyLetter(words, name).map((letter) => writeLetter(letter)).forEach((written, at) => {
        const tags = (html: string) => shapeOf(html).map(({ tag }) => tag).join(" ");
        assert.equal(tags(written.html), tags(plain[at]!.html), name);
        assert.doesNotMatch(written.text, /^(Bcc|Pay here)/m);
        for (const [link] of written.text.matchAll(/[a-z]+:\/\/\S+/gi)) assert.equal(link, OURS);
      });
    }
  });
}

function sentencesOf(
  { subject, paragraphs, button, code, closing = [], why, stop }: Letter,
): string[] {
  return [subject, ...paragraphs, button?.label, code?.label, ...closing, why, stop?.label]
    .flatMap((part) => part?.split("\n") ?? []);
}
