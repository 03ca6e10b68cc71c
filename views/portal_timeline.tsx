import type { Words } from "../domain/messages/words/words.ts";
import type { Journey, SeenAction, SeenMilestone } from "../domain/portal/journey.ts";
import { countsOf, isAsked, isSent, needsCustomer, progressOf } from "../domain/portal/tasks.ts";
import { Icon } from "./icons.tsx";
import { safeUrl } from "./parts/link.tsx";
import { Progress, type StatusKind, StatusLabel } from "./parts/status.tsx";

/** Where they stand, phase by phase: done, now, next. */
export interface TimelineProps {
  journey: Journey;
  base: string;
  words: Words;
}

export function JourneyLine({ journey, base, words }: TimelineProps) {
  const { t } = words;
  const { share } = progressOf(journey);
  return (
    <section class="portal-journey">
      <header>
        <h2>{t("timeline.yours")}</h2>
        <p>
          <a href={safeUrl(`${base}/timeline`)}>{t("timeline.allSteps")}</a>
        </p>
      </header>
      <p class="portal-progress">
        <Progress
          value={share}
          max={100}
          label={t("timeline.doneSoFar")}
          text={t("timeline.share", { percent: words.percent(share) })}
          words={words}
        />
        {journey.plan?.goLiveOn && !journey.plan.isFinished && (
          <span class="muted">
            {t("timeline.goLive", { day: words.day(journey.plan.goLiveOn) })}
          </span>
        )}
      </p>
      <ol class="portal-line">
        {journey.milestones.map((milestone, at) => (
          <li class={classOf(milestone)} aria-current={isNow(milestone) ? "step" : undefined}>
            <Mark milestone={milestone} at={at} />
            <div>
              <p class="portal-phase">{milestone.name}</p>
              <p class="muted">{whenOf(milestone, words)}</p>
              {isNow(milestone) && <PhaseProgress milestone={milestone} words={words} />}
            </div>
          </li>
        ))}
      </ol>
    </section>
  );
}

export function PortalTimeline({ journey, base, words }: TimelineProps) {
  const { t } = words;
  return (
    <div
      id="timeline"
      hx-get={`${base}/timeline`}
      hx-trigger="journey from:#live throttle:1s"
      hx-select="#timeline"
      hx-swap="outerMorph"
    >
      <h1>{t("place.timeline")}</h1>
      {journey.milestones.length === 0 && <p class="portal-lead">{t("timeline.preparing")}</p>}
      <ol class="portal-line whole">
        {journey.milestones.map((milestone, at) => (
          <li class={classOf(milestone)} aria-current={isNow(milestone) ? "step" : undefined}>
            <Mark milestone={milestone} at={at} />
            <div>
              <h2 class="portal-phase">{milestone.name}</h2>
              <p class="muted">{whenOf(milestone, words)}</p>
              {milestone.yourText && (
                <p class="portal-says">
                  <span class="hidden">{t("timeline.yourPart")}</span> {milestone.yourText}
                </p>
              )}
              <Steps actions={milestone.actions} base={base} words={words} />
            </div>
          </li>
        ))}
      </ol>
    </div>
  );
}

function Steps(
  { actions, base, words: { t } }: { actions: SeenAction[]; base: string; words: Words },
) {
  if (actions.length === 0) return null;
  return (
    <ul class="portal-steps">
      {actions.map((action) => {
        const state = stepState(action);
        return (
          <li>
            <StatusLabel kind={state.kind}>{t(state.says)}</StatusLabel>
            {isAsked(action) && action.isOpened
              ? <a href={safeUrl(`${base}/tasks/${action.id}`)}>{action.label}</a>
              : <span>{action.label}</span>}
            <span class="muted">
              {t(action.owner === "customer" ? "step.forYou" : "step.forUs")}
            </span>
          </li>
        );
      })}
    </ul>
  );
}

type StepWord = `step.${"done" | "notNeeded" | "late" | "needsYou" | "later" | "inProgress"}`;

function stepState(action: SeenAction): { kind: StatusKind; says: StepWord } {
  if (action.state === "completed" || isSent(action)) return { kind: "ok", says: "step.done" };
  if (action.state === "skipped" || action.state === "cancelled") {
    return { kind: "none", says: "step.notNeeded" };
  }
  if (needsCustomer(action)) {
    return action.isOverdue
      ? { kind: "bad", says: "step.late" }
      : { kind: "warn", says: "step.needsYou" };
  }
  return action.state === "pending" || action.state === "waiting"
    ? { kind: "none", says: "step.later" }
    : { kind: "info", says: "step.inProgress" };
}

function PhaseProgress({ milestone, words }: { milestone: SeenMilestone; words: Words }) {
  const { done, all } = countsOf(milestone);
  if (all === 0) return null;
  const label = words.t("phase.doneOf", { milestone: milestone.name });
  return <Progress value={done} max={all} label={label} words={words} />;
}

const isNow = ({ state }: SeenMilestone) => state === "active";

function classOf({ state }: SeenMilestone): string {
  if (state === "active") return "now";
  return state === "not_started" ? "next" : "done";
}

function Mark({ milestone, at }: { milestone: SeenMilestone; at: number }) {
  const isDone = milestone.state === "done" || milestone.state === "skipped";
  return (
    <span class="portal-mark" aria-hidden="true">{isDone ? <Icon name="check" /> : at + 1}</span>
  );
}

/** Its state in words, with the day that goes with it. */
function whenOf(milestone: SeenMilestone, words: Words): string {
  const { t } = words;
  const { state, finishedOn, targetOn } = milestone;
  switch (state) {
    case "done":
      return finishedOn
        ? t("phase.completedOn", { day: words.day(finishedOn) })
        : t("phase.completed");
    case "skipped":
      return t("phase.notNeeded");
    case "active":
      return activeInWords(milestone, words);
    case "not_started":
      return targetOn
        ? t("phase.notStartedTarget", { day: words.day(targetOn) })
        : t("phase.notStarted");
  }
}

function activeInWords(milestone: SeenMilestone, { t, day: inWords }: Words): string {
  const { done, all } = countsOf(milestone);
  const day = milestone.targetOn && inWords(milestone.targetOn);
  if (all === 0) return day ? t("phase.activeTarget", { day }) : t("phase.active");
  return day
    ? t("phase.activeCountTarget", { done, all, day })
    : t("phase.activeCount", { done, all });
}
