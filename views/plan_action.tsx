import { type Day, dayIn, formatDay } from "../domain/base/calendar.ts";
import type { ActionState } from "../domain/base/schema.ts";
import type { AccountWithPeople } from "../domain/accounts/accounts.ts";
import type { Contact } from "../domain/accounts/contacts.ts";
import { actionStateLabel } from "../domain/onboarding/action_states.ts";
import {
  type ActionType,
  actionType,
  ownerLabel,
  triggerInWords,
} from "../domain/onboarding/action_types.ts";
import type { Reason, ReasonCode } from "../domain/onboarding/explanations.ts";
import { openDeadline } from "../domain/onboarding/plan_words.ts";
import type { PlannedAction, PlannedMilestone } from "../domain/onboarding/plans.ts";
import { Icon, type IconName } from "./icons.tsx";
import { type StatusKind, StatusLabel } from "./parts/status.tsx";
import {
  actionAddress,
  ActionMenu,
  MainButton,
  type MayInPlan,
  nameOfAction,
} from "./plan_press.tsx";

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
  /** To whom nothing is mailed by itself. */
  failing: Contact[];
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
        <DeadlineWords action={action} here={scene} />
      </div>
      <div class="action-buttons">
        {scene.may.work && !scene.account.archived_at && (
          <MainButton milestone={props.milestone} action={action} />
        )}
      </div>
      <div class="action-more">
        {!scene.account.archived_at && (
          <ActionMenu may={scene.may} milestone={props.milestone} action={action} />
        )}
      </div>
    </li>
  );
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

export function DeadlineWords(
  { action, here }: {
    action: { state: ActionState; deadline_at: Date | null };
    here: { today: Day; timeZone: string };
  },
) {
  const deadline = openDeadline(action, here);
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
