import { inLetter, type Letter } from "./letters.ts";
import { inLanguage } from "./portal_letters.ts";
import type { Words } from "./words/words.ts";

interface Asking {
  name: string;
  /** The colleague who asks. */
  by: string;
  org: string;
  task: string;
  link: string;
}

/** To a colleague who gets one task and nothing else. */
export function taskHandedLetter(
  words: Words,
  { name, by, org, account, task, note, link }: Asking & { account: string; note: string },
): Letter {
  const { t } = words;
  const said = { by: inLetter(by), task: inLetter(task) };
  const between = { org: inLetter(org), account: inLetter(account) };
  return {
    ...inLanguage(words),
    subject: t("letter.handed.subject", said),
    paragraphs: [
      t("letter.hello", { name: inLetter(name) }),
      t("letter.handed.says", { ...said, ...between }),
      ...(note ? [t("letter.handed.note", { by: said.by, note: inLetter(note) })] : []),
    ],
    button: { label: t("letter.openTask"), url: link },
    closing: [t("letter.handed.closing")],
    why: t("letter.handed.why", { by: said.by }),
  };
}

/** To a teammate, once for the questions that they are asked for. */
export function questionsAskedLetter(
  words: Words,
  { name, by, org, task, questions, link }: Asking & { questions: string[] },
): Letter {
  const { t } = words;
  const said = { by: inLetter(by), task: inLetter(task) };
  return {
    ...inLanguage(words),
    subject: t("letter.asks.subject", said),
    paragraphs: [
      t("letter.hello", { name: inLetter(name) }),
      t("letter.asks.says", { by: said.by, count: questions.length }),
      ...questions.slice(0, 20).map((one) => inLetter(one)),
    ],
    button: { label: t("letter.asks.button"), url: link },
    why: t("letter.asks.why", { org: inLetter(org) }),
  };
}
