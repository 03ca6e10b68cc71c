import type { Connection } from "../domain/connectors/connections.ts";
import { ALERTS } from "../domain/messages/alert_topics.ts";
import type { Alerts } from "../domain/messages/channel_alerts.ts";
import type { Channel } from "../domain/messages/channel_words.ts";
import { ChannelField, ChannelList } from "./channel_field.tsx";
import { Button } from "./parts/buttons.tsx";
import { Toggle } from "./parts/choices.tsx";
import type { FormState } from "./parts/fields.tsx";
import { ErrorSummary, FormActions } from "./parts/forms.tsx";
import { Banner } from "./parts/notices.tsx";
import { Section } from "./parts/page_header.tsx";

export interface AlertsProps {
  connection: Connection;
  alerts: Alerts;
  channels: Channel[];
  /** Channels that alerts go to and cannot be written in, each as a sentence. */
  faults: string[];
  mayChange: boolean;
  form?: FormState;
}

/** Which happenings a team reads in which channel. */
export function AlertsPage({ connection, alerts, channels, faults, mayChange, form }: AlertsProps) {
  return (
    <>
      {alerts.quiet && (
        <Banner kind="info" title="Alerts are switched off">
          What is chosen below stays, and nothing of it is posted.
        </Banner>
      )}
      {faults.length > 0 && (
        <Banner kind="warn" title="Some alerts cannot be posted">
          <ul class="plain-points">{faults.map((words) => <li>{words}</li>)}</ul>
        </Banner>
      )}
      <form
        class="form settings-form"
        method="post"
        action={`/connectors/${connection.id}/alerts`}
      >
        <ErrorSummary errors={form?.errors} />
        <ChannelList id="alert-channels" channels={channels} />
        <Section
          title="Alerts of the team"
          lead="Each is posted once for what happened in one moment, with a link to it. Left empty, nobody is told."
        >
          <div class="form">
            {ALERTS.map(({ topic, label, hint }) => (
              <ChannelField
                name={`alert_${topic}`}
                label={label}
                hint={hint}
                form={form}
                value={alerts.channels[topic] ?? ""}
                list="alert-channels"
                required={false}
              />
            ))}
            <Toggle
              name="quiet"
              label="Post no alerts for now"
              hint="Messages that people approve and steps of workflows still post."
              form={form}
              checked={alerts.quiet}
            />
          </div>
        </Section>
        <Section title="Test accounts">
          <ChannelField
            name="test_channel"
            label="Channel for trying"
            hint="All that test accounts post goes here. Left empty, nothing of them leaves."
            form={form}
            value={alerts.testChannel}
            list="alert-channels"
            required={false}
          />
        </Section>
        {mayChange
          ? (
            <FormActions>
              <Button type="submit" kind="primary">Save</Button>
            </FormActions>
          )
          : <p class="muted">An admin or somebody in operations changes this.</p>}
      </form>
    </>
  );
}
