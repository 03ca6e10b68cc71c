import type { Child } from "hono/jsx";
import type { FieldErrors, Typed } from "../../domain/base/forms.ts";
import { type Words, wordsIn } from "../../domain/messages/words/words.ts";

/** A refused form, handed back: every field finds its own typed text and error in it by name. */
export interface FormState {
  typed: Typed;
  errors: FieldErrors;
}

export interface FieldProps {
  name: string;
  label: string;
  id?: string;
  hint?: Child;
  error?: string;
  value?: string;
  form?: FormState;
  required?: boolean;
  disabled?: boolean;
  autofocus?: boolean;
  autocomplete?: string;
  /** Left out, the page speaks English, as the staff's do. */
  words?: Words;
  /** Further attributes of the control: htmx, data, spellcheck. */
  extra?: Record<string, string>;
}

export interface InputProps extends FieldProps {
  type?: "text" | "email" | "password" | "url" | "tel" | "number" | "search" | "color" | "time";
  inputmode?: "text" | "numeric" | "decimal" | "email" | "url" | "tel";
  maxlength?: number;
  minlength?: number;
  min?: string;
  max?: string;
  step?: string;
  pattern?: string;
  readonly?: boolean;
  /** A short input for codes, numbers and postcodes. */
  short?: boolean;
  /** Text that stands before or after the input, such as a unit. */
  suffix?: string;
}

export function Field(props: InputProps) {
  const f = resolve(props);
  const input = (
    <input
      id={f.id}
      name={props.name}
      type={props.type ?? "text"}
      value={f.value}
      class={props.short ? "input short" : "input"}
      required={props.required}
      disabled={props.disabled}
      readonly={props.readonly}
      autofocus={props.autofocus}
      autocomplete={props.autocomplete}
      inputmode={props.inputmode}
      maxlength={props.maxlength}
      minlength={props.minlength}
      min={props.min}
      max={props.max}
      step={props.step}
      pattern={props.pattern}
      {...props.extra}
      aria-invalid={f.error ? "true" : undefined}
      aria-describedby={f.describedBy}
    />
  );
  return (
    <Frame f={f} label={props.label} hint={props.hint} required={props.required}>
      {props.suffix
        ? (
          <span class="input-with-suffix">
            {input}
            <span class="suffix">{props.suffix}</span>
          </span>
        )
        : input}
    </Frame>
  );
}

export function TextArea(props: FieldProps & { rows?: number; maxlength?: number }) {
  const f = resolve(props);
  return (
    <Frame f={f} label={props.label} hint={props.hint} required={props.required}>
      <textarea
        id={f.id}
        name={props.name}
        class="input"
        rows={props.rows ?? 4}
        maxlength={props.maxlength}
        required={props.required}
        disabled={props.disabled}
        autofocus={props.autofocus}
        autocomplete={props.autocomplete}
        aria-invalid={f.error ? "true" : undefined}
        aria-describedby={f.describedBy}
        {...props.extra}
      >
        {"\n"}
        {f.value}
      </textarea>
    </Frame>
  );
}

export interface Option {
  value: string;
  label: string;
  hint?: string;
  disabled?: boolean;
}

export function Select(props: FieldProps & { options: Option[]; empty?: string }) {
  const f = resolve(props);
  return (
    <Frame f={f} label={props.label} hint={props.hint} required={props.required}>
      <select
        id={f.id}
        name={props.name}
        class="input select"
        required={props.required}
        disabled={props.disabled}
        autofocus={props.autofocus}
        autocomplete={props.autocomplete}
        aria-invalid={f.error ? "true" : undefined}
        aria-describedby={f.describedBy}
        {...props.extra}
      >
        {props.empty !== undefined && <option value="">{props.empty}</option>}
        {props.options.map((option) => (
          <option
            value={option.value}
            selected={option.value === f.value}
            disabled={option.disabled}
          >
            {option.label}
          </option>
        ))}
      </select>
    </Frame>
  );
}

/** `value`, `min` and `max` are dates as the database writes them: 2026-12-14. */
export function DateField(props: FieldProps & { min?: string; max?: string }) {
  const f = resolve(props);
  return (
    <Frame f={f} label={props.label} hint={props.hint} required={props.required}>
      <input
        id={f.id}
        name={props.name}
        type="date"
        class="input short"
        value={f.value}
        min={props.min}
        max={props.max}
        required={props.required}
        disabled={props.disabled}
        autofocus={props.autofocus}
        autocomplete={props.autocomplete}
        aria-invalid={f.error ? "true" : undefined}
        aria-describedby={f.describedBy}
        {...props.extra}
      />
    </Frame>
  );
}

export interface Resolved {
  id: string;
  value: string | undefined;
  error: string | undefined;
  describedBy: string | undefined;
  words: Words;
}

export function resolve(props: FieldProps): Resolved {
  const id = props.id ?? fieldId(props.name);
  const typed = props.form?.typed[props.name];
  const error = props.error ?? props.form?.errors[props.name];
  const described = [props.hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ");
  return {
    id,
    value: props.form && typed !== undefined ? String(typed) : props.value,
    error,
    describedBy: described || undefined,
    words: props.words ?? wordsIn("en"),
  };
}

export function fieldId(name: string): string {
  return `field-${name}`;
}

function Frame(
  { f, label, hint, required, children }: {
    f: Resolved;
    label: string;
    hint?: Child;
    required?: boolean;
    children?: Child;
  },
) {
  return (
    <div class="field">
      <label for={f.id}>
        {label}
        {required === false && <span class="optional">{f.words.t("field.optional")}</span>}
      </label>
      {hint && <p class="hint" id={`${f.id}-hint`}>{hint}</p>}
      {children}
      <FieldError {...f} />
    </div>
  );
}

export function FieldError(
  { id, error, words = wordsIn("en") }: Pick<Resolved, "id" | "error"> & { words?: Words },
) {
  if (!error) return null;
  return (
    <p class="field-error" id={`${id}-error`}>
      <span class="hidden">{words.t("field.error")}</span> {error}
    </p>
  );
}
