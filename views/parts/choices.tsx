import type { Child } from "hono/jsx";
import { FieldError, type FieldProps, type Option, resolve } from "./fields.tsx";

export interface CheckboxProps extends Omit<FieldProps, "value"> {
  /** What is sent when it is ticked. */
  value?: string;
  checked?: boolean;
}

export function Checkbox(props: CheckboxProps) {
  return <Tick {...props} kind="checkbox" />;
}

/** A setting that takes effect at once or on save: read aloud as on and off. */
export function Toggle(props: CheckboxProps) {
  return <Tick {...props} kind="toggle" />;
}

function Tick(props: CheckboxProps & { kind: "checkbox" | "toggle" }) {
  const value = props.value ?? "on";
  const f = resolve({ ...props, value });
  const checked = props.form ? list(props.form.typed[props.name]).includes(value) : props.checked;
  return (
    <div class="field tick">
      <input
        id={f.id}
        name={props.name}
        type="checkbox"
        role={props.kind === "toggle" ? "switch" : undefined}
        class={props.kind}
        value={value}
        checked={checked}
        required={props.required}
        disabled={props.disabled}
        autofocus={props.autofocus}
        aria-invalid={f.error ? "true" : undefined}
        aria-describedby={f.describedBy}
        {...props.extra}
      />
      <label for={f.id}>{props.label}</label>
      {props.hint && <p class="hint" id={`${f.id}-hint`}>{props.hint}</p>}
      <FieldError {...f} />
    </div>
  );
}

export function RadioGroup(props: FieldProps & { options: Option[] }) {
  return <Choices {...props} kind="radio" chosen={[resolve(props).value ?? ""]} />;
}

export function CheckboxGroup(
  props: Omit<FieldProps, "value"> & { options: Option[]; values?: string[] },
) {
  const chosen = props.form ? list(props.form.typed[props.name]) : props.values ?? [];
  return <Choices {...props} kind="checkbox" chosen={chosen} />;
}

function Choices(
  props: FieldProps & { options: Option[]; kind: "radio" | "checkbox"; chosen: string[] },
) {
  const f = resolve(props);
  return (
    <fieldset class="field choices" id={f.id} tabindex={-1} aria-describedby={f.describedBy}>
      <legend>{props.label}</legend>
      {props.hint && <p class="hint" id={`${f.id}-hint`}>{props.hint}</p>}
      {props.options.map((option, i) => (
        <Choice {...props} option={option} id={`${f.id}-${i}`} invalid={Boolean(f.error)} />
      ))}
      <FieldError {...f} />
    </fieldset>
  );
}

function Choice(
  { option, id, name, kind, chosen, required, disabled, invalid }: {
    option: Option;
    id: string;
    name: string;
    kind: "radio" | "checkbox";
    chosen: string[];
    required?: boolean;
    disabled?: boolean;
    invalid: boolean;
  },
) {
  return (
    <div class="tick">
      <input
        id={id}
        name={name}
        type={kind}
        class={kind}
        value={option.value}
        checked={chosen.includes(option.value)}
        required={kind === "radio" && required}
        disabled={disabled || option.disabled}
        aria-invalid={invalid ? "true" : undefined}
        aria-describedby={option.hint ? `${id}-hint` : undefined}
      />
      <label for={id}>{option.label}</label>
      {option.hint && <p class="hint" id={`${id}-hint`}>{option.hint}</p>}
    </div>
  );
}

function list(typed: string | string[] | undefined): string[] {
  return typed === undefined ? [] : [typed].flat();
}

/** Words beside a group of fields that belong together. */
export function FieldSet(
  { legend, hint, children }: { legend: string; hint?: Child; children?: Child },
) {
  return (
    <fieldset class="field-set">
      <legend>{legend}</legend>
      {hint && <p class="hint">{hint}</p>}
      {children}
    </fieldset>
  );
}
