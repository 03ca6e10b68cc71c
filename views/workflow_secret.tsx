import type { FieldForm } from "../domain/workflows/step_forms.ts";
import { Checkbox } from "./parts/choices.tsx";
import { Field, fieldId } from "./parts/fields.tsx";
import { StatusLabel } from "./parts/status.tsx";

/** It is written and never read: the page knows only whether one is kept. */
export function SecretField({ field: { name, label, hint, value } }: { field: FieldForm }) {
  const kept = value === true || typeof value === "number";
  return (
    <div id={fieldId(`c.${name}`)} class="stack">
      <Field
        type="password"
        name={`c.${name}.fresh`}
        // Another field each time, or the page would keep what was typed into the one before.
        id={fieldId(`c.${name}.${Number(value ?? 0)}`)}
        label={label}
        hint={kept
          ? (
            <>
              <StatusLabel kind="ok">Kept</StatusLabel> Another one takes its place at once, also
              {" "}
              for runs that are under way.
            </>
          )
          : hint}
        autocomplete="new-password"
        maxlength={2000}
        required={false}
        extra={{ spellcheck: "false" }}
      />
      {kept && <Checkbox name={`c.${name}.none`} label="Send none any more" />}
    </div>
  );
}
