import type { Child } from "hono/jsx";
import { type Day, dayIn, formatDay } from "../domain/base/calendar.ts";
import type { ActionState } from "../domain/base/schema.ts";
import type { AccountWithPeople } from "../domain/accounts/accounts.ts";
import { actionStateLabel, stepsOf } from "../domain/onboarding/action_states.ts";
import {
  type ActionType,
  actionType,
  ownerLabel,
  triggerInWords,
} from "../domain/onboarding/action_types.ts";
import type { Reason, ReasonCode } from "../domain/onboarding/explanations.ts";
import { type MainStep, mainStep, openDeadline } from "../domain/onboarding/plan_words.ts";
import type { PlannedAction, PlannedMilestone } from "../domain/onboarding/plans.ts";
import { Icon, type IconName } from "./icons.tsx";
import { Button, LinkButton } from "./parts/buttons.tsx";
import { Menu, MenuLink } from "./parts/dialogs.tsx";
import { type StatusKind, StatusLabel } from "./parts/status.tsx";

export interface MayInPlan {
  /** Milestones and actions of this account only. */
  change: boolean;
  work: boolean;
  apply: boolean;
}

/** What the rows of one plan have in common. */
export interface PlanScene {
  account: AccountWithPeople;
  may: MayInPlan;
  today: Day;
  timeZone: string;
  /** By action: why it has not happened. */
  reasons: Record<string, Reason[]>;
  /** By member and contact: their names. */
  people: Record<string, string>;
}

export interface ActionProps {
  scene: PlanScene;
  milestone: PlannedMilestone;
  action: PlannedAction;
}

export function ActionRow(props: ActionProps) {
  const { scene, action } = props;
  const at = actionAddress(action);
  const name = nameOfAction(action);
  return (
    <li
      class={`plan-action ${action.state}`}
      id={`part-${action.id}`}
      data-row
      data-order={scene.may.change ? action.id : undefined}
    >
      <span class="type-icon" title={actionType(action.type).label}>
        <Icon name={TYPE_ICONS[action.type]} />
        <span class="hidden">{actionType(action.type).label}:</span>
      </span>
      <div class="action-what">
        <p class="action-name">
          <a class="action-label" id={`open-${action.id}`} href={at}>{name}</a>
          <ActionFlags action={action} />
        </p>
        <p class="action-type">{circumstances(props)}</p>
        <Reasons {...props} />
      </div>
      <div class="action-state">
        <ActionStatus state={action.state} held={action.held} />
        <DeadlineWords action={action} today={scene.today} />
      </div>
      <div class="action-buttons">
        {scene.may.work && !scene.account.archived_at && (
          <MainButton milestone={props.milestone} action={action} />
        )}
      </div>
      <div class="action-more">
        {!scene.account.archived_at && <ActionMenu {...props} />}
      </div>
    </li>
  );
}

export const nameOfAction = ({ label, type }: Pick<PlannedAction, "label" | "type">) =>
  label || actionType(type).label;

export function actionAddress({ account_id, id }: { account_id: string; id: string }): string {
  return `/accounts/${account_id}/actions/${id}`;
}

/** Where its draft is read and approved. */
export function draftAddress(action: { account_id: string; id: string }): string {
  return `${actionAddress(action)}/draft`;
}

const TYPE_ICONS: Record<ActionType, IconName> = {
  SEND_EMAIL: "mail",
  REQUEST_DOCS: "file",
  REQUEST_ASSETS: "image",
  COLLECT_INFO: "clipboard",
  SCHEDULE_MEETING: "calendar",
  SLACK: "message",
};

export function TypeIcon({ type }: { type: ActionType }) {
  return <Icon name={TYPE_ICONS[type]} />;
}

function circumstances({ scene: { account }, action }: ActionProps): string {
  const trigger = triggerInWords(
    action.trigger === "manual"
      ? { kind: "manual" }
      : { kind: "milestone_start", delay_hours: action.delay_hours },
  );
  return `${actionType(action.type).label} · ${trigger} · ${ownerOf(action, account)}`;
}

