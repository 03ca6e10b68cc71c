import { inLetter, type Letter } from "./letters.ts";
import { inLanguage, quoted } from "./portal_letters.ts";
import type { Words } from "./words/words.ts";

/** To whoever sent a file, when the CSM needs another in its place. */
export function fileAskedAgainLetter(
  words: Words,
  { body, link, ...names }: {
    name: string;
    org: string;
    file: string;
    body: string;
    link: string;
  },
): Letter {
  const { t } = words;
  const [name, org, file] = [names.name, names.org, names.file].map(inLetter) as [
    string,
    string,
    string,
  ];
  return {
    ...inLanguage(words),
    subject: t("letter.otherFile.subject", { file }),
    paragraphs: [t("letter.otherFile.says", { name, org, file }), ...quoted(body)],
    button: { label: t("letter.otherFile.button"), url: link },
    closing: [t("letter.otherFile.closing")],
    why: t("letter.otherFile.why", { file, org }),
  };
}
