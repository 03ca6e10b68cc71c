import type { Csm, Journey, SeenAction } from "../domain/portal/journey.ts";
import {
  currentMilestone,
  dayInWords,
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
  /** Left out in a preview, where nobody is greeted. */
  name?: string;
}

/** What is needed, by when, and what happens next: the first screen of a phone answers it. */
export function PortalTasks({ journey, base, name }: TasksProps) {
  const tasks = openTasks(journey);
  return (
    <div
      id="tasks"
      hx-get={base}
      hx-trigger="journey from:#live throttle:1s"
      hx-select="#tasks"
      hx-swap="outerMorph"
    >
      <h1>{journey.plan?.isFinished ? "You are live" : greeting(name)}</h1>
      <Lead journey={journey} open={tasks.length} />
      {tasks.length > 0 && (
        <ul class="portal-cards" aria-label="Your tasks">
          {tasks.map((task, at) => (
            <TaskCard task={task} journey={journey} base={base} isFirst={at === 0} />
          ))}
        </ul>
      )}
      {journey.plan && <JourneyLine journey={journey} base={base} />}
      {journey.csm && <CsmCard csm={journey.csm} base={base} />}
      <DoneTasks journey={journey} base={base} />
    </div>
  );
}

function greeting(name: string | undefined): string {
  return name ? `Welcome, ${firstName(name)}` : "Welcome";
}

/** "Dr. Amir Haddad" is greeted whole: a guess would be rude. */
function firstName(name: string): string {
  const [first = "", ...others] = name.trim().split(/\s+/);
  return others.length > 0 && !/[.,]$/.test(first) ? first : name.trim();
}

function Lead({ journey, open }: { journey: Journey; open: number }) {
  const { plan } = journey;
  const current = currentMilestone(journey);
  if (!plan) {
    return (
      <p class="portal-lead">
        Your plan is being prepared. You will find it here, with everything that is needed from you.
      </p>
    );
  }
  if (plan.isFinished) {
    return (
      <p class="portal-lead">
        Everything is done{plan.finishedOn && ` since ${dayInWords(plan.finishedOn)}`}. Thank you:
        from here on you can read all of it again.
      </p>
    );
  }
  if (open > 0) {
    const needs = open === 1 ? "1 task needs you" : `${open} tasks need you`;
    return (
      <p class="portal-lead">
        {needs}
        {current && (
          <>
            {" "}
            before <strong>{current.name}</strong> can finish
            {current.targetOn && ` on ${dayInWords(current.targetOn)}`}
          </>
        )}.
      </p>
    );
  }
  return <NothingNow journey={journey} />;
}

function NothingNow({ journey }: { journey: Journey }) {
  const current = currentMilestone(journey);
  const next = nextMilestone(journey);
  const coming = comingOn(journey);
  return (
    <p class="portal-lead">
      Nothing for you today. {current
        ? (
          <>
            We are working on <strong>{current.name}</strong>.
          </>
        )
        : next && (
          <>
            Next is <strong>{next.name}</strong>.
          </>
        )}
      {coming && ` Your next task comes about ${dayInWords(coming)}.`}
    </p>
  );
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
  { task, journey, base, isFirst }: {
    task: SeenAction;
    journey: Journey;
    base: string;
    isFirst: boolean;
  },
) {
  const due = dueInWords(task.deadlineOn, journey.account.today);
  const isReturned = task.submission?.state === "returned";
  return (
    <li class="portal-card" id={`task-${task.id}`}>
      <div>
        <p class="portal-due">
          <StatusLabel kind={due.isLate ? "bad" : "info"}>{due.words}</StatusLabel>
        </p>
        <h2>{task.label}</h2>
        {isReturned && <p class="portal-returned">Asked again: {task.submission!.returnedWhy}</p>}
        <p class="muted">{effortOf(task)}</p>
      </div>
      <CardButton task={task} csm={journey.csm} base={base} isFirst={isFirst} />
    </li>
  );
}

function CardButton(
  { task, csm, base, isFirst }: {
    task: SeenAction;
    csm: Csm | undefined;
    base: string;
    isFirst: boolean;
  },
) {
  const kind = isFirst ? "primary" : "plain";
  if (!isAsked(task)) {
    const url = task.asked.booking_url || csm?.bookingUrl || "";
    return (
      <LinkButton href={url} kind={kind} aria-label={`Book a time: ${task.label}`}>
        Book a time
      </LinkButton>
    );
  }
  const isBegun = task.submission?.state === "open" || task.files.length > 0;
  const says = isBegun ? "Continue" : task.type === "COLLECT_INFO" ? "Start" : "Send files";
  return (
    <LinkButton href={`${base}/tasks/${task.id}`} kind={kind} aria-label={`${says}: ${task.label}`}>
      {says}
    </LinkButton>
  );
}

/** Who looks after them, and how to reach that person. */
export function CsmCard({ csm, base }: { csm: Csm; base: string }) {
  return (
    <section class="portal-csm" aria-label="Your contact">
      <div>
        <h2>{csm.name}</h2>
        <p class="muted">{csm.jobTitle || "Looks after your onboarding"}</p>
      </div>
      <div class="form-actions">
        <LinkButton href={`${base}/messages`}>Write a message</LinkButton>
        {csm.bookingUrl && <LinkButton href={csm.bookingUrl}>Book a call</LinkButton>}
        <a class="portal-mail" href={safeUrl(`mailto:${csm.email}`)}>{csm.email}</a>
      </div>
    </section>
  );
}

function DoneTasks({ journey, base }: { journey: Journey; base: string }) {
  const done = doneTasks(journey);
  if (done.length === 0) return null;
  return (
    <details class="portal-done">
      <summary>Recently completed ({done.length})</summary>
      <ul>
        {done.slice(0, 20).map((task) => (
          <li>
            <a href={safeUrl(`${base}/tasks/${task.id}`)}>{task.label}</a>
            <span class="muted">
              {task.submission?.by && ` by ${task.submission.by}`}
              {task.finishedOn && `, ${dayInWords(task.finishedOn)}`}
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}
