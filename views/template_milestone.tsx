import { ACTION_TYPES, counted } from "../domain/onboarding/action_types.ts";
import type { Milestone } from "../domain/onboarding/template_content.ts";
import type { Template } from "../domain/onboarding/templates.ts";
import { Button, LinkButton } from "./parts/buttons.tsx";
import { RadioGroup } from "./parts/choices.tsx";
import { ConfirmDialog } from "./parts/dialogs.tsx";
import { Field, type FormState, TextArea } from "./parts/fields.tsx";
import { ErrorSummary, FormActions } from "./parts/forms.tsx";

export interface MilestonePageProps {
  template: Template;
  milestone: Milestone;
  form?: FormState;
}

export function MilestonePage({ template, milestone, form }: MilestonePageProps) {
  const path = `/templates/${template.id}/milestones/${milestone.id}`;
  return (
    <>
      <form class="form" method="post" action={path} data-guard>
        <ErrorSummary errors={form?.errors} />
        <input type="hidden" name="version" value={String(template.version)} />
        <MilestoneFields milestone={milestone} form={form} />
        <FormActions>
          <Button type="submit" kind="primary">Save milestone</Button>
          <LinkButton kind="quiet" href={`/templates/${template.id}`}>Cancel</LinkButton>
          <Button commandfor="remove-milestone" command="show-modal">Remove milestone</Button>
        </FormActions>
      </form>
      <ConfirmDialog
        id="remove-milestone"
        title={`Remove ${milestone.name || "this milestone"}?`}
        confirm={
          <form method="post" action={`${path}/removal`}>
            <input type="hidden" name="version" value={String(template.version)} />
            <Button type="submit" kind="danger">Remove milestone</Button>
          </form>
        }
      >
        {milestone.actions.length === 0
          ? "It has no actions. "
          : `Its ${counted(milestone.actions.length, "action")} go with it. `}
        Accounts that follow a published revision keep theirs.
      </ConfirmDialog>
    </>
  );
}

/** What a milestone says of itself, in a template and on one account. */
export function MilestoneFields(
  { milestone, form }: {
    milestone?: Pick<Milestone, "name" | "duration_days" | "our_text" | "your_text">;
    form?: FormState;
  },
) {
  return (
    <>
      <Field
        name="name"
        label="Name"
        form={form}
        value={milestone?.name}
        maxlength={120}
        required
      />
      <Field
        name="duration_days"
        label="Duration"
        form={form}
        value={String(milestone?.duration_days ?? 7)}
        inputmode="numeric"
        suffix="days"
        hint="From its start to its end, counted in calendar days."
        short
        required
      />
      <TextArea
        name="our_text"
        label="What we're doing"
        form={form}
        value={milestone?.our_text}
        hint="The CSM reads it."
        rows={5}
        maxlength={5000}
        required={false}
      />
      <TextArea
        name="your_text"
        label="What you're doing"
        form={form}
        value={milestone?.your_text}
        hint="The customer reads it in the portal."
        rows={5}
        maxlength={5000}
        required={false}
      />
    </>
  );
}

export function NewActionPage(
  { template, milestone, form }: MilestonePageProps,
) {
  const path = `/templates/${template.id}/milestones/${milestone.id}/actions`;
  return (
    <form class="form" method="post" action={path}>
      <ErrorSummary errors={form?.errors} />
      <input type="hidden" name="version" value={String(template.version)} />
      <RadioGroup
        name="type"
        label="Type"
        form={form}
        value="SEND_EMAIL"
        required
        options={ACTION_TYPES.map(({ type, label, does, internal }) => ({
          value: type,
          label,
          hint: internal ? `${does}. Customers do not see it unless you show it.` : `${does}.`,
        }))}
      />
      <Field
        name="label"
        label="Label"
        form={form}
        maxlength={200}
        hint="What it is called in every list, such as Welcome email."
        required
      />
      <FormActions>
        <Button type="submit" kind="primary">Add action</Button>
        <LinkButton kind="quiet" href={`/templates/${template.id}`}>Cancel</LinkButton>
      </FormActions>
    </form>
  );
}
