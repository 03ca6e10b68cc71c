import type { Asked, Case, Pair } from "../domain/workflows/node.ts";
import type { Choice, FieldForm } from "../domain/workflows/step_forms.ts";
import { Checkbox, CheckboxGroup } from "./parts/choices.tsx";
import { Field, fieldId, Select, TextArea } from "./parts/fields.tsx";
import { ConditionsField } from "./workflow_conditions.tsx";
import { Groups, Options } from "./workflow_options.tsx";
import { SecretField } from "./workflow_secret.tsx";
import { CaseRows, PairRows, QuestionRows } from "./workflow_rows.tsx";

/** A field of any kind of step, by what its kind says of it. */
export function ConfigField({ field }: { field: FieldForm }) {
  if (!field.shown) return null;
  return (
    <>
      <input type="hidden" name="has" value={field.name} />
      <Input field={field} />
    </>
  );
}

function Input({ field }: { field: FieldForm }) {
  const { name, label, hint, input } = field;
  const basics = {
    name: `c.${name}`,
    label,
    hint,
    required: field.required ? undefined : false as const,
  };
  const value = field.value === undefined || field.value === null ? "" : String(field.value);
  switch (input) {
    case "conditions":
      return <ConditionsField field={field} />;
    case "values":
      return <PairRows field={field} rows={listOf<Pair>(field.value)} />;
    case "cases":
      return <CaseRows field={field} rows={listOf<Case>(field.value)} />;
    case "questions":
      return <QuestionRows field={field} rows={listOf<Asked>(field.value)} />;
    case "yes_no":
      return (
        <Checkbox name={basics.name} label={label} hint={hint} checked={field.value === true} />
      );
    case "stages":
    case "choices":
    case "members":
      return (
        <CheckboxGroup
          {...basics}
          values={listOf<unknown>(field.value).map(String)}
          options={allKnown(field)}
        />
      );
    case "secret":
      return <SecretField field={field} />;
    case "long_text":
    case "markdown":
    case "json":
      return <TextArea {...basics} value={value} rows={input === "long_text" ? 4 : 8} />;
    case "choice":
    case "channel":
      return <Select {...basics} value={value} options={known(field, value)} empty="Choose…" />;
    case "member":
    case "connection":
    case "queue":
    case "template":
    case "workflow":
      return <GroupedSelect field={field} value={value} />;
    case "number":
    case "money":
    case "hours":
      return (
        <Field
          {...basics}
          value={value}
          inputmode="decimal"
          short={!field.variables}
          suffix={input === "hours" ? "hours" : undefined}
        />
      );
    case "date":
      return <Field {...basics} value={value} hint={hint ?? "Such as 2026-12-31."} />;
    default:
      return <Field {...basics} value={value} maxlength={2000} />;
  }
}

const listOf = <T,>(value: unknown) => (Array.isArray(value) ? value : []) as T[];

/** What was chosen and is not there any more stays to be seen. */
function known({ choices }: FieldForm, value: string): Choice[] {
  if (!value || choices.some((choice) => choice.value === value)) return choices;
  return [{ value, label: `Not there any more (${value.slice(0, 60)})` }, ...choices];
}

function allKnown(field: FieldForm): Choice[] {
  return listOf<unknown>(field.value).map(String).reduce(
    (choices, value) => known({ ...field, choices }, value),
    field.choices,
  );
}

function GroupedSelect({ field, value }: { field: FieldForm; value: string }) {
  const name = `c.${field.name}`;
  const fitting = field.fitting.flatMap(({ options }) => options);
  const chosen = fitting.some((one) => one.value === value) ? field.choices : known(field, value);
  return (
    <div class="field">
      <label for={fieldId(name)}>
        {field.label}
        {!field.required && <span class="optional">optional</span>}
      </label>
      {field.hint && <p class="hint" id={`${fieldId(name)}-hint`}>{field.hint}</p>}
      <select
        class="input select"
        id={fieldId(name)}
        name={name}
        aria-describedby={field.hint ? `${fieldId(name)}-hint` : undefined}
      >
        <option value="">Choose…</option>
        <Options options={chosen} value={value} />
        <Groups groups={field.fitting} value={value} />
      </select>
    </div>
  );
}
