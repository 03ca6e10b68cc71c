import { actionType, OWNERS } from "../domain/onboarding/action_types.ts";
import type { Proposal } from "../domain/onboarding/proposals.ts";
import type { Action } from "../domain/onboarding/template_content.ts";
import { problemsOf } from "../domain/onboarding/template_problems.ts";
import type { Block } from "../domain/messages/markdown.ts";
import type { Template } from "../domain/onboarding/templates.ts";
import { VARIABLES } from "../domain/onboarding/variables.ts";
import { Button, LinkButton } from "./parts/buttons.tsx";
import { FieldSet, RadioGroup, Toggle } from "./parts/choices.tsx";
import { ConfirmDialog } from "./parts/dialogs.tsx";
import { Field, type FormState, Select } from "./parts/fields.tsx";
import { ErrorSummary, FormActions } from "./parts/forms.tsx";
import { Markdown } from "./parts/markdown.tsx";
import { Banner } from "./parts/notices.tsx";
import { ActionProposal } from "./action_proposal.tsx";
import { ActionContent } from "./template_action_content.tsx";

export interface ActionPageProps {
  template: Template;
  action: Action;
  /** What stands in the fields: as saved, or as typed and refused. */
  form: FormState;
  preview: Preview;
  /** What was asked of a writer, and whether the form holds more than was saved. */
  proposal?: Proposal;
  isUnsaved?: boolean;
}

export interface Preview {
  subject?: string;
  blocks: Block[];
  unknown: string[];
}

export function ActionPage(props: ActionPageProps) {
  const { template, action, preview, proposal } = props;
  const path = `/templates/${template.id}/actions/${action.id}`;
  const says = problemsOf(action);
  return (
    <div class="beside wide-left" id="action-page">
      <ActionForm {...props} />
      <aside class="action-aside" aria-label="Help for this action">
        {WRITTEN.has(action.type) && (
          <ActionProposal action={action} path={path} proposal={proposal} />
        )}
        {says.length > 0 && (
          <Banner kind="warn" title="Before it can be published">
            <ul>{says.map((one) => <li>{one}</li>)}</ul>
          </Banner>
        )}
        <Variables />
        {PREVIEWED.has(action.type) && <TextPreview preview={preview} />}
      </aside>
      <RemovalDialog template={template} action={action} path={path} />
    </div>
  );
}

export const PREVIEWED = new Set(["SEND_EMAIL", "SLACK"]);
const WRITTEN = new Set(["SEND_EMAIL", "COLLECT_INFO"]);

function ActionForm({ template, action, form, isUnsaved }: ActionPageProps) {
  const path = `/templates/${template.id}/actions/${action.id}`;
  return (
    <form
      class="form"
      id="action-form"
      method="post"
      action={path}
      data-guard
      data-takes-variables
    >
      <ErrorSummary errors={form.errors} />
      {isUnsaved && <Banner>This is not saved yet.</Banner>}
      <input
        type="hidden"
        name="version"
        value={String(isUnsaved && form.typed.version || template.version)}
      />
      {/* Enter saves, and does not press the first button of a list. */}
      <button type="submit" class="hidden" tabindex={-1} aria-hidden="true">Save action</button>
      <ActionFields action={action} form={form} path={path} />
      <FormActions>
        <Button type="submit" kind="primary">Save action</Button>
        <LinkButton kind="quiet" href={`/templates/${template.id}`}>Cancel</LinkButton>
        <Button commandfor="remove-action" command="show-modal">Remove action</Button>
      </FormActions>
    </form>
  );
}

/** All that can be said of an action, in a template and on one account. */
export function ActionFields(
  { action, form, path }: { action: Action; form: FormState; path: string },
) {
  const known = actionType(action.type);
  return (
    <>
      <Field name="label" label="Label" form={form} maxlength={200} required />
      <TriggerFields form={form} />
      <div class="field-grid">
        <Select
          name="owner"
          label="Owner"
          form={form}
          required
          options={OWNERS.map(({ owner, label }) => ({ value: owner, label }))}
        />
        <Field
          name="due_days"
          label="Due after"
          form={form}
          inputmode="numeric"
          suffix="working days"
          short
          required={false}
        />
      </div>
      <FieldSet legend={known.label} hint={`${known.does}. ${known.completes}.`}>
        <ActionContent action={action} form={form} path={path} />
      </FieldSet>
      <FieldSet legend="Where it shows, and what it holds up">
        <Toggle name="dashboard_visible" label="On the CSM's dashboard" form={form} />
        <Toggle
          name="portal_visible"
          label="In the customer portal"
          form={form}
          hint={known.internal
            ? "Off at first: what your own people write stays inside."
            : undefined}
        />
        <Toggle
          name="blocker"
          label="Blocker"
          form={form}
          hint="The milestone cannot finish before this is done."
        />
        {known.executable && (
          <Toggle
            name="send_without_review"
            label="Send without review"
            form={form}
            hint="It leaves when it is due, and nobody reads it first."
          />
        )}
      </FieldSet>
    </>
  );
}

function TriggerFields({ form }: { form: FormState }) {
  return (
    <>
      <RadioGroup
        name="trigger.kind"
        label="Starts"
        form={form}
        required
        options={[
          {
            value: "milestone_start",
            label: "With the milestone",
            hint: "At once, or as many hours later as you say.",
          },
          { value: "manual", label: "By hand", hint: "A CSM starts it." },
        ]}
      />
      <Field
        name="trigger.delay_hours"
        label="Hours after the milestone starts"
        form={form}
        required={false}
        inputmode="numeric"
        suffix="hours"
        hint="Empty or 0 is at once; 24 is a day; at most 720."
        short
      />
    </>
  );
}

export function Variables() {
  return (
    <details class="variables" open>
      <summary>Variables</summary>
      <p class="hint">
        They become the account's own values. Press one to put it where you write.
      </p>
      <ul>
        {VARIABLES.map(({ name, label }) => (
          <li>
            <button type="button" class="variable" data-insert={`{{${name}}}`} title={label}>
              {`{{${name}}}`}
            </button>
            <span>{label}</span>
          </li>
        ))}
        <li>
          <code>{"{{field.key}}"}</code>
          <span>A field of your own</span>
        </li>
      </ul>
    </details>
  );
}

export function TextPreview({ preview }: { preview: Preview }) {
  return (
    <section id="preview" class="preview" aria-labelledby="preview-title">
      <h2 id="preview-title">Preview</h2>
      <p class="hint">With the values of an example.</p>
      {preview.unknown.length > 0 && (
        <p class="field-error">
          There is no variable {preview.unknown.map((name) => `{{${name}}}`).join(", ")}.
        </p>
      )}
      <div class="letter" tabindex={0} role="region" aria-label="Text of the preview">
        {preview.subject !== undefined && (
          <p class="letter-subject">{preview.subject || "No subject"}</p>
        )}
        {preview.blocks.length > 0
          ? <Markdown blocks={preview.blocks} />
          : <p class="muted">No text yet</p>}
      </div>
    </section>
  );
}

function RemovalDialog(
  { template, action, path }: { template: Template; action: Action; path: string },
) {
  return (
    <ConfirmDialog
      id="remove-action"
      title={`Remove ${action.label || "this action"}?`}
      confirm={
        <form method="post" action={`${path}/removal`}>
          <input type="hidden" name="version" value={String(template.version)} />
          <Button type="submit" kind="danger">Remove action</Button>
        </form>
      }
    >
      It goes with everything that it says. Accounts that follow a published revision keep theirs.
    </ConfirmDialog>
  );
}
