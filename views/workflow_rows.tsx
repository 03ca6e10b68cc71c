import type { Asked, Case, Pair } from "../domain/workflows/node.ts";
import type { Choice, FieldForm } from "../domain/workflows/step_forms.ts";
import { Button, IconButton } from "./parts/buttons.tsx";
import { Checkbox } from "./parts/choices.tsx";
import { fieldId } from "./parts/fields.tsx";
import { Options } from "./workflow_options.tsx";

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

export function PairRows({ field, rows }: { field: FieldForm; rows: Pair[] }) {
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

export function CaseRows({ field, rows }: { field: FieldForm; rows: Case[] }) {
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

export function QuestionRows({ field, rows }: { field: FieldForm; rows: Asked[] }) {
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
