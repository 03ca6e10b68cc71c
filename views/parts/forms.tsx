import type { Child } from "hono/jsx";
import type { FieldErrors } from "../../domain/base/forms.ts";
import { type Words, wordsIn } from "../../domain/messages/words/words.ts";
import { Icon } from "../icons.tsx";
import { FieldError, fieldId, type FieldProps, resolve } from "./fields.tsx";

/** Stands at the top of a refused form and takes the focus. The key "form" belongs to no field. */
export function ErrorSummary(
  { errors, title, id = "error-summary", quiet, words = wordsIn("en") }: {
    errors: FieldErrors | undefined;
    title?: string;
    id?: string;
    /** Leaves the focus where it is. */
    quiet?: boolean;
    words?: Words;
  },
) {
  const entries = Object.entries(errors ?? {});
  if (entries.length === 0) return null;
  return (
    <div
      class="error-summary"
      id={id}
      role="alert"
      tabindex={-1}
      autofocus={!quiet}
      data-focus={quiet ? undefined : ""}
    >
      <h2>{title ?? words.t("form.problems", { count: entries.length })}</h2>
      <ul>
        {entries.map(([name, message]) => (
          <li>{name === "form" ? message : <a href={`#${fieldId(name)}`}>{message}</a>}</li>
        ))}
      </ul>
    </div>
  );
}

export interface FileDropProps extends Omit<FieldProps, "value" | "autocomplete"> {
  accept?: string;
  multiple?: boolean;
  /** Says what is taken: "PNG or SVG, up to 1 MB". */
  takes: string;
}

/** A file button on a surface that files can also be dropped on: the browser does both. */
export function FileDrop(props: FileDropProps) {
  const f = resolve(props);
  const described = [`${f.id}-takes`, f.describedBy].filter(Boolean).join(" ");
  return (
    <div class="field">
      <label for={f.id}>{props.label}</label>
      {props.hint && <p class="hint" id={`${f.id}-hint`}>{props.hint}</p>}
      <div class="file-drop">
        <Icon name="fileUp" size={20} />
        <input
          id={f.id}
          name={props.name}
          type="file"
          accept={props.accept}
          multiple={props.multiple}
          required={props.required}
          disabled={props.disabled}
          aria-invalid={f.error ? "true" : undefined}
          aria-describedby={described}
        />
        <p class="hint" id={`${f.id}-takes`}>{props.takes}</p>
      </div>
      <FieldError {...f} />
    </div>
  );
}

/** The buttons under a form: the main one first. */
export function FormActions({ children }: { children?: Child }) {
  return <div class="form-actions">{children}</div>;
}

/** Where a person stands in a set-up of several pages. */
export function StepIndicator({ steps, current }: { steps: string[]; current: number }) {
  return (
    <ol class="step-indicator" aria-label="Progress">
      {steps.map((step, i) => (
        <li
          class={i < current ? "done" : i === current ? "now" : "next"}
          aria-current={i === current ? "step" : undefined}
        >
          <span class="mark" aria-hidden="true">
            {i < current ? <Icon name="check" /> : i + 1}
          </span>
          <span class="step-name">
            {step}
            {i < current && <span class="hidden">, done</span>}
          </span>
        </li>
      ))}
    </ol>
  );
}
