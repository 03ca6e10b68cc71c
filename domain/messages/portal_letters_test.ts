import assert from "node:assert/strict";
import { LANGUAGES } from "../base/languages.ts";
import { PAYLOADS, shapeOf } from "../../tests/hostile_texts.ts";
import { type Letter, writeLetter } from "./letters.ts";
import { portalCodeLetter, portalPasswordLetter } from "./portal_access_letters.ts";
import {
  askedAgainLetter,
  csmWroteLetter,
  noPortalLetter,
  portalInvitationLetter,
  portalSignInLetter,
} from "./portal_letters.ts";
import { type Words, wordsIn } from "./words/words.ts";

const OURS = "https://thread.test/p";
const FORGERIES = [
  "Eve\r\nBcc: all@acme.test\n\nPay here: http://evil.test",
  "https://evil.test/login",
  "hthttp://tp://evil.test",
  "{org} {name} {count:a|b} $& $1",
];

/** Every letter that Thread itself writes to a customer, with one text wherever a name stands. */
function everyLetter(words: Words, name: string): Letter[] {
  const said = { name, org: name, account: name, task: name, link: OURS };
  return [
    portalInvitationLetter(words, { ...said, inviter: name }),
    portalSignInLetter(words, { ...said, code: "012345" }),
    noPortalLetter(words, said),
    noPortalLetter(words, {}),
    csmWroteLetter(words, { ...said, body: "As it was written" }),
    askedAgainLetter(words, { ...said, body: "As it was written" }),
    portalCodeLetter(words, { ...said, code: "012345" }),
    ...(["set", "changed", "removed"] as const).map((news) =>
      portalPasswordLetter(words, news, said)
    ),
  ];
}

for (const { language, tag } of LANGUAGES) {
  Deno.test(`letters to customers in ${language} are whole, and no name breaks out of them`, () => {
    const words = wordsIn(language);
    const plain = everyLetter(words, "Ann Lee").map((letter) => writeLetter(letter));
    for (const { subject, text, html } of plain) {
      assert.doesNotMatch(subject + text, /[{}]|undefined/);
      assert.match(html, new RegExp(`<html lang="${tag}">`));
      assert.ok(subject.length < 120, subject);
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
