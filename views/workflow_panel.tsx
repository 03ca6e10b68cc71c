import type { EditorModel } from "../domain/workflows/editor_model.ts";
import { Button } from "./parts/buttons.tsx";
import { TextArea } from "./parts/fields.tsx";
import { FormActions } from "./parts/forms.tsx";
import { CopyButton, RemoveButton } from "./workflow_buttons.tsx";
import { StepPanel } from "./workflow_step.tsx";
import { Steps } from "./workflow_steps.tsx";

/** Both tabs are there; the attribute says which one shows. On a phone both do. */
export function Panel({ model, tab }: { model: EditorModel; tab: "step" | "steps" }) {
  const at = `/workflows/${model.workflow.id}`;
  const one = model.chosen[0];
  return (
    <aside
      class="panel"
      id="panel"
      hx-sync="#panel:replace"
      data-tab={tab}
      aria-label="Step and steps"
    >
      <nav class="panel-tabs" aria-label="Panel">
        <a
          href={one ? `${at}/steps/${one}` : at}
          data-tab-of="step"
          aria-current={tab === "step" ? "page" : undefined}
        >
          Step
        </a>
        <a href={at} data-tab-of="steps" aria-current={tab === "steps" ? "page" : undefined}>
          Steps
        </a>
      </nav>
      <PanelStep model={model} />
      <Steps model={model} />
    </aside>
  );
}

export function PanelStep({ model }: { model: EditorModel }) {
  const { chosen, step, workflow } = model;
  const note = workflow.draft.notes.find(({ id }) => chosen.length === 1 && id === chosen[0]);
  return (
    <div id="panel-step" class="panel-part" data-open={chosen.length === 1 ? chosen[0] : ""}>
      {step
        ? <StepPanel model={model} step={step} />
        : note
        ? <NotePanel model={model} note={note} />
        : chosen.length > 1
        ? <ManyPanel model={model} />
        : (
          <p class="muted panel-empty">
            Choose a step on the picture or in the list to see its settings.
          </p>
        )}
    </div>
  );
}

function NotePanel(
  { model, note }: { model: EditorModel; note: EditorModel["workflow"]["draft"]["notes"][number] },
) {
  const at = `/workflows/${model.workflow.id}/edits`;
  return (
    <>
      <h2 id="panel-title" tabindex={-1}>Note</h2>
      {model.mayChange
        ? (
          <form
            id="note-form"
            class="form"
            method="post"
            action={at}
            hx-post={at}
            hx-target="#picture"
            hx-swap="outerMorph"
            hx-trigger="change, submit"
          >
            <input type="hidden" name="op" value="note" />
            <input type="hidden" name="node" value={note.id} />
            <input type="hidden" name="rev" value={String(model.workflow.rev)} />
            <TextArea name="text" label="Text" value={note.text} rows={6} maxlength={2000} />
            <FormActions>
              <Button type="submit">Save</Button>
              <RemoveButton ids={[note.id]} label="Remove" />
            </FormActions>
          </form>
        )
        : <p>{note.text}</p>}
    </>
  );
}

function ManyPanel({ model }: { model: EditorModel }) {
  return (
    <>
      <h2 id="panel-title" tabindex={-1}>{model.chosen.length} chosen</h2>
      {model.mayChange && (
        <FormActions>
          <CopyButton ids={model.chosen} />
          <RemoveButton ids={model.chosen} label="Remove them" />
        </FormActions>
      )}
    </>
  );
}
