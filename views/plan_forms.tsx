import type { Child } from "hono/jsx";
import { ACTION_TYPES } from "../domain/onboarding/action_types.ts";
import type { PlannedMilestone } from "../domain/onboarding/plans.ts";
import type { Action } from "../domain/onboarding/template_content.ts";
import { Button, LinkButton } from "./parts/buttons.tsx";
import { type FormState, TextArea } from "./parts/fields.tsx";
import { ErrorSummary, FormActions } from "./parts/forms.tsx";
import { TypeIcon } from "./plan_action.tsx";
import {
  ActionFields,
  type Preview,
  PREVIEWED,
  TextPreview,
  Variables,
} from "./template_action.tsx";
import { MilestoneFields } from "./template_milestone.tsx";

/** A milestone of this account alone: a new one, or one that it has. */
export function PlanMilestoneForm(
  { to, back, version, milestone, form }: {
    to: string;
    back: string;
    /** Of the milestone; of the plan, where it is new. */
    version: number;
    milestone?: PlannedMilestone;
    form?: FormState;
  },
) {
  return (
    <form class="form" method="post" action={to} data-guard>
      <ErrorSummary errors={form?.errors} />
      <input type="hidden" name="version" value={String(version)} />
      <MilestoneFields milestone={milestone} form={form} />
      <FormActions>
        <Button type="submit" kind="primary">
          {milestone ? "Save milestone" : "Add milestone"}
        </Button>
        <LinkButton kind="quiet" href={back}>Cancel</LinkButton>
      </FormActions>
    </form>
  );
}

/** Before its fields, which differ from type to type. */
export function ActionTypeChoice({ at }: { at: string }) {
  return (
    <ul class="choices-list">
      {ACTION_TYPES.map(({ type, label, does, completes }) => (
        <li data-row>
          <div>
            <p>
              <TypeIcon type={type} />{" "}
              <a class="choice-name" href={`${at}?type=${type}`}>{label}</a>
            </p>
            <p class="muted">{does}. {completes}.</p>
          </div>
        </li>
      ))}
    </ul>
  );
}

export interface PlanActionFormProps {
  /** Where it posts to. */
  to: string;
  back: string;
  /** Answers the preview of what is typed. */
  previewAt: string;
  action: Action;
  form: FormState;
  preview: Preview;
  /** Of the action, where it is there already. */
  version?: number;
}

export function PlanActionForm(props: PlanActionFormProps) {
  const { to, back, previewAt, action, form, preview, version } = props;
  return (
    <div class="beside wide-left">
      <form class="form" method="post" action={to} data-guard data-takes-variables>
        <ErrorSummary errors={form.errors} />
        <input type="hidden" name="version" value={String(version ?? 1)} />
        {version === undefined && <input type="hidden" name="type" value={action.type} />}
        {/* Enter saves, and does not press the first button of a list. */}
        <button type="submit" class="hidden" tabindex={-1} aria-hidden="true">Save</button>
        <ActionFields action={action} form={form} path={previewAt} />
        <FormActions>
          <Button type="submit" kind="primary">
            {version === undefined ? "Add action" : "Save action"}
          </Button>
          <LinkButton kind="quiet" href={back}>Cancel</LinkButton>
        </FormActions>
      </form>
      <aside class="action-aside" aria-label="Help for this action">
        <Variables />
        {PREVIEWED.has(action.type) && <TextPreview preview={preview} />}
      </aside>
    </div>
  );
}

/** A step that wants a word of why, or says first what it will do. */
export function StepPage(
  { to, back, version, field, form, children, confirm, danger }: {
    to: string;
    back: string;
    version: number;
    field?: { name: string; label: string; required: boolean };
    form?: FormState;
    /** What will happen. */
    children?: Child;
    confirm: string;
    danger?: boolean;
  },
) {
  return (
    <form class="form" method="post" action={to}>
      <ErrorSummary errors={form?.errors} />
      <input type="hidden" name="version" value={String(version)} />
      <div class="step-says">{children}</div>
      {field && <TextArea {...field} form={form} rows={3} maxlength={2000} autofocus={!form} />}
      <FormActions>
        <Button type="submit" kind={danger ? "danger" : "primary"}>{confirm}</Button>
        <LinkButton kind="quiet" href={back}>Cancel</LinkButton>
      </FormActions>
    </form>
  );
}
