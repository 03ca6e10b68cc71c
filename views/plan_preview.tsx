import { dayIn, formatDay } from "../domain/base/calendar.ts";
import { isFinished, isOpen } from "../domain/onboarding/action_states.ts";
import { openDeadline, progressOf, spanInWords } from "../domain/onboarding/plan_words.ts";
import type { PlannedAction } from "../domain/onboarding/plans.ts";
import { LinkButton } from "./parts/buttons.tsx";
import { Banner } from "./parts/notices.tsx";
import { EmptyState } from "./parts/states.tsx";
import { Progress, StatusLabel } from "./parts/status.tsx";
import { type PlanScene } from "./plan_action.tsx";
import { nameOfAction } from "./plan_press.tsx";
import { MilestoneMark, type MilestoneWithActions } from "./plan_milestone.tsx";

/** The plan with the eyes of the customer: their texts, and the actions that the portal shows. */
export function CustomerPreview(
  { scene, milestones }: { scene: PlanScene; milestones: MilestoneWithActions[] },
) {
  const { account } = scene;
  const shown = milestones.filter(({ state }) => state !== "skipped");
  return (
    <>
      <Banner
        title={`You see what ${account.name} sees`}
        action={
          <LinkButton small href={`/accounts/${account.id}/plan`}>Back to the plan</LinkButton>
        }
      >
        Nothing here can be pressed, and the customer is not told that you looked.
      </Banner>
      {shown.length > 0
        ? (
          <ol class="milestones customer-preview">
            {shown.map((milestone, place) => (
              <PreviewedMilestone scene={scene} milestone={milestone} place={place} />
            ))}
          </ol>
        )
        : <EmptyState title="There is nothing to see yet" />}
    </>
  );
}

function PreviewedMilestone(
  { scene, milestone, place }: { scene: PlanScene; milestone: MilestoneWithActions; place: number },
) {
  const actions = milestone.actions.filter(({ portal_visible, state }) =>
    portal_visible && state !== "skipped" && state !== "cancelled"
  );
  const { done, total } = progressOf(actions);
  const day = (at: Date | null) => at && dayIn(scene.timeZone, at);
  return (
    <li class={`milestone plan-milestone ${milestone.state}`}>
      <section>
        <header>
          <div>
            <h2>
              <MilestoneMark state={milestone.state} place={place} />
              {milestone.name}
            </h2>
            <p class="milestone-facts">
              <span>
                {spanInWords({
                  ...milestone,
                  started_on: day(milestone.started_at),
                  finished_on: day(milestone.finished_at),
                }) || "Not begun"}
              </span>
              {total > 0 && (
                <Progress value={done} max={total} text={`${done} of ${total} done`} label="Done" />
              )}
            </p>
          </div>
        </header>
        {milestone.your_text && <p class="says-text">{milestone.your_text}</p>}
        {actions.length > 0
          ? (
            <ul class="plan-actions">
              {actions.map((action) => <PreviewedAction scene={scene} action={action} />)}
            </ul>
          )
          : <p class="muted no-actions">Nothing to do for you.</p>}
      </section>
    </li>
  );
}

function PreviewedAction({ scene, action }: { scene: PlanScene; action: PlannedAction }) {
  const deadline = openDeadline(action, scene.today);
  return (
    <li class="plan-action preview">
      <div class="action-what">
        <p class="action-label">{nameOfAction(action)}</p>
        <p class="action-type">{action.owner === "customer" ? "For you" : "For us"}</p>
      </div>
      <div class="action-state">
        <CustomerState scene={scene} action={action} />
        {deadline && (
          <span class={deadline.late ? "deadline late" : "deadline"}>{deadline.words}</span>
        )}
      </div>
    </li>
  );
}

/** A customer is told what it means for them, and nothing of drafts. */
function CustomerState({ scene, action }: { scene: PlanScene; action: PlannedAction }) {
  if (isFinished(action.state)) {
    const day = action.finished_at && dayIn(scene.timeZone, action.finished_at);
    return (
      <StatusLabel kind="ok">
        Done{day && ` on ${formatDay(day, "en-GB", "medium")}`}
      </StatusLabel>
    );
  }
  if (action.opened_at && isOpen(action.state)) {
    return <StatusLabel kind="info">Waits for you</StatusLabel>;
  }
  if (isOpen(action.state)) return <StatusLabel kind="info">In progress</StatusLabel>;
  return <StatusLabel kind="none">Comes later</StatusLabel>;
}