/** A name where somebody has the part, else the part itself. */
export function ownerOf(
  { owner }: Pick<PlannedAction, "owner">,
  account: AccountWithPeople,
): string {
  const name = owner === "csm" ? account.csm : owner === "ae" ? account.ae : undefined;
  return name ?? ownerLabel(owner);
}

/** Small marks with words of their own: who sees it, and whether it holds the milestone. */
export function ActionFlags({ action }: { action: PlannedAction }) {
  const seen = action.portal_visible ? "The customer sees it" : "The customer does not see it";
  return (
    <span class="flags">
      <span class={action.portal_visible ? "flag" : "flag off"} title={seen}>
        <Icon name={action.portal_visible ? "eye" : "eyeOff"} />
        <span class="hidden">{seen}</span>
      </span>
      {action.blocker && (
        <span class="flag words" title="The milestone cannot finish before this is done">
          <Icon name="flag" />Blocker
        </span>
      )}
      {!action.dashboard_visible && <span class="flag words">Not on the dashboard</span>}
    </span>
  );
}

const KINDS: Record<ActionState, StatusKind> = {
  pending: "none",
  waiting: "none",
  due: "info",
  draft_ready: "info",
  approved: "info",
  executed: "info",
  completed: "ok",
  failed: "bad",
  skipped: "none",
  cancelled: "none",
};

export function ActionStatus({ state, held }: { state: ActionState; held?: boolean }) {
  return (
    <StatusLabel kind={held ? "warn" : KINDS[state]}>
      {held ? "On hold" : actionStateLabel(state)}
    </StatusLabel>
  );
}

export function DeadlineWords({ action, today }: { action: PlannedAction; today: Day }) {
  const deadline = openDeadline(action, today);
  if (!deadline) return null;
  return <span class={deadline.late ? "deadline late" : "deadline"}>{deadline.words}</span>;
}

/** Why it has not happened; of what has, who did it and what they said. */
function Reasons({ scene, action }: ActionProps) {
  const says = (scene.reasons[action.id] ?? []).filter(({ code }) => !PLAIN_HERE.has(code));
  const ended = endInWords(scene, action);
  if (says.length === 0 && !ended) return null;
  return (
    <div class="reasons" id={`why-${action.id}`}>
      {says.map(({ words }) => <p>{words}</p>)}
      {ended && <p>{ended}</p>}
    </div>
  );
}

/** What the milestone's head and the line below say already. */
const PLAIN_HERE: ReadonlySet<ReasonCode> = new Set(
  ["milestone_not_active", "skipped", "cancelled"],
);

export function endInWords(scene: PlanScene, action: PlannedAction): string | undefined {
  const { finished_at, finished_by, finished_by_contact, executed_at, executed_by, note } = action;
  const day = (at: Date) => formatDay(dayIn(scene.timeZone, at), "en-GB", "medium");
  const who = scene.people[finished_by ?? finished_by_contact ?? ""];
  const words = note ? ` “${note}”` : "";
  if (finished_at) {
    return `${ENDS[action.state] ?? "Ended"}${who ? ` by ${who}` : ""} on ${
      day(finished_at)
    }.${words}`;
  }
  if (!executed_at) return undefined;
  const sender = scene.people[executed_by ?? ""];
  return `Sent${sender ? ` by ${sender}` : ""} on ${day(executed_at)}.`;
}

const ENDS: Partial<Record<ActionState, string>> = {
  completed: "Done",
  skipped: "Skipped",
  cancelled: "Cancelled",
};

const MAIN_LABELS: Record<MainStep, string> = {
  review: "Review draft",
  execute: "Execute",
  start: "Start",
  retry: "See what went wrong",
  complete: "Mark complete",
};

/** What its buttons have to know of an action. */
export type PressedAction = Pick<
  PlannedAction,
  "id" | "account_id" | "label" | "type" | "trigger" | "state" | "version"
>;

