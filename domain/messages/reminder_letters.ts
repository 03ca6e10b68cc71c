import type { Day } from "../base/calendar.ts";
import { inLetter, type Letter } from "./letters.ts";
import { oneLine } from "./outgoing.ts";
import { inLanguage } from "./portal_letters.ts";
import type { Words } from "./words/words.ts";

export interface RemindedTask {
  label: string;
  deadline: Day;
  isLate: boolean;
}

/** To a contact, about what they are asked for and has not come yet. */
export function reminderLetter(
  words: Words,
  { name, org, note, tasks, link, stop }: {
    name: string;
    org: string;
    /** What the organisation says in each of them. */
    note: string;
    tasks: RemindedTask[];
    link: string;
    stop?: string;
  },
): Letter {
  const { t } = words;
  const from = inLetter(org);
  const [only] = tasks.length === 1 ? tasks : [];
  return {
    ...inLanguage(words),
    subject: only
      ? taskInWords(words, only)
      : t("letter.reminder.several", { count: tasks.length, org: from }),
    paragraphs: [
      t("letter.hello", { name: inLetter(name) }),
      only
        ? t("letter.reminder.says", { org: from, task: inLetter(only.label) })
        : t("letter.reminder.saysSeveral", { org: from }),
      ...(only ? [] : [tasks.map((task) => `- ${taskInWords(words, task)}`).join("\n")]),
      ...note.split(/\n{2,}/).map((part) => part.trim()).filter(Boolean),
    ],
    button: { label: t(only ? "letter.openTask" : "letter.reminder.button"), url: link },
    closing: [t("letter.reminder.closing")],
    why: t("letter.reminder.why", { org: from }),
    ...(stop && { stop: { label: t("letter.stop"), url: stop } }),
  };
}

export function taskInWords({ t, day }: Words, { label, deadline, isLate }: RemindedTask): string {
  const said = { task: inLetter(label), day: day(deadline) };
  return isLate ? t("letter.reminder.late", said) : t("letter.reminder.soon", said);
}

export type SummarisedThing =
  | { kind: "answered"; by: string; body: string }
  | { kind: "askedAgain"; by: string; label: string; body: string }
  | ({ kind: "reminded" } & RemindedTask);

const MOST_QUOTED = 500;

/** To a contact who wants one mail a day: what would have come by itself. */
export function contactSummaryLetter(
  words: Words,
  { name, org, things, link, stop }: {
    name: string;
    org: string;
    things: SummarisedThing[];
    link: string;
    stop?: string;
  },
): Letter {
  const { t } = words;
  const from = inLetter(org);
  return {
    ...inLanguage(words),
    subject: t("letter.summary.subject", { count: things.length, org: from }),
    paragraphs: [
      t("letter.hello", { name: inLetter(name) }),
      ...things.map((thing) => thingInWords(words, thing, from)),
    ],
    button: { label: t("letter.reminder.button"), url: link },
    why: t("letter.summary.why", { org: from }),
    ...(stop && { stop: { label: t("letter.stop"), url: stop } }),
  };
}

function thingInWords(words: Words, thing: SummarisedThing, org: string): string {
  const { t } = words;
  if (thing.kind === "reminded") return taskInWords(words, thing);
  const name = inLetter(thing.by) || org;
  const said = thing.kind === "answered"
    ? t("letter.answered.says", { name })
    : t("letter.summary.askedAgain", { name, task: inLetter(thing.label) });
  return `${said}\n${oneLine(thing.body, MOST_QUOTED)}`;
}
