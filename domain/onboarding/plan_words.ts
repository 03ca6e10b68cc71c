import {
  addDays,
  type Day,
  dayIn,
  daysBetween,
  formatDay,
  isWorkingDay,
} from "../base/calendar.ts";
import type { ActionState, MilestoneState } from "../base/schema.ts";
import { isOpen, type Steps } from "./action_states.ts";
import { type ActionType, actionType, counted } from "./action_types.ts";

/** "4 days later than planned", or nothing where it stands as planned or was never planned. */
export function slipInWords(planned: Day | null, projected: Day | null): string | undefined {
  if (!planned || !projected || planned === projected) return undefined;
  const days = daysBetween(planned, projected);
  return `${counted(Math.abs(days), "day")} ${days > 0 ? "later" : "earlier"} than planned`;
}

export interface Deadline {
  words: string;
  late: boolean;
}

const NEAR = 7;

/** "2 days late", "Due today", "Due in 3 days" and, from a week on, "Due 14 Dec 2026". */
export function deadlineInWords(day: Day, today: Day): Deadline {
  const days = daysBetween(today, day);
  if (days < 0) return { words: `${counted(-days, "day")} late`, late: true };
  if (days === 0) return { words: "Due today", late: false };
  if (days === 1) return { words: "Due tomorrow", late: false };
  const words = days < NEAR ? `Due in ${days} days` : `Due ${formatDay(day, "en-GB", "medium")}`;
  return { words, late: false };
}

/** The same for a list, where the column says already that it is due: "Today", "14 Dec". */
export function nearInWords(day: Day, today: Day): Deadline {
  const days = daysBetween(today, day);
  if (days < 0) return { words: `${counted(-days, "day")} late`, late: true };
  if (days === 0) return { words: "Today", late: false };
  if (days === 1) return { words: "Tomorrow", late: false };
  const words = days < NEAR ? `In ${days} days` : short(day).replace(/ \d{4}$/, "");
  return { words, late: false };
}

/** Of an action that somebody can work on now; what is finished is late no more. */
export function openDeadline(
  action: { state: ActionState; deadline_at: Date | null },
  { today, timeZone }: { today: Day; timeZone: string },
): Deadline | undefined {
  if (!action.deadline_at || !isOpen(action.state)) return undefined;
  return deadlineInWords(lastDay(action.deadline_at, timeZone), today);
}

/** A deadline is the end of its day. */
export function lastDay(deadline: Date, timeZone: string): Day {
  return dayIn(timeZone, new Date(deadline.getTime() - 1));
}

export interface Span {
  state: MilestoneState;
  started_on: Day | null;
  finished_on: Day | null;
  planned_on: Day | null;
  projected_on: Day | null;
}

/** When a milestone was, or will be: "2 to 10 Nov 2026", "until 10 Nov 2026". */
export function spanInWords({ state, started_on, finished_on, projected_on, planned_on }: Span) {
  const end = finished_on ?? projected_on ?? planned_on;
  if (state === "done" || state === "skipped") {
    return finished_on ? `${state === "done" ? "Finished" : "Skipped"} ${short(finished_on)}` : "";
  }
  if (state === "active") {
    return [started_on && `Since ${short(started_on)}`, end && `until ${short(end)}`]
      .filter(Boolean).join(", ");
  }
  return end ? `Until ${short(end)}` : "";
}

const short = (day: Day) => formatDay(day, "en-GB", "medium");

/** What the row's one main button does, where there is anything to press. */
export type MainStep = "review" | "execute" | "start" | "retry" | "complete";

export function mainStep(
  { type, state }: { type: ActionType; state: ActionState },
  steps: Steps,
): MainStep | undefined {
  if (steps.start) return "start";
  if (steps.retry) return actionType(type).executable ? "retry" : "complete";
  if (steps.execute) return state === "draft_ready" ? "review" : "execute";
  return steps.complete ? "complete" : undefined;
}

/** How many are finished, of those that count. */
export function progressOf(actions: { state: ActionState }[]): { done: number; total: number } {
  const counting = actions.filter(({ state }) => state !== "skipped" && state !== "cancelled");
  return {
    done: counting.filter(({ state }) => state === "completed").length,
    total: counting.length,
  };
}

export interface NamedDays {
  workingDays: number[];
  /** The names of the days off, of the organisation and of the customer. */
  holidays: ReadonlyMap<Day, string>;
}

/**
 * "Moved from 1 May 2026: Labour Day" where an end is not on the day that was planned, or that the
 * milestone's days alone would lead to.
 */
export function movedInWords(
  { state, planned_on, projected_on }: Pick<Span, "state" | "planned_on" | "projected_on">,
  /** When its days alone would end. */
  nominal: Day | null,
  calendar: NamedDays,
): string | undefined {
  if (state === "skipped" || !projected_on) return undefined;
  const off = nominal !== null && nominal < projected_on && dayOff(nominal, calendar);
  const from = planned_on && planned_on !== projected_on ? planned_on : off ? nominal : null;
  if (!from) return undefined;
  const later = from < projected_on;
  const why = off && later
    ? off
    : !later
    ? "it goes faster than planned"
    : state === "not_started"
    ? "what comes before it takes longer"
    : "it took longer than planned";
  return `Moved from ${short(from)}: ${why}`;
}

/** What makes it no working day, or nothing where it is one. */
function dayOff(day: Day, { workingDays, holidays }: NamedDays): string | undefined {
  const name = holidays.get(day);
  if (name !== undefined) return name || "a holiday";
  const isOff = !isWorkingDay(day, { workingDays, holidays: new Set(holidays.keys()) });
  return isOff ? "not a working day" : undefined;
}

/** Where each milestone would end if every day were a working day. */
export function nominalEnds(
  milestones: (Span & { duration_days: number })[],
  today: Day,
): (Day | null)[] {
  let before: Day | null = null;
  return milestones.map(({ state, started_on, duration_days, finished_on, projected_on }) => {
    const from: Day | null = state === "active"
      ? started_on
      : before && before > today
      ? before
      : before && today;
    before = finished_on ?? projected_on ?? before;
    return from && (state === "active" || state === "not_started")
      ? addDays(from, duration_days)
      : null;
  });
}
