import type { Graph } from "../domain/workflows/graph.ts";
import type { Looks } from "../domain/workflows/picture_shape.ts";
import type { TrialAsks, TrialChoice } from "../domain/workflows/trials.ts";
import { Button, LinkButton } from "./parts/buttons.tsx";
import { Field, type FormState, Select, TextArea } from "./parts/fields.tsx";
import { ErrorSummary, FormActions } from "./parts/forms.tsx";
import { Tabs } from "./parts/page_header.tsx";
import { RehearsalResult, type RehearsalSeen } from "./rehearsal_result.tsx";

export interface RehearsalProps {
  workflow: { id: string; name: string };
  graph: Graph;
  looks: Looks;
  asks: TrialAsks;
  form?: FormState;
  seen?: RehearsalSeen;
}

export function TrialTabs({ id, current }: { id: string; current: "rehearsals" | "what-ifs" }) {
  return (
    <Tabs
      label="Try the workflow"
      tabs={[
        {
          href: `/workflows/${id}/rehearsals`,
          label: "Run test",
          current: current === "rehearsals",
        },
        { href: `/workflows/${id}/what-ifs`, label: "What if", current: current === "what-ifs" },
      ]}
    />
  );
}

/** Tries the drawing as it stands: what starts it on the left, what came of it on the right. */
export function Rehearsal(props: RehearsalProps) {
  const { workflow, graph, looks, seen } = props;
  return (
    <>
      <TrialTabs id={workflow.id} current="rehearsals" />
      <div class="rehearsal">
        <TrialForm {...props} />
        <div id="rehearsal" class="rehearsal-stage" aria-live="polite">
          <RehearsalResult graph={graph} looks={looks} seen={seen} />
        </div>
      </div>
    </>
  );
}

function TrialForm({ workflow, asks, form }: RehearsalProps) {
  const at = `/workflows/${workflow.id}/rehearsals`;
  return (
    <form
      class="form trial-form"
      method="post"
      action={at}
      hx-post={at}
      hx-target="#rehearsal"
      hx-swap="innerMorph"
    >
      <ErrorSummary errors={form?.errors} />
      <h2>What starts it</h2>
      {asks.recent.length > 0 && <Recent at={at} asks={asks} />}
      {asks.fields.map((row) => <StartField row={row} value={asks.values[row.id]} form={form} />)}
      {asks.wantsAccount && (
        <Select
          name="account_id"
          label="Account"
          form={form}
          empty="No account"
          options={asks.accounts.map(({ id, name }) => ({ value: id, label: name }))}
          hint="A real one. Nothing of it is changed."
        />
      )}
      {asks.fields.length === 0 && !asks.wantsAccount && (
        <p class="muted">Its start asks for nothing.</p>
      )}
      {asks.choices.length > 0 && <h2>What is answered on the way</h2>}
      {asks.choices.map((choice) => <Answer choice={choice} form={form} />)}
      <FormActions>
        <Button type="submit" kind="primary">Run test</Button>
        <LinkButton kind="quiet" href={`/workflows/${workflow.id}`}>Back to the drawing</LinkButton>
      </FormActions>
      <p class="hint">
        The workflow really runs, and then all of it is undone. Nothing is sent, called or kept, and
        time is taken as passed.
      </p>
    </form>
  );
}

function Recent({ at, asks }: { at: string; asks: TrialAsks }) {
  return (
    <details class="fold">
      <summary>Take what has arrived</summary>
      <ul class="recent-starts">
        {asks.recent.map(({ id, label }) => (
          <li>
            <a href={`${at}?from=${id}`}>{label}</a>
          </li>
        ))}
      </ul>
    </details>
  );
}

type Row = TrialAsks["fields"][number];

function StartField({ row, value, form }: { row: Row; value?: string; form?: FormState }) {
  const common = { name: `f_${row.id}`, label: row.label, form, value };
  if (row.type === "choice") {
    const options = row.options.map((one) => ({ value: one, label: one }));
    return <Select {...common} empty="Nothing" options={options} />;
  }
  if (row.type === "yes_no") {
    const value = { true: "Yes", false: "No" }[common.value ?? ""] ?? common.value;
    const options = ["Yes", "No"].map((one) => ({ value: one, label: one }));
    return <Select {...common} value={value} empty="Nothing" options={options} />;
  }
  if (row.type === "long_text") return <TextArea {...common} rows={3} />;
  const numeric = row.type === "number" || row.type === "money";
  return <Field {...common} inputmode={numeric ? "decimal" : "text"} autocomplete="off" />;
}

function Answer({ choice, form }: { choice: TrialChoice; form?: FormState }) {
  const { nodeId, title, kind, options, sample } = choice;
  return (
    <>
      {options.length > 1 && (
        <Select
          name={`a_${nodeId}`}
          label={title}
          form={form}
          value={options[0]!.value}
          options={options}
          hint={title === kind ? undefined : kind}
        />
      )}
      {sample !== undefined && (
        <TextArea
          name={`s_${nodeId}`}
          label={`What ${title} brings`}
          form={form}
          value={sample}
          rows={4}
          hint="JSON that stands in for the answer from outside."
          extra={{ spellcheck: "false" }}
        />
      )}
    </>
  );
}
