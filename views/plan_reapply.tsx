import { counted } from "../domain/onboarding/action_types.ts";
import type { Losses } from "../domain/onboarding/plan_applications.ts";
import type { Plan } from "../domain/onboarding/plans.ts";
import { Button, LinkButton } from "./parts/buttons.tsx";
import { Checkbox } from "./parts/choices.tsx";
import type { FormState } from "./parts/fields.tsx";
import { ErrorSummary, FormActions } from "./parts/forms.tsx";
import { Banner } from "./parts/notices.tsx";
import { StartChoice } from "./plan_choice.tsx";

export interface ReapplicationProps {
  accountName: string;
  plan: Plan;
  /** The revision that it would follow then. */
  newest: { number: number; first?: string };
  losses: Losses;
  form?: FormState;
}

/** Says what is lost before anything is. */
export function ReapplicationPage(props: ReapplicationProps) {
  const { accountName, plan, newest, losses, form } = props;
  const at = `/accounts/${plan.account_id}/plan`;
  return (
    <form class="form" method="post" action={`${at}/reapplication`}>
      <ErrorSummary errors={form?.errors} />
      <input type="hidden" name="version" value={String(plan.version)} />
      <p>
        {accountName} begins anew with revision {newest.number} of {plan.template_name}.{" "}
        {plan.revision_number === newest.number
          ? "It is the revision that the account follows now."
          : `The account follows revision ${plan.revision_number} now.`}
      </p>
      <Banner kind="warn" title="This resets the account">
        <ul class="says">
          {lossesInWords(losses).map((words) => <li>{words}</li>)}
        </ul>
      </Banner>
      <Banner title="What stays">
        <ul class="says">
          <li>{keptInWords(losses)}</li>
          <li>Mail that has been sent, notes, contacts and the history of the account.</li>
        </ul>
      </Banner>
      <StartChoice form={form} first={newest.first} />
      <Checkbox
        name="agreed"
        label={`Reset ${accountName}`}
        form={form}
        required
        hint="It cannot be undone."
      />
      <FormActions>
        <Button type="submit" kind="danger">Apply the template again</Button>
        <LinkButton kind="quiet" href={at}>Cancel</LinkButton>
      </FormActions>
    </form>
  );
}

/** Each thing that is gone afterwards, by its name where it has one. */
function lossesInWords({ milestones, completed, open, drafts, edited, begun }: Losses): string[] {
  const words = [
    milestones.length > 0 &&
    `The progress of ${counted(milestones.length, "milestone")}: ${named(milestones)}.`,
    completed.length > 0 &&
    `${counted(completed.length, "action")} done: ${named(completed)}.`,
    open.length > 0 &&
    `${counted(open.length, "open action")}, which end where they are: ${named(open)}.`,
    drafts > 0 &&
    `${counted(drafts, "draft")} that ${drafts === 1 ? "waits" : "wait"} to be sent${
      edited > 0 ? `, ${edited} of them edited by a person` : ""
    }.`,
    begun > 0 && `${counted(begun, "form")} that the customer has begun and not submitted.`,
    "Every change that was made to milestones and actions on this account.",
  ];
  return words.filter((one): one is string => Boolean(one));
}

function keptInWords({ submissions }: Losses): string {
  return submissions > 0
    ? `What the customer has submitted stays in the history: ${
      counted(submissions, "submission")
    }. The new plan asks for it again.`
    : "The customer has submitted nothing yet, so nothing of theirs changes.";
}

const MOST_NAMED = 6;

function named(names: string[]): string {
  const more = names.length - MOST_NAMED;
  return names.slice(0, MOST_NAMED).join(", ") + (more > 0 ? ` and ${more} more` : "");
}
