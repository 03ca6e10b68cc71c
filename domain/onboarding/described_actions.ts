import type { ActionType } from "./action_types.ts";
import type { Phase } from "./described_phases.ts";
import { suggestMail, suggestQuestions } from "./suggested_texts.ts";
import type { OutlineAction } from "./template_outline.ts";

const MOST_ACTIONS = 12;

/** What a clause asks for, by its words; the first that fits. */
const KINDS: { type: ActionType; words: RegExp }[] = [
  {
    type: "SLACK",
    words: /\bslack\b|#[a-z][\w-]+|\b(tell|inform|notify) (the|our) (\w+ )?team\b/i,
  },
  {
    type: "SEND_EMAIL",
    words: /\b(e-?mails?|mails?|newsletter|write to|send (them )?a (note|message))\b/i,
  },
  {
    type: "COLLECT_INFO",
    words:
      /\b(forms?|questionnaires?|survey|intake|ask (them )?(about|which|what|who|how)|collect (their )?(info\w*|details|requirements|goals|answers))\b/i,
  },
  {
    type: "REQUEST_ASSETS",
    words:
      /\b(logos?|brand(ing)?( (assets|guide\w*|material))?|brand assets|icons?|images?|photos?)\b/i,
  },
  {
    type: "REQUEST_DOCS",
    words:
      /\b(documents?|docs|contracts?|dpa|nda|agreements?|papers?|files?|spreadsheets?|csv|exports?|certificates?|polic(y|ies)|sow|purchase order|order form|upload\w*)\b/i,
  },
  {
    type: "SCHEDULE_MEETING",
    words:
      /\b(meetings?|calls?|workshops?|sessions?|kick-?off|trainings?|demo|review|webinar|check-?in|visit|walk-?through|interviews?)\b/i,
  },
];

/** The actions that a phase's description names, at least one. */
export function actionsIn({ name, text }: Phase): OutlineAction[] {
  const actions: OutlineAction[] = [];
  for (const clause of clausesOf(`${text}`)) {
    const type = KINDS.find(({ words }) => words.test(clause))?.type;
    const last = actions.at(-1);
    if (!type) continue;
    if (last?.type === type && last.files) last.files.push(labelOf(clause));
    else actions.push(actionFor(type, clause, name));
  }
  const found = actions.slice(0, MOST_ACTIONS);
  return found.length > 0 ? found : [actionFor(defaultType(name), "", name)];
}

/** The sentences of a phase that ask for nothing say what it is about; else all of them do. */
export function aboutPhase({ text }: Phase): string {
  const sentences = text.split(/(?<=[.!?])\s+|\n+/)
    .map((sentence) => sentence.replace(BULLET, "").trim()).filter(Boolean);
  const about = sentences.filter((one) => !KINDS.some(({ words }) => words.test(one)));
  const said = (about.length > 0 ? about : sentences).join(" ").slice(0, 1_000);
  return said.charAt(0).toUpperCase() + said.slice(1);
}

const BULLET = /^\s*[-*•–]\s+/;

function clausesOf(text: string): string[] {
  return text.split(
    /[;\n]+|(?<=[a-z\d)])[.!?](?=\s|$)|,\s*(?:and |then )?|\s+(?:and then|then|and|plus)\s+/i,
  )
    .map((clause) => clause.replace(BULLET, "").trim()).filter((clause) => clause.length > 2);
}

const defaultType = (phase: string): ActionType =>
  /train|workshop|kick-?off|review/i.test(phase) ? "SCHEDULE_MEETING" : "SEND_EMAIL";

function actionFor(type: ActionType, clause: string, phase: string): OutlineAction {
  const label = labelOf(clause) || defaultLabel(type, phase);
  return {
    type,
    label,
    delay_hours: delayIn(clause),
    blocker: /\b(must|required|mandatory|signed|sign-?off|before we)\b/i.test(clause),
    ...dueIn(clause),
    ...contentFor(type, label, phase),
  };
}

