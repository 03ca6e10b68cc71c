import type { AccountSource, Health } from "../base/schema.ts";

/** What can be counted in accounts: each number of a page is the length of one such list. */
export const NUMBERS = {
  running: {
    label: "Running",
    means: "Accounts that are on track, at risk, blocked or waiting for the customer now.",
  },
  on_track: { label: "On track", means: "Running accounts whose health is on track now." },
  at_risk: {
    label: "At risk",
    means: "Running accounts with something late, or expected after the agreed go-live.",
  },
  blocked: { label: "Blocked", means: "Running accounts in which a blocking action is late." },
  waiting: {
    label: "Waiting on customer",
    means: "Running accounts in which all that is open is the customer's.",
  },
  overdue: {
    label: "Overdue",
    means: "Running accounts whose agreed go-live has passed.",
  },
  not_started: { label: "Not started", means: "Accounts whose plan has not begun." },
  started: {
    label: "Started",
    means: "Accounts whose first milestone began in the period.",
  },
  live: {
    label: "Went live",
    means: "Accounts whose plan was finished in the period.",
  },
  on_time: {
    label: "On time",
    means: "Of those that went live, the ones that did by the agreed day, " +
      "or where none was agreed by the day that the plan began with.",
  },
  late: {
    label: "Late",
    means: "Of those that went live, the ones that did after that day.",
  },
  going_live: {
    label: "Expected to go live",
    means: "Running accounts by the day on which their plan is expected to end.",
  },
  customer_late: {
    label: "Overdue at the customer",
    means: "Accounts with a task that is the customer's, open, and past its deadline.",
  },
  not_seen: {
    label: "Not in the portal for 14 days",
    means: "Running accounts with somebody invited to the portal, " +
      "where nobody has been there in the last 14 days.",
  },
  handoff_waiting: {
    label: "Handoff open",
    means: "Accounts whose handoff waits for its account executive.",
  },
  handoff_done: {
    label: "Handoff submitted",
    means: "Accounts whose handoff was submitted in the period.",
  },
  answered: {
    label: "Answered by the customer",
    means: "Accounts whose customer sent an answer in the period.",
  },
  drafts_unchanged: {
    label: "Drafts approved unchanged",
    means: "Accounts with a draft, written in the period, that was approved as it was written.",
  },
  drafts_edited: {
    label: "Drafts edited first",
    means: "Accounts with a draft, written in the period, that a person changed and approved.",
  },
  drafts_rejected: {
    label: "Drafts rejected",
    means: "Accounts with a draft, written in the period, that was discarded or written anew, " +
      "also because its action ended without it.",
  },
  drafts_waiting: {
    label: "Drafts waiting for approval",
    means: "Accounts with a draft, written in the period, that waits for a person.",
  },
  in_milestone: { label: "In a milestone", means: "Running accounts in this milestone now." },
  milestone_done: {
    label: "Milestone finished",
    means: "Accounts that finished this milestone in the period.",
  },
} as const;

export type NumberKey = keyof typeof NUMBERS;

export const RUNNING: Health[] = ["on_track", "at_risk", "blocked", "waiting"];

export const isNumber = (key: string): key is NumberKey => Object.hasOwn(NUMBERS, key);

/** What narrows the list behind a number further. */
export interface Detail {
  /** Of those that went live: how many days they took, both ends included. */
  atLeast?: number;
  atMost?: number;
  /** The days on which they went live, or are expected to. */
  first?: string;
  last?: string;
  milestone?: string;
}

export const LONG_AGO_DAYS = 14;

/** What a file of accounts holds at most; the page says so where there are more. */
export const MOST_ROWS = 20_000;

/** Fewer onboardings say little by their median: they are listed instead. */
export const FEW = 5;

/** What a filter says for accounts that have none. */
export const NOBODY = "none";
export const NO_SEGMENT = "(none)";

export const SOURCES: { source: AccountSource; label: string }[] = [
  { source: "hand", label: "Added by hand" },
  { source: "import", label: "Imported" },
  { source: "workflow", label: "Made by a workflow" },
];

export function countOf(
  standings: { health: Health; accounts: number }[],
  healths: readonly Health[],
): number {
  return standings.filter(({ health }) => healths.includes(health))
    .reduce((sum, { accounts }) => sum + accounts, 0);
}

export interface Amount {
  currency: string;
  cents: number;
}

/** One sum for each currency, the largest first. */
export function amountsOf(
  standings: { health: Health; currency: string; cents: number }[],
  healths: readonly Health[],
): Amount[] {
  const sums = new Map<string, number>();
  for (const { health, currency, cents } of standings) {
    if (healths.includes(health)) sums.set(currency, (sums.get(currency) ?? 0) + cents);
  }
  return [...sums].map(([currency, cents]) => ({ currency, cents }))
    .filter(({ cents }) => cents > 0).sort((a, b) => b.cents - a.cents);
}
