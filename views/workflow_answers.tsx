import type { EditorModel } from "../domain/workflows/editor_model.ts";
import { HxPartial } from "./parts/notices.tsx";
import { CanvasPicture, EditorStatus, EditState, History } from "./workflow_editor.tsx";
import { PanelStep } from "./workflow_panel.tsx";
import { Problems } from "./workflow_problems.tsx";
import { StepList } from "./workflow_steps.tsx";
import { Sentence } from "./workflow_sentence.tsx";
import { StepProblems, StepStamp, StepWays } from "./workflow_step.tsx";

export interface EditAnswerProps {
  model: EditorModel;
  /** What was done, or why it was not. */
  says?: string;
  refused?: boolean;
  /** Nobody asked for it here: the picture comes as one part among others. */
  news?: boolean;
  /** The panel showed this step before. */
  sameStep?: boolean;
  /** Somebody may be typing in the panel's form, and it still says the same. */
  panelStays?: boolean;
}

/** The whole picture, and each part of the page that speaks of it. */
export function EditAnswer(props: EditAnswerProps) {
  const { model, says, refused, panelStays, sameStep, news } = props;
  const picture = <CanvasPicture model={model} />;
  return (
    <>
      {news ? <HxPartial target="#picture">{picture}</HxPartial> : picture}
      <HxPartial target="#edit-state" swap="outerHTML">
        <EditState model={model} />
      </HxPartial>
      <HxPartial target="#editor-status">
        <EditorStatus model={model} />
      </HxPartial>
      {model.mayChange && (
        <HxPartial target="#history">
          <History model={model} />
        </HxPartial>
      )}
      <HxPartial target="#steps-list">
        <StepList model={model} />
      </HxPartial>
      <HxPartial target="#problems">
        <Problems model={model} />
      </HxPartial>
      {panelStays && model.step
        ? <PanelAround model={model} />
        : (
          <HxPartial target="#panel-step" swap={sameStep ? "outerMorph" : "outerHTML"}>
            <PanelStep model={model} />
          </HxPartial>
        )}
      {says !== undefined && <Said says={says} refused={refused} />}
    </>
  );
}

/** What stands around the fields: those stay as somebody types in them. */
function PanelAround({ model }: { model: EditorModel }) {
  const step = model.step!;
  return (
    <>
      <HxPartial target="#step-problems">
        <StepProblems step={step} />
      </HxPartial>
      <HxPartial target="#step-stamp" swap="outerHTML">
        <StepStamp step={step} />
      </HxPartial>
      <HxPartial target="#step-ways">
        <StepWays model={model} step={step} />
      </HxPartial>
      {step.fields.filter(({ conditions }) => conditions).map((field) => (
        <HxPartial target={`#sentence-${field.name}`}>
          <Sentence field={field} />
        </HxPartial>
      ))}
    </>
  );
}

/** Beneath the picture, and where screen readers hear it. */
function Said({ says, refused }: { says: string; refused?: boolean }) {
  const text = says.charAt(0).toUpperCase() + says.slice(1);
  return (
    <>
      <HxPartial target="#canvas-says" swap="outerHTML">
        <p id="canvas-says" class={refused ? "canvas-says bad" : "canvas-says"}>{text}</p>
      </HxPartial>
      <HxPartial target={refused ? "#alert" : "#status"} swap="innerHTML">
        <p>{text}</p>
      </HxPartial>
    </>
  );
}
