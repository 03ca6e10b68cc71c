import { actionType, counted, triggerInWords } from "../domain/onboarding/action_types.ts";
import type { Proposal } from "../domain/onboarding/proposals.ts";
import type { Action, Milestone } from "../domain/onboarding/template_content.ts";
import type { ProposedTemplate } from "../domain/onboarding/template_outline.ts";
import { Button } from "./parts/buttons.tsx";
import { Checkbox } from "./parts/choices.tsx";
import { ConfirmDialog } from "./parts/dialogs.tsx";
import { Field, type FormState, TextArea } from "./parts/fields.tsx";
import { ErrorSummary, FormActions, StepIndicator } from "./parts/forms.tsx";
import { Banner } from "./parts/notices.tsx";
import { Wish, WrittenBy } from "./template_proposals.tsx";

export interface ReviewProps {
  proposal: Proposal;
  proposed: ProposedTemplate;
  form: FormState;
  /** Links, addresses and variables in it that a person should look at. */
  warnings: string[];
}

/** Everything can be changed or left out in place. There is no template before it is taken. */
export function ProposalReview({ proposal, proposed, form, warnings }: ReviewProps) {
  const path = `/templates/proposals/${proposal.id}`;
  const { milestones } = proposed.content;
  const actions = milestones.reduce((sum, { actions }) => sum + actions.length, 0);
  return (
    <div id="proposal">
      <StepIndicator steps={["Describe", "Writing", "Review"]} current={2} />
      <Banner
        title={`${counted(milestones.length, "milestone")} and ${counted(actions, "action")}`}
      >
        Change what does not fit and untick what you do not need. Nothing is a template before you
        create it.
      </Banner>
      {warnings.length > 0 && (
        <Banner kind="warn" title="Look at these before you go on">
          <ul>{warnings.map((one) => <li>{one}</li>)}</ul>
        </Banner>
      )}
      <WrittenBy proposal={proposal} />
      <Wish wish={proposal.wish} />
      <form class="form review" method="post" action={path} data-guard>
        <ErrorSummary errors={form.errors} />
        <input type="hidden" name="version" value={String(proposal.version)} />
        {/* Enter keeps the changes, and makes no template. */}
        <button
          type="submit"
          class="hidden"
          name="press"
          value="keep"
          tabindex={-1}
          aria-hidden="true"
        >
          Keep changes
        </button>
        <Field name="name" label="Template's name" form={form} maxlength={120} required />
        <TextArea
          name="description"
          label="Description"
          form={form}
          rows={2}
          maxlength={1000}
          required={false}
        />
        <ol class="milestones">
          {milestones.map((milestone, m) => (
            <ReviewedMilestone milestone={milestone} at={`m.${m}`} number={m + 1} form={form} />
          ))}
        </ol>
        <FormActions>
          <Button type="submit" kind="primary" name="press" value="take">
            Create template draft
          </Button>
          <Button type="submit" name="press" value="keep">Keep changes</Button>
          <Button kind="quiet" commandfor="discard-proposal" command="show-modal">Discard</Button>
        </FormActions>
      </form>
      <ConfirmDialog
        id="discard-proposal"
        title="Discard this proposal?"
        confirm={
          <form method="post" action={`${path}/dismissal`}>
            <Button type="submit" kind="danger">Discard proposal</Button>
          </form>
        }
      >
        Its text and your changes to it are gone from the list. No template is touched.
      </ConfirmDialog>
    </div>
  );
}

function ReviewedMilestone(
  { milestone, at, number, form }: {
    milestone: Milestone;
    at: string;
    number: number;
    form: FormState;
  },
) {
  const name = String(form.typed[`${at}.name`] ?? milestone.name);
  return (
    <li class="milestone reviewed">
      <fieldset>
        <legend>
          <span class="mark" aria-hidden="true">{number}</span> {name || "Milestone"}
        </legend>
        <Checkbox name={`${at}.keep`} label="Keep this milestone" form={form} />
        <div class="field-grid">
          <Field name={`${at}.name`} label="Name" form={form} maxlength={120} required />
          <Field
            name={`${at}.days`}
            label="Duration"
            form={form}
            inputmode="numeric"
            suffix="days"
            short
            required
          />
        </div>
        <div class="field-grid even">
          <TextArea
            name={`${at}.our_text`}
            label="What we are doing"
            form={form}
            rows={3}
            maxlength={5000}
            required={false}
          />
          <TextArea
            name={`${at}.your_text`}
            label="What the customer is doing"
            form={form}
            rows={3}
            maxlength={5000}
            required={false}
          />
        </div>
        {milestone.actions.map((action, a) => (
          <ReviewedAction action={action} at={`${at}.a.${a}`} form={form} />
        ))}
      </fieldset>
    </li>
  );
}

function ReviewedAction({ action, at, form }: { action: Action; at: string; form: FormState }) {
  const label = String(form.typed[`${at}.label`] ?? action.label);
  const isRefused = Object.keys(form.errors).some((name) => name.startsWith(`${at}.`));
  return (
    <div class="reviewed-action">
      <Checkbox
        name={`${at}.keep`}
        label={label || "Action"}
        form={form}
      />
      <details open={isRefused}>
        <summary>
          <span class="action-type">
            {actionType(action.type).label}, {triggerInWords(action.trigger).toLowerCase()}
          </span>
        </summary>
        <div class="field-grid">
          <Field name={`${at}.label`} label="Label" form={form} maxlength={200} required />
          {action.trigger.kind === "milestone_start" && (
            <Field
              name={`${at}.hours`}
              label="Hours after the milestone starts"
              form={form}
              inputmode="numeric"
              suffix="hours"
              short
              required
            />
          )}
        </div>
        <ReviewedContent action={action} at={at} form={form} />
      </details>
    </div>
  );
}

function ReviewedContent({ action, at, form }: { action: Action; at: string; form: FormState }) {
  const text = (label: string, rows: number, maxlength = 5000) => (
    <TextArea
      name={`${at}.text`}
      label={label}
      form={form}
      rows={rows}
      maxlength={maxlength}
      required={false}
    />
  );
  const list = (label: string) => (
    <TextArea
      name={`${at}.list`}
      label={label}
      form={form}
      rows={4}
      maxlength={20000}
      required={false}
      hint="One a line. The editor sets their type, help and conditions."
    />
  );
  switch (action.type) {
    case "SEND_EMAIL":
      return (
        <>
          <Field
            name={`${at}.subject`}
            label="Subject"
            form={form}
            maxlength={200}
            required={false}
          />
          {text("Text", 8, 20_000)}
        </>
      );
    case "REQUEST_DOCS":
    case "REQUEST_ASSETS":
      return <>{text("Introduction", 2)}{list("Files")}</>;
    case "COLLECT_INFO":
      return <>{text("Introduction", 2)}{list("Questions")}</>;
    case "SCHEDULE_MEETING":
      return (
        <>
          <Field
            name={`${at}.minutes`}
            label="Length"
            form={form}
            inputmode="numeric"
            suffix="minutes"
            short
            required
          />
          {text("Agenda", 4)}
        </>
      );
    case "SLACK":
      return (
        <>
          <Field
            name={`${at}.channel`}
            label="Channel"
            form={form}
            maxlength={80}
            required={false}
          />
          {text("Message", 3)}
        </>
      );
  }
}
