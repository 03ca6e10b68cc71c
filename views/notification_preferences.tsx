import type { Preferences } from "../domain/messages/notification_preferences.ts";
import {
  FREQUENCIES,
  frequencyOf,
  type NotificationTopic,
  TOPICS,
} from "../domain/messages/notification_topics.ts";
import type { Org } from "../domain/people/orgs.ts";
import { Button } from "./parts/buttons.tsx";
import { CheckboxGroup, FieldSet, Toggle } from "./parts/choices.tsx";
import { Field, type FormState, Select } from "./parts/fields.tsx";
import { ErrorSummary, FormActions } from "./parts/forms.tsx";

export interface NotificationPreferencesProps {
  preferences: Preferences;
  org: Org;
  zones: string[];
  form?: FormState;
}

export const WEEK = [
  ..."Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split(" "),
].map((label, i) => ({ value: String(i + 1), label }));

/** What comes by mail, when, and when not. */
export function NotificationPreferences(props: NotificationPreferencesProps) {
  const { preferences, form } = props;
  return (
    <form class="form" method="post" action="/profile/notifications" novalidate>
      <ErrorSummary errors={form?.errors} />
      <input type="hidden" name="version" value={String(preferences.version)} />
      <FieldSet
        legend="What comes by mail"
        hint="Things that happen within a minute come in one mail, and nothing comes twice. What you have read in Thread is not mailed."
      >
        {TOPICS.map(({ topic, label, hint }) => (
          <Select
            name={fieldOf(topic)}
            label={label}
            hint={hint}
            form={form}
            value={frequencyOf(topic, preferences.frequencies)}
            options={[...FREQUENCIES]}
          />
        ))}
      </FieldSet>
      <Summaries {...props} />
      <QuietHours {...props} />
      <FormActions>
        <Button type="submit" kind="primary">Save</Button>
      </FormActions>
    </form>
  );
}

const fieldOf = (topic: NotificationTopic) => `mail_${topic}`;

function Summaries({ preferences, form }: NotificationPreferencesProps) {
  return (
    <FieldSet
      legend="Summaries"
      hint="What is late, what waits for you, and what happened. None is sent when there is nothing in it."
    >
      <Field
        name="summary_at"
        type="time"
        short
        label="They come at"
        form={form}
        value={preferences.summaryAt}
        hint="The daily one on each day that you work."
      />
      <Select
        name="weekly_on"
        label="The weekly one on"
        form={form}
        value={String(preferences.weeklyOn)}
        options={WEEK}
      />
    </FieldSet>
  );
}

function QuietHours({ preferences, org, zones, form }: NotificationPreferencesProps) {
  const usual = `As the organisation: ${org.time_zone.replaceAll("_", " ")}`;
  return (
    <FieldSet
      legend="Quiet hours"
      hint="What happens meanwhile waits, and comes in one mail when they are over."
    >
      <Select
        name="time_zone"
        label="Your time zone"
        form={form}
        value={preferences.timeZone ?? ""}
        options={[
          { value: "", label: usual },
          ...zones.map((zone) => ({ value: zone, label: zone.replaceAll("_", " ") })),
        ]}
      />
      <div class="field-row">
        <Field
          name="quiet_from"
          type="time"
          short
          label="No mail from"
          required={false}
          form={form}
          value={preferences.quietFrom ?? ""}
        />
        <Field
          name="quiet_until"
          type="time"
          short
          label="Until"
          required={false}
          form={form}
          value={preferences.quietUntil ?? ""}
        />
      </div>
      <CheckboxGroup
        name="working_days"
        label="The days that you work"
        hint="The holidays of the organisation are none."
        form={form}
        values={(preferences.workingDays ?? org.working_days).map(String)}
        options={WEEK}
      />
      <Toggle
        name="rest_days"
        label="No mail on the other days"
        form={form}
        checked={preferences.restDays}
      />
    </FieldSet>
  );
}
