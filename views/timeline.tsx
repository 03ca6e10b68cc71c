import { type Day, dayIn, formatDay } from "../domain/base/calendar.ts";
import {
  movedInWords,
  type NamedDays,
  nominalEnds,
  progressOf,
  spanInWords,
} from "../domain/onboarding/plan_words.ts";
import type { Plan } from "../domain/onboarding/plans.ts";
import { AccountTabs } from "./account.tsx";
import { Timeline, type TimelineStep } from "./parts/lists.tsx";
import { Progress } from "./parts/status.tsx";
import type { PlanScene } from "./plan_action.tsx";
import { PLAN_NEWS } from "./plan.tsx";
import type { MilestoneWithActions } from "./plan_milestone.tsx";

export interface TimelineProps {
  scene: PlanScene;
  plan: Plan;
  milestones: MilestoneWithActions[];
  calendar: NamedDays;
}

/** When each milestone was or will be, and what moved it. */
export function TimelineTab(props: TimelineProps) {
  const { scene, plan } = props;
  const at = `/accounts/${scene.account.id}/timeline`;
  return (
    <>
      <AccountTabs id={scene.account.id} current="/timeline" />
      <div
        id="timeline"
        hx-get={at}
        hx-trigger={PLAN_NEWS}
        hx-select="#timeline"
        hx-swap="outerMorph"
      >
        <Timeline label="Milestones" steps={stepsOf(props)} />
        {plan.projected_on && (
          <p class="muted timeline-foot">
            Days are where the customer is ({scene.timeZone.replaceAll("_", " ")}); an end never
            falls on a day off.
          </p>
        )}
      </div>
    </>
  );
}

function stepsOf({ scene, milestones, calendar }: TimelineProps): TimelineStep[] {
  const day = (at: Date | null): Day | null => at && dayIn(scene.timeZone, at);
  const spans = milestones.map((milestone) => ({
    ...milestone,
    started_on: day(milestone.started_at),
    finished_on: day(milestone.finished_at),
  }));
  const nominal = nominalEnds(spans, scene.today);
  return spans.map((milestone, i) => ({
    title: milestone.name,
    state: STEPS[milestone.state],
    detail: (
      <>
        <p>{spanInWords(milestone) || "No dates before the plan begins"}</p>
        <Moved
          words={movedInWords(milestone, nominal[i]!, calendar)}
          slipped={milestone.planned_on !== milestone.projected_on}
        />
        <Planned milestone={milestone} />
        {milestone.state === "active" && <Done milestone={milestone} />}
      </>
    ),
  }));
}

const STEPS = { done: "done", skipped: "done", active: "now", not_started: "next" } as const;

function Moved({ words, slipped }: { words: string | undefined; slipped: boolean }) {
  return words ? <p class={slipped ? "moved slipped" : "moved"}>{words}</p> : null;
}

/** What was planned, where it was finished on another day. */
function Planned({ milestone }: { milestone: { state: string; planned_on: Day | null } }) {
  const { state, planned_on } = milestone;
  if (state !== "done" || !planned_on) return null;
  return <p>Planned for {formatDay(planned_on, "en-GB", "medium")}</p>;
}

function Done({ milestone }: { milestone: MilestoneWithActions }) {
  const { done, total } = progressOf(milestone.actions);
  if (total === 0) return null;
  return (
    <p>
      <Progress
        value={done}
        max={total}
        text={`${done} of ${total} done`}
        label={`Actions done of ${milestone.name}`}
      />
    </p>
  );
}