function contentFor(type: ActionType, label: string, milestone: string): Partial<OutlineAction> {
  switch (type) {
    case "SEND_EMAIL": {
      const { subject, body } = suggestMail({ label, milestone });
      return { subject, text: body };
    }
    case "COLLECT_INFO":
      return {
        text: "About four minutes. You can stop and go on later.",
        questions: suggestQuestions({ label, milestone }),
      };
    case "REQUEST_DOCS":
    case "REQUEST_ASSETS":
      return {
        files: [label],
        text: "If something does not exist, say so and we find another way.",
      };
    case "SCHEDULE_MEETING":
      return {
        minutes: /kick-?off|workshop|train/i.test(label) ? 60 : 30,
        text: "1. Where we stand\n2. What is open\n3. Next steps",
      };
    case "SLACK":
      return { text: `{{company_name}}: ${label}. CSM: {{csm_name}}.` };
  }
}

const defaultLabel = (type: ActionType, phase: string) =>
  type === "SCHEDULE_MEETING" ? `${phase} call` : `${phase} email`;

const WHO =
  /^(?:(?:after that|first|next|finally|later|also|please|we|they|you|i|our team|the team|the (?:csm|customer|client)|customers?|should|must|need to|have to|can|will)\b[\s,]*)+/i;
const DOES =
  /^(?:sends?|ask(?:s)?(?: (?:them|the customer|customers))?(?: for)?|requests?|collects?|gets?|schedules?|holds?|books?|do|does|has|have|posts?|writes?|runs?|starts? with|begins? with|uploads?|provides?|fill(?:s)? in|share(?:s)?|deliver(?:s)?|there is|with)\b\s*/i;
const ARTICLE = /^(?:(?:them|the customer|customers|us)\s+)?(?:an?|the|their|our|your|its)\s+/i;

/** "We send them a welcome email on day 3" is about a "Welcome email". */
function labelOf(clause: string): string {
  const plain = clause.replaceAll(TIMES, " ").replace(WHO, "").replace(DOES, "").replace(WHO, "")
    .replace(ARTICLE, "").replaceAll(/[*_#"()]+/g, " ").replaceAll(/\s+/g, " ").trim();
  return (plain.charAt(0).toUpperCase() + plain.slice(1)).slice(0, 80).trim();
}

const COUNT = "(\\d{1,3}|one|two|three|four|five|six|seven|an?)";
const LATER = new RegExp(
  `\\b(?:after ${COUNT} (hour|day|week)s?|${COUNT} (hour|day|week)s? (?:later|after(?:wards)?(?: (?:the )?(?:start|kick-?off))?))\\b`,
  "i",
);
const ON_DAY = /\bon day (\d{1,2})\b/i;
const DUE = new RegExp(
  `\\b(?:within|due in|due after|in) ${COUNT} (?:working |business )?(day|week)s?\\b`,
  "i",
);
const TIMES = new RegExp(`${LATER.source}|${ON_DAY.source}|${DUE.source}`, "gi");

function delayIn(clause: string): number {
  const day = ON_DAY.exec(clause)?.[1];
  if (day) return Math.min(720, Math.max(0, Number(day) - 1) * 24);
  const match = LATER.exec(clause);
  if (!match) return 0;
  const unit = (match[2] ?? match[4])!.toLowerCase();
  const hours = countOf((match[1] ?? match[3])!) * { hour: 1, day: 24, week: 168 }[unit]!;
  return Math.min(720, hours);
}

function dueIn(clause: string): { due_days?: number } {
  const match = DUE.exec(clause);
  if (!match) return {};
  const days = countOf(match[1]!) * (match[2]!.toLowerCase() === "week" ? 5 : 1);
  return { due_days: Math.min(365, days) };
}

const WORDS = "one two three four five six seven".split(" ");
const countOf = (word: string) =>
  /^\d/.test(word) ? Number(word) : Math.max(1, WORDS.indexOf(word.toLowerCase()) + 1);
