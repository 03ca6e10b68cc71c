import type { Letter } from "../domain/messages/letters.ts";
import type { NotificationPolicy } from "../domain/onboarding/notification_policies.ts";
import { Button } from "./parts/buttons.tsx";
import { Toggle } from "./parts/choices.tsx";
import { Field, type FormState, TextArea } from "./parts/fields.tsx";
import { ErrorSummary, FormActions } from "./parts/forms.tsx";
import { Section } from "./parts/page_header.tsx";
import { StatusLabel } from "./parts/status.tsx";
import { SettingsTabs } from "./settings.tsx";

export interface NotificationSettingsProps {
  policy: NotificationPolicy;
  /** A reminder as a customer gets it. */
  example: Letter;
  forms: { reminders?: FormState; escalation?: FormState };
}

export function NotificationSettings({ policy, example, forms }: NotificationSettingsProps) {
  return (
    <>
      <SettingsTabs current="/settings/notifications" />
      <Section
        title="Reminders to customers"
        lead="For what a customer is asked in the portal and has not sent. Nobody approves them one by one, so they are off until you switch them on."
        actions={policy.reminders_on
          ? <StatusLabel kind="ok" chip>On</StatusLabel>
          : <StatusLabel kind="none" chip>Off</StatusLabel>}
      >
        <div class="reminder-settings">
          <Reminders policy={policy} form={forms.reminders} />
          <Example letter={example} />
        </div>
      </Section>
      <Section
        title="Telling leads"
        lead="Each person's lead, or everybody with the role of a leader where none is named, is told once of each."
      >
        <Escalation policy={policy} form={forms.escalation} />
      </Section>
    </>
  );
}

const AT = "/settings/notifications";

function Reminders({ policy, form }: { policy: NotificationPolicy; form?: FormState }) {
  return (
    <form class="form" method="post" action={`${AT}/reminders`} novalidate>
      <ErrorSummary errors={form?.errors} />
      <input type="hidden" name="version" value={String(policy.version)} />
      <Toggle
        name="reminders_on"
        label="Remind customers"
        hint="Never on a day on which they do not work, never a test account, and not after it is done. Each account can be paused in its settings."
        form={form}
        checked={policy.reminders_on}
      />
      <Field
        name="before_days"
        label="Working days before the deadline"
        form={form}
        value={policy.before_days.join(", ")}
        required={false}
        hint="Such as 2. Several with commas between them; empty for none."
      />
      <Field
        name="after_days"
        label="Working days after the deadline"
        form={form}
        value={policy.after_days.join(", ")}
        required={false}
        hint="Such as 1, 4."
      />
      <Field
        name="most_reminders"
        label="At most, for one request"
        inputmode="numeric"
        short
        form={form}
        value={String(policy.most_reminders)}
      />
      <TextArea
        name="note"
        label="Your own words in it"
        rows={3}
        maxlength={500}
        required={false}
        form={form}
        value={policy.note}
        hint="As you write them, in one language. The rest comes in the customer's."
      />
      <FormActions>
        <Button type="submit" kind="primary">Save</Button>
      </FormActions>
    </form>
  );
}

function Example({ letter }: { letter: Letter }) {
  return (
    <figure class="reminder-example">
      <figcaption>As a customer gets it, with what is saved</figcaption>
      <div lang={letter.lang}>
        <p>
          <strong>{letter.subject}</strong>
        </p>
        {letter.paragraphs.map((paragraph) => <p class="says-text">{paragraph}</p>)}
        <p>
          <span class="example-button">{letter.button?.label}</span>
        </p>
        {letter.closing?.map((paragraph) => <p>{paragraph}</p>)}
        <p class="muted">{letter.why}</p>
      </div>
    </figure>
  );
}

function Escalation({ policy, form }: { policy: NotificationPolicy; form?: FormState }) {
  const shown = (days: number | null) => days === null ? "" : String(days);
  return (
    <form class="form" method="post" action={`${AT}/escalation`} novalidate>
      <ErrorSummary errors={form?.errors} />
      <input type="hidden" name="version" value={String(policy.version)} />
      <Field
        name="overdue_days"
        label="An action is overdue for"
        inputmode="numeric"
        short
        suffix="working days"
        required={false}
        form={form}
        value={shown(policy.overdue_days)}
        hint="Empty: nobody is told."
      />
      <Field
        name="review_days"
        label="A draft waits for its approval for"
        inputmode="numeric"
        short
        suffix="working days"
        required={false}
        form={form}
        value={shown(policy.review_days)}
        hint="Empty: nobody is told."
      />
      <FormActions>
        <Button type="submit">Save</Button>
      </FormActions>
    </form>
  );
}
