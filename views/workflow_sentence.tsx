import type { FieldForm } from "../domain/workflows/step_forms.ts";

/** The conditions read back, so that All and Any surprise nobody. */
export function Sentence({ field }: { field: FieldForm }) {
  const words = field.conditions?.sentence;
  return (
    <p id={`sentence-${field.name}`} class="sentence">
      {words ? <>{field.label} {words}</> : "No condition yet."}
    </p>
  );
}
