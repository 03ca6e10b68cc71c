import { FAMILY_NAMES, FIRST_WORDS, GIVEN_NAMES, LAST_WORDS } from "./simulated_schema_data.ts";

/** What somebody who tries it can let happen over there. */
export const CHOICES = [
  {
    key: "large",
    label: "A large deal is won",
    about: "€148,000, Closed won in the sales pipeline",
    stage: "closedwon",
    amount: 148_000,
    employees: 1200,
  },
  {
    key: "small",
    label: "A small deal is won",
    about: "€18,500, Closed won in the sales pipeline",
    stage: "closedwon",
    amount: 18_500,
    employees: 45,
  },
  {
    key: "open",
    label: "A deal gets its contract",
    about: "€62,000, Contract sent: not won yet",
    stage: "contractsent",
    amount: 62_000,
    employees: 310,
  },
] as const;

export type ChoiceKey = (typeof CHOICES)[number]["key"];

export interface SimulatedDeal {
  id: string;
  at: Date;
  name: string;
  company: string;
  domain: string;
  stage: string;
  amount: number;
  employees: number;
  industry: string;
  /** The first decides, the second carries it out. */
  people: { id: string; first: string; last: string; email: string; title: string; role: string }[];
}

const TURN = CHOICES.length;
const INDUSTRIES = ["RETAIL", "LOGISTICS", "HEALTHCARE", "SOFTWARE", "FOOD_PRODUCTION"];

/** A deal is nothing but its number: the second it was made in, and which of the choices it is. */
export function dealIdAt(choice: ChoiceKey, now: Date): string {
  const seconds = Math.floor(now.getTime() / 1000);
  return String(seconds * TURN + CHOICES.findIndex(({ key }) => key === choice));
}

export function simulatedDeal(id: string): SimulatedDeal | undefined {
  if (!/^\d{9,12}$/.test(id)) return undefined;
  const number = Number(id);
  const seconds = Math.floor(number / TURN);
  const choice = CHOICES[number % TURN]!;
  const pick = (words: string[], step: number) => words[Math.floor(number / step) % words.length]!;
  const company = `${pick(FIRST_WORDS, 1)} ${pick(LAST_WORDS, 7)}`;
  const domain = `${company.toLowerCase().replaceAll(" ", "-")}.example`;
  const person = (step: number, title: string, role: string) => {
    const [first, last] = [pick(GIVEN_NAMES, step), pick(FAMILY_NAMES, step * 3)];
    const email = `${first}.${last}@${domain}`.toLowerCase();
    return { id: `${id}${step}`, first, last, email, title, role };
  };
  return {
    id,
    at: new Date(seconds * 1000),
    name: `${company} – onboarding`,
    company,
    domain,
    industry: pick(INDUSTRIES, 11),
    stage: choice.stage,
    amount: choice.amount,
    employees: choice.employees,
    people: [
      person(2, "Chief operating officer", "Decision maker"),
      person(5, "Project lead", "Primary contact"),
    ],
  };
}

export function noteOf({ company, employees, people: [decides, leads] }: SimulatedDeal): string {
  return `<p>Call with ${decides!.first} and ${leads!.first}:</p><ul>` +
    `<li>${company} wants its ${employees} people on board within ten weeks.</li>` +
    `<li>${leads!.first} runs the project on their side.</li>` +
    "<li>They fear that old data is lost on the way.</li></ul>";
}
