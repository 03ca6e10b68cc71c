import type { Meter as Reading } from "../domain/writing/model_meter.ts";
import type { Trial } from "../domain/writing/model_trial.ts";
import { Button } from "./parts/buttons.tsx";
import { Field, type FormState } from "./parts/fields.tsx";
import { ErrorSummary, FormActions } from "./parts/forms.tsx";
import { Banner } from "./parts/notices.tsx";
import { Facts, Section } from "./parts/page_header.tsx";
import { Meter, StatusLabel } from "./parts/status.tsx";
import { RelativeTime } from "./parts/time.tsx";
import { SettingsTabs } from "./settings.tsx";

export interface AiSettingsProps {
  /** Never the key. Absent where the operator set none. */
  provider?: { host: string; model: string };
  meter: Reading;
  trial?: Trial;
  form?: FormState;
}

export function AiSettings({ provider, meter, trial, form }: AiSettingsProps) {
  return (
    <>
      <SettingsTabs current="/settings/ai" />
      <Section title="Provider">
        {provider ? <Known provider={provider} meter={meter} trial={trial} /> : <NoProvider />}
      </Section>
      <Section title="Budget">
        <form class="form settings-form" method="post" action="/settings/ai">
          <ErrorSummary errors={form?.errors} />
          <input type="hidden" name="version" value={String(meter.version)} />
          <Field
            name="daily_tokens"
            label="Tokens a day"
            form={form}
            value={String(meter.daily_tokens)}
            inputmode="numeric"
            suffix="tokens"
            short
            required
            hint="A token is about four letters, read or written. What a day does not hold is written by rules. 0 switches AI off."
          />
          <Used meter={meter} />
          <FormActions>
            <Button type="submit" kind="primary">Save</Button>
          </FormActions>
        </form>
      </Section>
    </>
  );
}

function NoProvider() {
  return (
    <Banner title="No AI provider is set">
      Drafts and proposals are written by rules, and everything works. Whoever runs this install
      sets <code>OPENAI_BASE_URL</code> or <code>OPENAI_API_KEY</code>, and{" "}
      <code>OPENAI_MODEL</code>; any server that speaks OpenAI's protocol will do.
    </Banner>
  );
}

/** Renews itself, as a trial runs and others ask. */
function Known(
  { provider, meter, trial }: Pick<AiSettingsProps, "meter" | "trial"> & {
    provider: { host: string; model: string };
  },
) {
  const isAsking = trial !== undefined && !trial.outcome;
  return (
    <div
      id="provider"
      hx-get="/settings/ai"
      hx-trigger={`model from:#live throttle:2s${isAsking ? ", every 4s" : ""}`}
      hx-select="#provider"
      hx-swap="outerMorph"
    >
      <Facts
        facts={[
          { label: "Server", value: provider.host },
          { label: "Model", value: provider.model },
          { label: "State", value: <State meter={meter} /> },
          { label: "Last test", value: <LastTrial trial={trial} /> },
        ]}
      />
      {meter.last_trouble && <p class="hint">It said last: {meter.last_trouble}</p>}
      <form class="form-actions" method="post" action="/settings/ai/trials">
        <Button type="submit">Ask it for one word</Button>
      </form>
    </div>
  );
}

function State({ meter }: { meter: Reading }) {
  if (meter.shut_until) {
    return (
      <>
        <StatusLabel kind="bad">Not asked after {meter.failures} failures in a row</StatusLabel>
        , until <RelativeTime at={meter.shut_until} />
      </>
    );
  }
  return meter.failures > 0
    ? <StatusLabel kind="warn">{meter.failures} failures in a row</StatusLabel>
    : <StatusLabel kind="ok">Ready</StatusLabel>;
}

function LastTrial({ trial }: { trial?: Trial }) {
  if (!trial) return <span class="muted">Never tested</span>;
  const { outcome, at } = trial;
  if (!outcome) return <StatusLabel kind="info">Asking</StatusLabel>;
  return (
    <>
      <StatusLabel kind={outcome.ok ? "ok" : "bad"}>
        {outcome.ok
          ? `"${outcome.words}" after ${(outcome.ms / 1000).toFixed(1)} s`
          : outcome.words}
      </StatusLabel>{" "}
      <RelativeTime at={at} />
    </>
  );
}

function Used({ meter: { used, daily_tokens } }: { meter: Reading }) {
  const text = `${used.toLocaleString("en")} of ${daily_tokens.toLocaleString("en")} used today`;
  return (
    <Meter
      value={Math.min(used, daily_tokens)}
      max={Math.max(1, daily_tokens)}
      low={daily_tokens * 0.6}
      high={daily_tokens * 0.9}
      label="Tokens used today"
      text={text}
    />
  );
}
