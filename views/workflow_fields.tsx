import type { Asked, Case, Pair } from "../domain/workflows/node.ts";
import type { Choice, ChoiceGroup, FieldForm } from "../domain/workflows/step_forms.ts";
import { Button, IconButton } from "./parts/buttons.tsx";
import { Checkbox, CheckboxGroup } from "./parts/choices.tsx";
import { Field, fieldId, Select, TextArea } from "./parts/fields.tsx";
import { ConditionsField } from "./workflow_conditions.tsx";

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
    case "choices":
    case "members":
      return (
        <CheckboxGroup
          {...basics}
          values={listOf<unknown>(field.value).map(String)}
          options={field.choices}
        />
      );
    case "long_text":
    case "markdown":
    case "json":
      return <TextArea {...basics} value={value} rows={input === "long_text" ? 4 : 8} />;
    case "choice":
      return <Select {...basics} value={value} options={known(field, value)} empty="Choose…" />;
    case "member":
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
  return [{ value, label: "Not there any more" }, ...choices];
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

export function Groups({ groups, value }: { groups: ChoiceGroup[]; value: string }) {
  return (
    <>
      {groups.map(({ label, options }) => (
        <optgroup label={label}>
          <Options options={options} value={value} />
        </optgroup>
      ))}
    </>
  );
}

function Options({ options, value }: { options: Choice[]; value: string }) {
  return (
    <>
      {options.map((option) => (
        <option value={option.value} selected={option.value === value}>{option.label}</option>
      ))}
    </>
  );
}

function Rows(
  { field, add, children, count }: {
    field: FieldForm;
    add: string;
    children?: unknown;
    count: number;
  },
) {
  const id = fieldId(`c.${field.name}`);
  return (
    <fieldset class="field rows" id={id} tabindex={-1}>
      <legend>{field.label}</legend>
      {field.hint && <p class="hint">{field.hint}</p>}
      {count > 0 && <ol>{children as never}</ol>}
      <Button type="submit" small name="press" value={`add:${field.name}`} icon="plus">
        {add}
      </Button>
    </fieldset>
  );
}

export function RowButtons(
  { path, at, last, what }: { path: string; at: number; last: number; what: string },
) {
  const press = (act: string) => ({ name: "press", value: `${act}:${path}.${at}` });
  const number = `${what} ${at + 1}`;
  return (
    <span class="row-buttons">
      {last > 0 && at > 0 && (
        <IconButton type="submit" icon="arrowUp" label={`Move ${number} up`} {...press("up")} />
      )}
      {last > 0 && at < last && (
        <IconButton
          type="submit"
          icon="arrowDown"
          label={`Move ${number} down`}
          {...press("down")}
        />
      )}
      <IconButton type="submit" icon="trash" label={`Remove ${number}`} {...press("remove")} />
    </span>
  );
}

function PairRows({ field, rows }: { field: FieldForm; rows: Pair[] }) {
  const at = `c.${field.name}`;
  return (
    <Rows field={field} add="Add a value" count={rows.length}>
      {rows.map((row, i) => (
        <li class="pair">
          <input
            class="input"
            type="text"
            name={`${at}.${i}.key`}
            value={row.key}
            aria-label={`Name ${i + 1}`}
            placeholder="Name"
          />
          <input
            class="input"
            type="text"
            name={`${at}.${i}.value`}
            value={String(row.value ?? "")}
            aria-label={`Value ${i + 1}`}
            placeholder="Value"
          />
          <RowButtons path={field.name} at={i} last={rows.length - 1} what="value" />
        </li>
      ))}
    </Rows>
  );
}

function CaseRows({ field, rows }: { field: FieldForm; rows: Case[] }) {
  const at = `c.${field.name}`;
  return (
    <Rows field={field} add="Add a case" count={rows.length}>
      {rows.map((row, i) => (
        <li class="pair">
          <input
            class="input"
            type="text"
            name={`${at}.${i}.value`}
            value={row.value}
            aria-label={`Case ${i + 1} is`}
            placeholder="Is"
          />
          <input
            class="input"
            type="text"
            name={`${at}.${i}.label`}
            value={row.label}
            aria-label={`Label of case ${i + 1}`}
            placeholder="Label (optional)"
          />
          <RowButtons path={field.name} at={i} last={rows.length - 1} what="case" />
        </li>
      ))}
    </Rows>
  );
}

const TYPES: Choice[] = [
  { value: "text", label: "Text" },
  { value: "long_text", label: "Long text" },
  { value: "number", label: "Number" },
  { value: "money", label: "Amount of money" },
  { value: "date", label: "Date" },
  { value: "yes_no", label: "Yes or no" },
  { value: "choice", label: "Choice" },
];

function QuestionRows({ field, rows }: { field: FieldForm; rows: Asked[] }) {
  return (
    <Rows field={field} add="Add a field" count={rows.length}>
      {rows.map((row, i) => (
        <li class="question">
          <Question row={row} at={`c.${field.name}.${i}`} number={i + 1} />
          <RowButtons path={field.name} at={i} last={rows.length - 1} what="field" />
        </li>
      ))}
    </Rows>
  );
}

function Question({ row, at, number }: { row: Asked; at: string; number: number }) {
  return (
    <div class="question-parts">
      <input type="hidden" name={`${at}.id`} value={row.label === "" ? "" : row.id} />
      <input
        class="input"
        type="text"
        name={`${at}.label`}
        value={row.label}
        aria-label={`Label of field ${number}`}
        placeholder="Label, such as Amount"
        maxlength={80}
      />
      <select class="input select" name={`${at}.type`} aria-label={`Type of field ${number}`}>
        <Options options={TYPES} value={row.type} />
      </select>
      <input
        class="input"
        type="text"
        name={`${at}.sample`}
        value={row.sample}
        aria-label={`Sample of field ${number}`}
        placeholder="Sample"
        maxlength={500}
      />
      <Checkbox
        id={`${at}.required`}
        name={`${at}.required`}
        label="Required"
        checked={row.required}
      />
      {row.type === "choice" && (
        <textarea
          class="input"
          name={`${at}.options`}
          rows={3}
          aria-label={`Choices of field ${number}, one a line`}
          placeholder="One choice a line"
        >
          {"\n"}
          {row.options.join("\n")}
        </textarea>
      )}
    </div>
  );
}
