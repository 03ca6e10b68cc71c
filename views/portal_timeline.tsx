import type { Journey, SeenAction, SeenMilestone } from "../domain/portal/journey.ts";
import {
  countsOf,
  dayInWords,
  isAsked,
  isSent,
  needsCustomer,
  progressOf,
} from "../domain/portal/tasks.ts";
import { Icon } from "./icons.tsx";
import { safeUrl } from "./parts/link.tsx";
import { Progress, type StatusKind, StatusLabel } from "./parts/status.tsx";

/** Where they stand, phase by phase: done, now, next. */
export function JourneyLine({ journey, base }: { journey: Journey; base: string }) {
  const { share } = progressOf(journey);
  return (
    <section class="portal-journey">
      <header>
        <h2>Your timeline</h2>
        <p>
          <a href={safeUrl(`${base}/timeline`)}>All steps</a>
        </p>
      </header>
      <p class="portal-progress">
        <Progress value={share} max={100} label="Done so far" text={`${share}% done`} />
        {journey.plan?.goLiveOn && !journey.plan.isFinished && (
          <span class="muted">Go-live {dayInWords(journey.plan.goLiveOn)}</span>
        )}
      </p>
      <ol class="portal-line">
        {journey.milestones.map((milestone, at) => (
          <li class={classOf(milestone)} aria-current={isNow(milestone) ? "step" : undefined}>
            <Mark milestone={milestone} at={at} />
            <div>
              <p class="portal-phase">{milestone.name}</p>
              <p class="muted">{whenOf(milestone)}</p>
              {isNow(milestone) && <PhaseProgress milestone={milestone} />}
            </div>
          </li>
        ))}
      </ol>
    </section>
  );
}

export function PortalTimeline({ journey, base }: { journey: Journey; base: string }) {
  return (
    <div
      id="timeline"
      hx-get={`${base}/timeline`}
      hx-trigger="journey from:#live throttle:1s"
      hx-select="#timeline"
      hx-swap="outerMorph"
    >
      <h1>Timeline</h1>
      {journey.milestones.length === 0 && <p class="portal-lead">Your plan is being prepared.</p>}
      <ol class="portal-line whole">
        {journey.milestones.map((milestone, at) => (
          <li class={classOf(milestone)} aria-current={isNow(milestone) ? "step" : undefined}>
            <Mark milestone={milestone} at={at} />
            <div>
              <h2 class="portal-phase">{milestone.name}</h2>
              <p class="muted">{whenOf(milestone)}</p>
              {milestone.yourText && (
                <p class="portal-says">
                  <span class="hidden">What you are doing:</span> {milestone.yourText}
                </p>
              )}
              <Steps actions={milestone.actions} base={base} />
            </div>
          </li>
        ))}
      </ol>
    </div>
  );
}

function Steps({ actions, base }: { actions: SeenAction[]; base: string }) {
  if (actions.length === 0) return null;
  return (
    <ul class="portal-steps">
      {actions.map((action) => {
        const state = stepState(action);
        return (
          <li>
            <StatusLabel kind={state.kind}>{state.words}</StatusLabel>
            {isAsked(action) && action.isOpened
              ? <a href={safeUrl(`${base}/tasks/${action.id}`)}>{action.label}</a>
              : <span>{action.label}</span>}
            <span class="muted">{action.owner === "customer" ? "For you" : "For us"}</span>
          </li>
        );
      })}
    </ul>
  );
}

function stepState(action: SeenAction): { kind: StatusKind; words: string } {
  if (action.state === "completed" || isSent(action)) return { kind: "ok", words: "Done" };
  if (action.state === "skipped" || action.state === "cancelled") {
    return { kind: "none", words: "Not needed" };
  }
  if (needsCustomer(action)) {
    return action.isOverdue ? { kind: "bad", words: "Late" } : { kind: "warn", words: "Needs you" };
  }
  return action.state === "pending" || action.state === "waiting"
    ? { kind: "none", words: "Later" }
    : { kind: "info", words: "In progress" };
}

function PhaseProgress({ milestone }: { milestone: SeenMilestone }) {
  const { done, all } = countsOf(milestone);
  if (all === 0) return null;
  return <Progress value={done} max={all} label={`Done of ${milestone.name}`} />;
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
function whenOf(milestone: SeenMilestone): string {
  const { state, finishedOn, targetOn } = milestone;
  const { done, all } = countsOf(milestone);
  switch (state) {
    case "done":
      return finishedOn ? `Completed ${dayInWords(finishedOn)}` : "Completed";
    case "skipped":
      return "Not needed";
    case "active":
      return [
        "In progress",
        all > 0 && `${done} of ${all} done`,
        targetOn && `target ${dayInWords(targetOn)}`,
      ].filter(Boolean).join(", ");
    case "not_started":
      return targetOn ? `Not started, target ${dayInWords(targetOn)}` : "Not started";
  }
}