/** The one button of the row. */
export function MainButton(
  { milestone, action }: { milestone: Pick<PlannedMilestone, "state">; action: PressedAction },
) {
  const steps = stepsOf(action, milestone);
  const step = mainStep(action, steps);
  if (!step) return null;
  const at = actionAddress(action);
  const label = (
    <>
      {MAIN_LABELS[step]}
      <span class="hidden">: {nameOfAction(action)}</span>
    </>
  );
  switch (step) {
    case "review":
    case "retry":
      return (
        <>
          <LinkButton small kind="primary" href={draftAddress(action)} id={`main-${action.id}`}>
            {label}
          </LinkButton>
          {step === "review" && (
            <Press to={`${at}/execution`} action={action} small>
              Execute<span class="hidden">: {nameOfAction(action)}</span>
            </Press>
          )}
        </>
      );
    case "execute":
      return <Press to={`${at}/execution`} action={action} id small kind="primary">{label}</Press>;
    case "start":
      return <Press to={`${at}/start`} action={action} id small kind="primary">{label}</Press>;
    case "complete":
      return <Completion action={action} label={label} />;
  }
}

/** A button with a form of its own, so that it works without script. */
function Press(
  { to, action, children, kind, small, id }: {
    to: string;
    action: PressedAction;
    children?: Child;
    kind?: "primary";
    small?: boolean;
    id?: boolean;
  },
) {
  return (
    <form method="post" action={to} hx-post={to}>
      <input type="hidden" name="version" value={String(action.version)} />
      <Button type="submit" small={small} kind={kind} id={id ? `main-${action.id}` : undefined}>
        {children}
      </Button>
    </form>
  );
}

/** Opens beside the button, for what is worth keeping of what was done elsewhere. */
function Completion({ action, label }: { action: PressedAction; label: Child }) {
  const to = `${actionAddress(action)}/completion`;
  const panel = `complete-${action.id}`;
  return (
    <>
      <Button small id={`main-${action.id}`} popovertarget={panel}>{label}</Button>
      <div id={panel} popover="auto" class="menu panel" hx-morph-skip>
        <form class="form" method="post" action={to} hx-post={to}>
          <input type="hidden" name="version" value={String(action.version)} />
          <div class="field">
            <label for={`note-${action.id}`}>
              Note<span class="optional">optional</span>
            </label>
            <textarea
              id={`note-${action.id}`}
              name="note"
              class="input"
              rows={3}
              maxlength={2000}
            >
            </textarea>
          </div>
          <Button type="submit" kind="primary">Mark complete</Button>
        </form>
      </div>
    </>
  );
}

function ActionMenu({ scene, milestone, action }: ActionProps) {
  const at = actionAddress(action);
  const steps = stepsOf(action, milestone);
  const main = mainStep(action, steps);
  const { may } = scene;
  return (
    <Menu id={`menu-${action.id}`} label={`More for ${nameOfAction(action)}`} icon="ellipsis">
      <MenuLink href={at}>Open</MenuLink>
      {may.work && steps.complete && main !== "complete" && (
        <MenuLink href={`${at}/completion`}>Mark complete…</MenuLink>
      )}
      {may.work && steps.skip && <MenuLink href={`${at}/skip`}>Skip…</MenuLink>}
      {may.work && steps.reopen && (
        <MenuPress to={`${at}/reopening`} version={action.version}>Open again</MenuPress>
      )}
      {may.change && (
        <>
          <hr />
          <MenuLink href={`${at}/edit`}>Edit on this account</MenuLink>
          {(["up", "down"] as const).map((step) => (
            <MenuPress
              to={`${at}/position`}
              version={action.version}
              id={`${step}-${action.id}`}
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
  );
}

/** A menu entry that changes something, with the version that was looked at. */
export function MenuPress(
  { to, version, children, id, name, value }: {
    to: string;
    version: number;
    children?: Child;
    id?: string;
    name?: string;
    value?: string;
  },
) {
  return (
    <form method="post" action={to} hx-post={to}>
      <input type="hidden" name="version" value={String(version)} />
      {name && <input type="hidden" name={name} value={value} />}
      <button type="submit" class="menu-item" id={id}>{children}</button>
    </form>
  );
}
