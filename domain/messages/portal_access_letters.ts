import { inLetter, type Letter } from "./letters.ts";
import { inLanguage } from "./portal_letters.ts";
import type { Words } from "./words/words.ts";

/** What has happened to a customer's password for the portal. */
export type PasswordNews = "set" | "changed" | "removed";

export function portalPasswordLetter(
  words: Words,
  news: PasswordNews,
  { org }: { org: string },
): Letter {
  const { t } = words;
  const from = inLetter(org);
  return {
    ...inLanguage(words),
    subject: t(`letter.password.${news}Subject`, { org: from }),
    paragraphs: [t(`letter.password.${news}`), t("letter.password.notYou", { org: from })],
    why: t("letter.password.why"),
  };
}

export function portalCodeLetter(
  words: Words,
  { code, org }: { code: string; org: string },
): Letter {
  const { t } = words;
  return {
    ...inLanguage(words),
    subject: t("letter.stepUp.subject", { org: inLetter(org) }),
    paragraphs: [],
    code: { label: t("letter.stepUp.code"), value: code },
    closing: [t("letter.stepUp.closing"), t("letter.stepUp.notYou")],
    why: t("letter.stepUp.why"),
  };
}
