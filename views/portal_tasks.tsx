import type { Words } from "../domain/messages/words/words.ts";
import type { Csm, Journey, SeenAction } from "../domain/portal/journey.ts";
import {
  currentMilestone,
  doneTasks,
  dueInWords,
  effortOf,
  isAsked,
  nextMilestone,
  openTasks,
} from "../domain/portal/tasks.ts";
import { LinkButton } from "./parts/buttons.tsx";
import { safeUrl } from "./parts/link.tsx";
import { StatusLabel } from "./parts/status.tsx";
import { JourneyLine } from "./portal_timeline.tsx";

export interface TasksProps {
  journey: Journey;
  base: string;
  words: Words;
  /** Left out in a preview, where nobody is greeted. */
  name?: string;
}

/** What is needed, by when, and what happens next: the first screen of a phone answers it. */
export function PortalTasks({ journey, base, name, words }: TasksProps) {
  const { t } = words;
  const tasks = openTasks(journey);
  return (
    <div
      id="tasks"
      hx-get={base}
      hx-trigger="journey from:#live throttle:1s"
      hx-select="#tasks"
      hx-swap="outerMorph"
    >
      <h1>{journey.plan?.isFinished ? t("tasks.live") : greeting(name, words)}</h1>
      <p class="portal-lead">{lead(journey, tasks.length, words)}</p>
      {tasks.length > 0 && (
        <ul class="portal-cards" aria-label={t("tasks.list")}>
          {tasks.map((task, at) => (
            <TaskCard
              task={task}
              journey={journey}
              base={base}
              isFirst={at === 0}
              words={words}
            />
          ))}
        </ul>
      )}
      {journey.plan && <JourneyLine journey={journey} base={base} words={words} />}
      {journey.csm && <CsmCard csm={journey.csm} base={base} words={words} />}
      <DoneTasks journey={journey} base={base} words={words} />
    </div>
  );
}

function greeting(name: string | undefined, { t }: Words): string {
  return name ? t("tasks.welcomeName", { name: firstName(name) }) : t("tasks.welcome");
}

/** "Dr. Amir Haddad" is greeted whole: a guess would be rude. */
function firstName(name: string): string {
  const [first = "", ...others] = name.trim().split(/\s+/);
  return others.length > 0 && !/[.,]$/.test(first) ? first : name.trim();
}

function lead(journey: Journey, open: number, words: Words): unknown {
  const { t } = words;
  const { plan } = journey;
  if (!plan) return t("tasks.preparing");
  if (plan.isFinished) {
    return plan.finishedOn
      ? t("tasks.finishedSince", { day: words.day(plan.finishedOn) })
      : t("tasks.finished");
  }
  return open > 0 ? needsYou(journey, open, words) : nothingNow(journey, words);
}

function needsYou(journey: Journey, count: number, { t, pieces, day }: Words): unknown {
  const current = currentMilestone(journey);
  if (!current) return t("tasks.needYou", { count });
  const milestone = <strong>{current.name}</strong>;
  return current.targetOn
    ? pieces("tasks.needYouForBy", { count, milestone, day: day(current.targetOn) })
    : pieces("tasks.needYouFor", { count, milestone });
}

function nothingNow(journey: Journey, { t, pieces, day }: Words): unknown {
  const current = currentMilestone(journey);
  const next = nextMilestone(journey);
  const coming = comingOn(journey);
  const says = current
    ? pieces("tasks.nothingWorkingOn", { milestone: <strong>{current.name}</strong> })
    : next
    ? pieces("tasks.nothingNext", { milestone: <strong>{next.name}</strong> })
    : [t("tasks.nothing")];
  return coming ? [says, " ", t("tasks.comesAbout", { day: day(coming) })] : says;
}

/** When the next thing that the customer is asked for will open, as far as it is known. */
function comingOn({ milestones, account }: Journey): string | undefined {
  return milestones.flatMap(({ actions }) => actions)
    .filter((action) => isAsked(action) && action.state === "waiting")
    .map(({ dueOn }) => dueOn)
    .filter((day): day is string => day !== null && day > account.today)
    .sort()[0];
}

function TaskCard(
  { task, journey, base, isFirst, words }: {
    task: SeenAction;
    journey: Journey;
    base: string;
    isFirst: boolean;
    words: Words;
  },
) {
  const due = dueInWords(task.deadlineOn, journey.account.today, words);
  const isReturned = task.submission?.state === "returned";
  return (
    <li class="portal-card" id={`task-${task.id}`}>
      <div>
        <p class="portal-due">
          <StatusLabel kind={due.isLate ? "bad" : "info"}>{due.words}</StatusLabel>
        </p>
        <h2>{task.label}</h2>
        {isReturned && (
          <p class="portal-returned">
            {words.t("tasks.askedAgain", { why: task.submission!.returnedWhy ?? "" })}
          </p>
        )}
        <p class="muted">{effortOf(task, words)}</p>
      </div>
      <CardButton task={task} csm={journey.csm} base={base} isFirst={isFirst} words={words} />
    </li>
  );
}

function CardButton(
  { task, csm, base, isFirst, words: { t } }: {
    task: SeenAction;
    csm: Csm | undefined;
    base: string;
    isFirst: boolean;
    words: Words;
  },
) {
  const labelled = (action: string) => t("card.about", { action, task: task.label });
  const kind = isFirst ? "primary" : "plain";
  if (!isAsked(task)) {
    const url = task.asked.booking_url || csm?.bookingUrl || "";
    return (
      <LinkButton href={url} kind={kind} aria-label={labelled(t("card.book"))}>
        {t("card.book")}
      </LinkButton>
    );
  }
  const isBegun = task.submission?.state === "open" || task.files.length > 0;
  const says = isBegun
    ? t("card.continue")
    : task.type === "COLLECT_INFO"
    ? t("card.start")
    : t("card.sendFiles");
  return (
    <LinkButton href={`${base}/tasks/${task.id}`} kind={kind} aria-label={labelled(says)}>
      {says}
    </LinkButton>
  );
}

/** Who looks after them, and how to reach that person. */
export function CsmCard({ csm, base, words: { t } }: { csm: Csm; base: string; words: Words }) {
  return (
    <section class="portal-csm" aria-label={t("csm.contact")}>
      <div>
        <h2>{csm.name}</h2>
        <p class="muted">{csm.jobTitle || t("csm.looksAfter")}</p>
      </div>
      <div class="form-actions">
        <LinkButton href={`${base}/messages`}>{t("csm.write")}</LinkButton>
        {csm.bookingUrl && <LinkButton href={csm.bookingUrl}>{t("csm.book")}</LinkButton>}
        <a class="portal-mail" href={safeUrl(`mailto:${csm.email}`)}>{csm.email}</a>
      </div>
    </section>
  );
}

function DoneTasks({ journey, base, words }: Omit<TasksProps, "name">) {
  const done = doneTasks(journey);
  if (done.length === 0) return null;
  return (
    <details class="portal-done">
      <summary>{words.t("tasks.recentlyDone", { count: done.length })}</summary>
      <ul>
        {done.slice(0, 20).map((task) => (
          <li>
            <a href={safeUrl(`${base}/tasks/${task.id}`)}>{task.label}</a>{" "}
            <span class="muted">{doneInWords(task, words)}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}

function doneInWords({ submission, finishedOn }: SeenAction, { t, day }: Words): string {
  const name = submission?.by;
  if (!name) return finishedOn ? day(finishedOn) : "";
  return finishedOn
    ? t("tasks.doneByOn", { name, day: day(finishedOn) })
    : t("tasks.doneBy", { name });
}
