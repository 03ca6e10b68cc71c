/** A phase as somebody described it, and its words after the title. */
export interface Phase {
  name: string;
  days: number;
  text: string;
}

const MOST_PHASES = 12;
const MOST_NAME = 60;
const NUMBERED =
  /^\s*(?:(?:phase|step|stage|milestone|week)\s+)?\d{1,2}(?:\s*[-–]\s*\d{1,2})?\s*[.):]\s*|^\s*(?:phase|step|stage|milestone)\s+\w+\s*[:–-]\s*/i;
const BULLET = /^\s*[-*•–]\s+/;

/** Known stations of an onboarding, what they are called and how long they take if nothing is said. */
const STATIONS: { name: string; days: number; words: RegExp }[] = [
  { name: "Kickoff", days: 7, words: /\b(kick-?off|welcome|introduction|handover)\b/i },
  { name: "Discovery", days: 7, words: /\b(discovery|requirements|scoping|goals)\b/i },
  { name: "Setup", days: 14, words: /\b(set-?up|configur\w*|implement\w*|build)\b/i },
  { name: "Integration", days: 14, words: /\b(integrat\w*|connect\w*|sso|api)\b/i },
  { name: "Data migration", days: 14, words: /\b(migrat\w*|imports?|importing|data)\b/i },
  { name: "Training", days: 10, words: /\b(train\w*|enable\w*|workshops?)\b/i },
  { name: "Testing", days: 7, words: /\b(test(ing)?|pilot|acceptance|uat)\b/i },
  { name: "Go-live", days: 5, words: /\b(go-?(ing )?live|goes live|launch\w*|roll-?out)\b/i },
  {
    name: "Handover to support",
    days: 14,
    words: /\b(hypercare|adoption|after go-?live|first month)\b/i,
  },
];

export const DEFAULT_PHASES: Phase[] = [
  { name: "Kickoff", days: 7, text: "" },
  { name: "Implementation", days: 21, text: "" },
  { name: "Training", days: 10, text: "" },
  { name: "Go-live", days: 5, text: "" },
];

/**
 * The phases of a description: its numbered points, else its points or headings, else its sentences
 * about stations that every onboarding knows. Empty where none of that is found.
 */
export function phasesIn(description: string): Phase[] {
  const lines = description.split("\n").filter((line) => line.trim() !== "");
  const found = [
    (line: string) => NUMBERED.test(line),
    (line: string) => /^\S.{0,60}:\s*$/.test(line) && !BULLET.test(line),
    (line: string) => BULLET.test(line) && !/^\s{2,}/.test(line),
  ].map((begins) => blocksOf(lines, begins)).find((blocks) => blocks.length >= 2);
  const phases = found ? found.map(phaseOf) : phasesOfProse(description);
  return phases.slice(0, MOST_PHASES);
}

/** Each line that begins a phase, with the lines under it. */
function blocksOf(lines: string[], begins: (line: string) => boolean): string[][] {
  const blocks: string[][] = [];
  for (const line of lines) {
    if (begins(line)) blocks.push([line]);
    else blocks.at(-1)?.push(line);
  }
  return blocks;
}

function phaseOf([first = "", ...rest]: string[]): Phase {
  const head = first.replace(BULLET, "").replace(NUMBERED, "")
    .trim();
  const end = /[:.(;]|,| [-–] |\bwhere\b|\bwith\b/.exec(head)?.index ?? head.length;
  const title = head.slice(0, end > 2 ? end : head.length);
  const name = nameOf(title) || stationOf(head)?.name || "Phase";
  const after = head.slice(end).replace(LEADING_DURATION, "").replace(/^[\s:.,;–-]+/, "");
  const text = [after, ...rest].join("\n").trim();
  const days = daysIn(first) ?? daysIn(rest.join("\n")) ?? stationOf(head)?.days ?? 7;
  return { name, days, text };
}

function nameOf(title: string): string {
  const plain = title.replaceAll(DURATION, " ").replaceAll(/[*_#()]+/g, " ").replaceAll(/\s+/g, " ")
    .trim();
  return (plain.charAt(0).toUpperCase() + plain.slice(1)).slice(0, MOST_NAME).trim();
}

function stationOf(text: string) {
  return STATIONS.find(({ words }) => words.test(text));
}

/** Sentences before the first station belong to it; the others to the station named last. */
function phasesOfProse(description: string): Phase[] {
  const sentences = description.split(/(?<=[.!?;\n])\s+|,?\s+(?=then\b|after that\b|finally\b)/i);
  const phases: Phase[] = [];
  for (const sentence of sentences) {
    const station = stationOf(sentence);
    const known = phases.find(({ name }) => name === station?.name);
    if (station && !known) {
      phases.push({ name: station.name, days: daysIn(sentence) ?? station.days, text: sentence });
    } else if (phases.length > 0) {
      const phase = known ?? phases.at(-1)!;
      phase.text = `${phase.text}\n${sentence}`;
    }
  }
  return phases.length >= 2 ? phases : [];
}

const NUMBERS = "one two three four five six seven eight nine ten eleven twelve".split(" ");
const DURATION = new RegExp(
  `\\b(?:(?:takes?|lasts?|about|around|within|for|over|in)\\s+)?(?:(\\d{1,3}|${
    NUMBERS.join("|")
  }|an?)` +
    `(?:\\s*(?:-|–|to)\\s*(\\d{1,3}))?[\\s-]*(?:working |business )?(day|week|month)s?)\\b`,
  "gi",
);
const LEADING_DURATION = new RegExp(`^[\\s:.,;(–-]*${DURATION.source}[\\s)]*`, "i");
const WEEKS = /\bweeks?\s+(\d{1,2})(?:\s*(?:-|–|to)\s*(\d{1,2}))?/i;

/** "2 weeks", "10 to 14 days", "weeks 3-4". Of a range, the longer end. */
export function daysIn(text: string): number | undefined {
  const [, start, end] = WEEKS.exec(text) ?? [];
  if (start) return Math.max(1, (Number(end ?? start) - Number(start) + 1) * 7);
  const [match] = text.matchAll(DURATION);
  if (!match) return;
  const [, one = "", other, unit = ""] = match;
  const count = Number(other ?? countOf(one));
  return Math.min(365, Math.max(1, count * { day: 1, week: 7, month: 30 }[unit.toLowerCase()]!));
}

function countOf(word: string): number {
  if (/^\d/.test(word)) return Number(word);
  return Math.max(1, NUMBERS.indexOf(word.toLowerCase()) + 1);
}
