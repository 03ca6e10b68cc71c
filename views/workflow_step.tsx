import type { EditorModel } from "../domain/workflows/editor_model.ts";
import type { StepForm, Way } from "../domain/workflows/step_forms.ts";
import { Button } from "./parts/buttons.tsx";
import { Field } from "./parts/fields.tsx";
import { FormActions } from "./parts/forms.tsx";
import { StatusLabel } from "./parts/status.tsx";
import { ConfigField } from "./workflow_fields.tsx";
import { CopyButton, RemoveButton } from "./workflow_buttons.tsx";
import { Facts } from "./parts/page_header.tsx";

export function StepPanel({ model, step }: { model: EditorModel; step: StepForm }) {
  return (
    <>
      <header class="step-head">
        <p class="muted">{step.label}</p>
        <h2 id="panel-title" tabindex={-1}>{step.node.title || step.label}</h2>
        <p class="muted">{step.about}</p>
      </header>
      <StepProblems step={step} />
      {model.mayChange ? <StepSettings model={model} step={step} /> : <StepFacts step={step} />}
      <StepWays model={model} step={step} />
      {model.mayChange && (
        <footer class="form-actions step-foot">
          {!step.first && <CopyButton ids={[step.node.id]} />}
          {!step.first && <RemoveButton ids={[step.node.id]} label="Remove" />}
          {!step.first && step.ways.length > 0 && (
            <RemoveButton ids={[step.node.id]} label="Remove and join" heal />
          )}
        </footer>
      )}
    </>
  );
}

export function StepProblems({ step }: { step: StepForm }) {
  return (
    <div id="step-problems" class="step-problems">
      {step.problems.map(({ field, text, severity }) => (
        <p>
          <StatusLabel kind={severity === "error" ? "bad" : "warn"}>
            {severity === "error" ? "Problem" : "Warning"}
          </StatusLabel>{" "}
          {field ? <a href={`#field-c.${field}`}>{text}</a> : text}
        </p>
      ))}
    </div>
  );
}

/** Saved at each change. The button is for who has no script, and for Enter. */
function StepSettings({ model, step }: { model: EditorModel; step: StepForm }) {
  const at = `/workflows/${model.workflow.id}/edits`;
  return (
    <form
      id="step-form"
      class="form step-form"
      method="post"
      action={at}
      hx-post={at}
      hx-target="#picture"
      hx-swap="outerMorph"
      hx-trigger="change, submit"
      data-takes-variables
    >
      <input type="hidden" name="op" value="configure" />
      <input type="hidden" name="node" value={step.node.id} />
      <input type="hidden" name="rev" value={String(model.workflow.rev)} />
      <StepStamp step={step} />
      <Field name="title" label="Step title" value={step.node.title} maxlength={80} />
      {step.fields.map((field) => <ConfigField field={field} />)}
      <FormActions>
        <Button type="submit">Save</Button>
      </FormActions>
      <Values step={step} />
    </form>
  );
}

export function StepStamp({ step }: { step: StepForm }) {
  return <input type="hidden" name="was" id="step-stamp" value={step.stamp} />;
}

/** Pressing one puts it where somebody was writing last. Without script it can be copied. */
function Values({ step }: { step: StepForm }) {
  if (!step.fields.some(({ variables }) => variables) || step.values.length === 0) return null;
  return (
    <details class="values" id="step-values">
      <summary>Values of earlier steps</summary>
      {step.values.map(({ title, outputs }) => (
        <section>
          <h3>{title}</h3>
          <ul>
            {outputs.map((output) => (
              <li>
                <button type="button" class="value" data-insert={`{{${output.path}}}`}>
                  <strong>{output.label}</strong> <span class="muted">{output.words}</span>
                  <code>{`{{${output.path}}}`}</code>
                </button>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </details>
  );
}

function StepFacts({ step }: { step: StepForm }) {
  return <Facts facts={step.facts.map(([label, value]) => ({ label, value }))} />;
}

/** Connecting without dragging: a list for each output. */
export function StepWays({ model, step }: { model: EditorModel; step: StepForm }) {
  if (step.ways.length === 0) return <div id="step-ways"></div>;
  return (
    <section id="step-ways" class="step-ways" aria-label="Where it goes on">
      <h3>{step.ways.length > 1 ? "Ways" : "Next"}</h3>
      {step.ways.map((way) => <WayForm model={model} step={step} way={way} />)}
    </section>
  );
}

function WayForm({ model, step, way }: { model: EditorModel; step: StepForm; way: Way }) {
  const at = `/workflows/${model.workflow.id}/edits`;
  const id = `way-${way.port}`;
  const label = step.ways.length > 1 ? way.label : "Connect to";
  if (!model.mayChange) {
    const to = way.targets.find(({ value }) => value === way.to)?.label ?? "not connected";
    return <p>{label}: {to}</p>;
  }
  return (
    <form
      id={`${id}-form`}
      class="way"
      method="post"
      action={at}
      hx-post={at}
      hx-target="#picture"
      hx-swap="outerMorph"
    >
      <input type="hidden" name="op" value="connect" />
      <input type="hidden" name="replace" value="yes" />
      <input type="hidden" name="node" value={step.node.id} />
      <input type="hidden" name="port" value={way.port} />
      <input type="hidden" name="rev" value={String(model.workflow.rev)} />
      <label for={id}>{label}</label>
      <div>
        <select class="input select" id={id} name="to">
          <option value="" selected={!way.to}>Connect to…</option>
          <optgroup label="Steps">
            {way.targets.map((target) => (
              <option value={target.value} selected={target.value === way.to}>
                {target.label}
              </option>
            ))}
          </optgroup>
          <optgroup label="A new step">
            {step.kinds.map(({ value, label }) => <option value={`new-${value}`}>{label}</option>)}
          </optgroup>
        </select>
        <Button type="submit" small>Connect</Button>
      </div>
    </form>
  );
}
