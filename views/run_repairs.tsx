import { written } from "../domain/workflows/references.ts";
import type { SeenRun, UsedValue } from "../domain/workflows/run_views.ts";
import { Button } from "./parts/buttons.tsx";
import { Field, Select } from "./parts/fields.tsx";
import { ErrorSummary } from "./parts/forms.tsx";
import { Section } from "./parts/page_header.tsx";
import type { RunPageProps } from "./run.tsx";

/** What somebody can do about a run, each as a form that says what it does. */
export function RunRepairs({ seen, step, mayRepair, form }: RunPageProps) {
  const { run } = seen;
  if (!mayRepair) return null;
  const here = step === run.node_id;
  return (
    <>
      <ErrorSummary errors={form?.errors} />
      {here && (run.state === "failed" || run.state === "parked") && (
        <Retry seen={seen} form={form} />
      )}
      {here && ["failed", "waiting", "parked"].includes(run.state) && (
        <Skip seen={seen} form={form} />
      )}
      <Whole seen={seen} form={form} />
    </>
  );
}

type Props = { seen: SeenRun; form: RunPageProps["form"] };

function Retry({ seen: { run, uses }, form }: Props) {
  return (
    <Section title="Retry from here" lead="Steps that are done are not done again.">
      <form method="post" action={`/runs/${run.id}/retry`} class="stack" id="retry">
        {uses.map((one, at) => (
          <Field
            name={fixName(at)}
            label={one.label}
            value={typedValue(one)}
            hint={one.fixed ? "Put right by somebody before." : undefined}
            maxlength={2000}
            form={form}
          />
        ))}
        <div class="form-actions">
          <Button type="submit" kind="primary">
            {uses.length > 0 ? "Fix data and retry from here" : "Retry from here"}
          </Button>
        </div>
      </form>
    </Section>
  );
}

export const fixName = (at: number) => `fix_${at}`;

export function typedValue({ value }: Pick<UsedValue, "value">): string {
  return written(value);
}

function Skip({ seen: { run, looks }, form }: Props) {
  const ports = looks.get(run.node_id!)?.ports ?? [];
  if (ports.length === 0) return null;
  return (
    <Section title="Go on without it" lead="The step counts as skipped and brings nothing.">
      <form method="post" action={`/runs/${run.id}/skip`} class="stack" id="skip">
        <Select
          name="port"
          label="Way on"
          options={ports.map(({ name, label }) => ({ value: name, label: label || "Next" }))}
          form={form}
        />
        <Field name="reason" label="Reason" maxlength={500} required form={form} />
        <div class="form-actions">
          <Button type="submit">Skip this step</Button>
        </div>
      </form>
    </Section>
  );
}

function Whole({ seen: { run }, form }: Props) {
  const ended = run.ended_at !== null;
  return (
    <Section title="The whole run">
      <form method="post" action={`/runs/${run.id}/restart`} class="stack">
        <p>
          Starting again makes a new run with what this one began with, by the version that is
          published now.{ended ? "" : " This one is cancelled."}
        </p>
        <div class="form-actions">
          <Button type="submit">Start again</Button>
        </div>
      </form>
      {!ended && (
        <form method="post" action={`/runs/${run.id}/cancel`} class="stack" id="cancel">
          <Field
            name="cancel_reason"
            label="Why it is cancelled"
            hint="What was done stays done. Tasks that wait are taken back."
            maxlength={500}
            required
            form={form}
          />
          <div class="form-actions">
            <Button type="submit" kind="danger">Cancel this run</Button>
          </div>
        </form>
      )}
    </Section>
  );
}
