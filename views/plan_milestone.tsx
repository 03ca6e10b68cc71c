import { dayIn } from "../domain/base/calendar.ts";
import type { MilestoneState } from "../domain/base/schema.ts";
import { counted } from "../domain/onboarding/action_types.ts";
import { holds, milestoneStateLabel } from "../domain/onboarding/action_states.ts";
import { progressOf, slipInWords, spanInWords } from "../domain/onboarding/plan_words.ts";
import type { PlannedAction, PlannedMilestone } from "../domain/onboarding/plans.ts";
import { Icon } from "./icons.tsx";
import { Button, LinkButton } from "./parts/buttons.tsx";
import { Menu, MenuLink } from "./parts/dialogs.tsx";
import { Progress, type StatusKind, StatusLabel } from "./parts/status.tsx";
import { ActionRow, type PlanScene } from "./plan_action.tsx";
import { MenuPress, nameOfAction } from "./plan_press.tsx";
import { MilestoneTexts } from "./template_editor.tsx";

export type MilestoneWithActions = PlannedMilestone & { actions: PlannedAction[] };

export interface MilestoneProps {
  scene: PlanScene;
  milestone: MilestoneWithActions;
  /** From 0, in the order of the plan. */
  place: number;
  showHidden: boolean;
}

export function PlanMilestone(props: MilestoneProps) {
  const { scene, milestone, showHidden } = props;
  const shown = milestone.actions.filter((action) => showHidden || action.dashboard_visible);
  const heading = `milestone-${milestone.id}`;
  const editable = scene.may.change && !scene.account.archived_at;
  return (
    <li
      class={`milestone plan-milestone ${milestone.state}`}
      id={`part-${milestone.id}`}
      data-order={editable ? milestone.id : undefined}
    >
      <section>
        <MilestoneHead {...props} heading={heading} />
        <MilestoneTexts milestone={milestone} />
        {shown.length > 0
          ? (
            <ul class="plan-actions">
              {shown.map((action) => (
                <ActionRow scene={scene} milestone={milestone} action={action} />
              ))}
            </ul>
          )
          : <p class="muted no-actions">No actions.</p>}
        {editable && milestone.state !== "done" && milestone.state !== "skipped" && (
          <LinkButton
            href={`${milestoneAddress(milestone)}/actions/new`}
            icon="plus"
            kind="quiet"
            small
            id={`add-${milestone.id}`}
          >
            Add action<span class="hidden">to {milestone.name}</span>
          </LinkButton>
        )}
      </section>
    </li>
  );
}

export function milestoneAddress({ account_id, id }: { account_id: string; id: string }): string {
  return `/accounts/${account_id}/milestones/${id}`;
}

const KINDS: Record<MilestoneState, StatusKind> = {
  not_started: "none",
  active: "info",
  done: "ok",
  skipped: "none",
};

export function MilestoneStatus({ state }: { state: MilestoneState }) {
  return <StatusLabel kind={KINDS[state]}>{milestoneStateLabel(state)}</StatusLabel>;
}

export function MilestoneMark({ state, place }: { state: MilestoneState; place: number }) {
  return (
    <span class={`mark ${state}`} aria-hidden="true">
      {state === "done" ? <Icon name="check" /> : place + 1}
    </span>
  );
}

function MilestoneHead(props: MilestoneProps & { heading: string }) {
  const { scene, milestone, place, heading } = props;
  const { done, total } = progressOf(milestone.actions);
  return (
    <header>
      <div>
        <h2 id={heading}>
          <MilestoneMark state={milestone.state} place={place} />
          {milestone.name}
        </h2>
        <p class="milestone-facts">
          <MilestoneStatus state={milestone.state} />
          <span>{whenInWords(scene, milestone)}</span>
          <Slip milestone={milestone} />
          {total > 0 && (
            <Progress
              value={done}
              max={total}
              text={`${done} / ${total}`}
              label={`Actions done of ${milestone.name}`}
            />
          )}
        </p>
      </div>
      {!scene.account.archived_at && <MilestoneControls {...props} />}
    </header>
  );
}

function whenInWords({ timeZone }: PlanScene, milestone: PlannedMilestone): string {
  const day = (at: Date | null) => at && dayIn(timeZone, at);
  const span = spanInWords({
    ...milestone,
    started_on: day(milestone.started_at),
    finished_on: day(milestone.finished_at),
  });
  return [span, counted(milestone.duration_days, "day")].filter(Boolean).join(" · ");
}

export function Slip({ milestone }: { milestone: PlannedMilestone }) {
  const { state, planned_on, projected_on } = milestone;
  const slip = state !== "skipped" && slipInWords(planned_on, projected_on);
  if (!slip) return null;
  return <span class={slip.includes("later") ? "slip late" : "slip"}>{slip}</span>;
}

/** What can be done with the milestone as a whole; finishing says first what holds it. */
function MilestoneControls({ scene, milestone }: MilestoneProps) {
  const at = milestoneAddress(milestone);
  const { may } = scene;
  const blockers = milestone.actions.filter(holds);
  return (
    <div class="milestone-controls">
      {may.change && milestone.state === "not_started" && (
        <MilestoneButton to={`${at}/start`} milestone={milestone}>Start</MilestoneButton>
      )}
      {may.change && milestone.state === "active" && (
        <MilestoneButton
          to={`${at}/finish`}
          milestone={milestone}
          title={blockers.length > 0
            ? `Held by ${blockers.map(nameOfAction).join(", ")}`
            : undefined}
        >
          Finish
        </MilestoneButton>
      )}
      {may.change && (
        <Menu id={`menu-${milestone.id}`} label={`More for ${milestone.name}`} icon="ellipsis">
          <MenuLink href={at}>Edit on this account</MenuLink>
          {(milestone.state === "not_started" || milestone.state === "active") && (
            <MenuLink href={`${at}/skip`}>Skip…</MenuLink>
          )}
          {(milestone.state === "done" || milestone.state === "skipped") && (
            <MenuPress to={`${at}/reopening`} version={milestone.version}>Open again</MenuPress>
          )}
          {milestone.state === "not_started" && (
            <>
              {(["up", "down"] as const).map((step) => (
                <MenuPress
                  to={`${at}/position`}
                  version={milestone.version}
                  id={`${step}-${milestone.id}`}
                  name="step"
                  value={step}
                >
                  Move {step}
                </MenuPress>
              ))}
              <MenuLink href={`${at}/removal`}>Remove…</MenuLink>
            </>
          )}
        </Menu>
      )}
    </div>
  );
}

function MilestoneButton(
  { to, milestone, title, children }: {
    to: string;
    milestone: PlannedMilestone;
    title?: string;
    children: string;
  },
) {
  return (
    <form method="post" action={to} hx-post={to} title={title}>
      <input type="hidden" name="version" value={String(milestone.version)} />
      <Button type="submit" small id={`main-${milestone.id}`}>
        {children}
        <span class="hidden">{milestone.name}</span>
      </Button>
    </form>
  );
}
