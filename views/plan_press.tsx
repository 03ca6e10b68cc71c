import type { Child } from "hono/jsx";
import { stepsOf } from "../domain/onboarding/action_states.ts";
import { actionType } from "../domain/onboarding/action_types.ts";
import { type MainStep, mainStep } from "../domain/onboarding/plan_words.ts";
import type { PlannedAction, PlannedMilestone } from "../domain/onboarding/plans.ts";
import { Button, LinkButton } from "./parts/buttons.tsx";
import { Menu, MenuLink } from "./parts/dialogs.tsx";

export interface MayInPlan {
  /** Milestones and actions of this account only. */
  change: boolean;
  work: boolean;
  apply: boolean;
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
          <LinkButton
            small
            kind="primary"
            href={draftAddress(action)}
            id={`main-${action.id}`}
            data-drawer={nameOfAction(action)}
          >
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
      return (
        <>
          {action.type === "SLACK" && action.state === "due" && (
            <LinkButton small href={draftAddress(action)}>
              Review text<span class="hidden">: {nameOfAction(action)}</span>
            </LinkButton>
          )}
          <Completion action={action} label={label} />
        </>
      );
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

/** All else that can be done with the action. */
export function ActionMenu(
  { may, milestone, action }: {
    may: MayInPlan;
    milestone: Pick<PlannedMilestone, "state">;
    action: PressedAction;
  },
) {
  const at = actionAddress(action);
  const steps = stepsOf(action, milestone);
  const main = mainStep(action, steps);
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
