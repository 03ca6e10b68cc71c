import { type Day, daysBetween } from "../base/calendar.ts";
import { saying, type Words } from "../messages/words/words.ts";
import { isFinished, isOpen } from "../onboarding/action_states.ts";
import type { Question } from "../onboarding/template_content.ts";
import { answered, countingFiles, type Problems, problemsOf, shownQuestions } from "./answers.ts";
import type { Journey, SeenAction, SeenMilestone } from "./journey.ts";

const ASKED_TYPES = ["COLLECT_INFO", "REQUEST_DOCS", "REQUEST_ASSETS"];

/** What the customer answers in the portal. */
export function isAsked({ type }: Pick<SeenAction, "type">): boolean {
  return ASKED_TYPES.includes(type);
}

/** It waits for the customer: opened to them, and neither sent nor settled otherwise. */
export function needsCustomer(action: SeenAction): boolean {
  return isAsked(action) && action.isOpened && isOpen(action.state) &&
    action.submission?.state !== "submitted";
}

/** A meeting that the customer can book. */
export function isBookable(action: SeenAction, bookingUrl?: string | null): boolean {
  return action.type === "SCHEDULE_MEETING" && isOpen(action.state) &&
    Boolean(action.asked.booking_url || bookingUrl);
}

/** What the customer has to do, the most urgent first. */
export function openTasks({ milestones, csm }: Journey): SeenAction[] {
  return milestones.flatMap(({ actions }) => actions)
    .filter((action) => needsCustomer(action) || isBookable(action, csm?.bookingUrl))
    .sort((a, b) => (a.deadlineOn ?? LAST).localeCompare(b.deadlineOn ?? LAST));
}

const LAST = "9999-12-31";

/** What the customer has done, the newest first. */
export function doneTasks({ milestones }: Journey): SeenAction[] {
  return milestones.flatMap(({ actions }) => actions)
    .filter((action) => isAsked(action) && (action.state === "completed" || isSent(action)))
    .sort((a, b) => (b.finishedOn ?? LAST).localeCompare(a.finishedOn ?? LAST));
}

export const isSent = (action: SeenAction) => action.submission?.state === "submitted";

export function currentMilestone({ milestones }: Journey): SeenMilestone | undefined {
  return milestones.find(({ state }) => state === "active");
}

export function nextMilestone({ milestones }: Journey): SeenMilestone | undefined {
  return milestones.find(({ state }) => state === "not_started");
}

/** Of what the customer can see, how much is done. */
export function progressOf({ milestones }: Journey): { done: number; all: number; share: number } {
  const counts = milestones.map(countsOf);
  const done = counts.reduce((sum, one) => sum + one.done, 0);
  const all = counts.reduce((sum, one) => sum + one.all, 0);
  return { done, all, share: all === 0 ? 0 : Math.floor(100 * done / all) };
}

export function countsOf({ actions }: SeenMilestone): { done: number; all: number } {
  const counting = actions.filter(({ state }) => state !== "skipped" && state !== "cancelled");
  const done = counting.filter((action) => isFinished(action.state) || isSent(action)).length;
  return { done, all: counting.length };
}

/** "Due Tuesday", as one would say it today. */
export function dueInWords(
  deadline: Day | null,
  today: Day,
  { t, day, weekday }: Words,
): { words: string; isLate: boolean } {
  if (!deadline) return { words: t("due.whenYouCan"), isLate: false };
  const days = daysBetween(today, deadline);
  if (days === 0) return { words: t("due.today"), isLate: false };
  if (days === 1) return { words: t("due.tomorrow"), isLate: false };
  if (days === -1) return { words: t("due.yesterday"), isLate: true };
  if (days < 0) return { words: t("due.was", { day: day(deadline) }), isLate: true };
  if (days < 7) {
    return { words: t("due.weekday", { weekday: weekday(deadline) }), isLate: false };
  }
  return { words: t("due.on", { day: day(deadline) }), isLate: false };
}

/** "6 questions, about 4 minutes. Half done." */
export function effortOf(action: SeenAction, words: Words): string {
  const { t } = words;
  if (action.type === "SCHEDULE_MEETING") {
    return t("effort.meeting", { minutes: action.asked.minutes ?? 0 });
  }
  const { questions, files } = action.asked;
  if (files) {
    const sent = files.filter(({ id }) => countingFiles(action.files, id).length > 0).length;
    const count = files.length;
    return sent > 0 ? t("effort.filesThere", { count, sent }) : t("effort.files", { count });
  }
  const shown = shownQuestions(questions ?? [], action.submission?.answers ?? {});
  const minutes = Math.max(1, Math.round(shown.reduce((sum, one) => sum + minutesFor(one), 0)));
  return [t("effort.questions", { questions: shown.length, minutes }), begunInWords(action, words)]
    .filter(Boolean).join(" ");
}

function begunInWords({ asked, submission, files }: SeenAction, { t }: Words): string {
  if (submission?.state !== "open") return "";
  const shown = shownQuestions(asked.questions ?? [], submission.answers);
  const done = shown.filter((one) => answered(one, submission.answers, files)).length;
  if (done === 0) return "";
  if (done === shown.length) return t("effort.allAnswered");
  return done * 2 === shown.length
    ? t("effort.halfDone")
    : t("effort.answered", { done, all: shown.length });
}

function minutesFor({ type }: Question): number {
  if (type === "long_text" || type === "file") return 1.5;
  return type === "short_text" || type === "multiple_choice" ? 0.6 : 0.35;
}

/** What is in the way of sending a task, by field. */
export function problemsOfTask({ asked, submission, files }: SeenAction): Problems {
  if (asked.files) {
    return Object.fromEntries(
      asked.files.filter(({ id, required }) => required && countingFiles(files, id).length === 0)
        .map(({ id, name }) => [`file_${id}`, saying("files.needed", { file: name })]),
    );
  }
  return problemsOf(asked.questions ?? [], submission?.answers ?? {}, files);
}
