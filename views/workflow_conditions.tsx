import type {
  ChoiceGroup,
  ConditionsForm,
  FieldForm,
  GroupForm,
  RowForm,
} from "../domain/workflows/step_forms.ts";
import { Button } from "./parts/buttons.tsx";
import { fieldId } from "./parts/fields.tsx";
import { Groups } from "./workflow_options.tsx";
import { RowButtons } from "./workflow_rows.tsx";
import { Sentence } from "./workflow_sentence.tsx";

/** Rows of a value, how it is compared, and with what; All or Any of them, in groups if need be. */
export function ConditionsField({ field }: { field: FieldForm }) {
  const form = field.conditions as ConditionsForm;
  const at = `c.${field.name}`;
  return (
    <fieldset class="field rows conditions" id={fieldId(at)} tabindex={-1}>
      <legend>{field.label}</legend>
      {field.hint && <p class="hint">{field.hint}</p>}
      <Match at={at} match={form.match} shown={form.rows.length > 1} />
      <ol>
        {form.rows.map((row, i) => (
          <li class={"rows" in row ? "condition-group" : "condition-row"}>
            {"rows" in row
              ? <Group field={field} group={row} at={`${at}.${i}`} number={i} />
              : <Row row={row} at={`${at}.${i}`} groups={field.fitting} number={`${i + 1}`} />}
            <RowButtons
              path={field.name}
              at={i}
              last={0}
              what={"rows" in row ? "group" : "condition"}
            />
          </li>
        ))}
      </ol>
      <div class="form-actions">
        <Button type="submit" small name="press" value={`add:${field.name}`} icon="plus">
          Add a condition
        </Button>
        {form.rows.length > 0 && (
          <Button type="submit" small name="press" value={`group:${field.name}`}>
            Add a group
          </Button>
        )}
      </div>
      <Sentence field={field} />
    </fieldset>
  );
}

function Match({ at, match, shown }: { at: string; match: "all" | "any"; shown: boolean }) {
  if (!shown) return <input type="hidden" name={`${at}.match`} value={match} />;
  return (
    <p class="match">
      <select class="input select" name={`${at}.match`} aria-label="How many have to be met">
        <option value="all" selected={match === "all"}>All</option>
        <option value="any" selected={match === "any"}>Any</option>
      </select>{" "}
      of these
    </p>
  );
}

function Group(
  { field, group, at, number }: { field: FieldForm; group: GroupForm; at: string; number: number },
) {
  const path = `${field.name}.${number}`;
  return (
    <div role="group" aria-label={`Group ${number + 1}`}>
      <Match at={at} match={group.match} shown />
      <ol>
        {group.rows.map((row, i) => (
          <li class="condition-row">
            <Row
              row={row}
              at={`${at}.${i}`}
              groups={field.fitting}
              number={`${number + 1}.${i + 1}`}
            />
            <RowButtons path={path} at={i} last={0} what="condition" />
          </li>
        ))}
      </ol>
      <Button type="submit" small name="press" value={`add:${path}`} icon="plus">
        Add to the group
      </Button>
    </div>
  );
}

function Row(
  { row, at, groups, number }: { row: RowForm; at: string; groups: ChoiceGroup[]; number: string },
) {
  const known = groups.some(({ options }) => options.some(({ value }) => value === row.left));
  return (
    <div class="condition">
      <select class="input select" name={`${at}.left`} aria-label={`Value of condition ${number}`}>
        <option value="">Choose a value…</option>
        {row.left && !known && <option value={row.left} selected>{row.left}</option>}
        <Groups groups={groups} value={row.left} />
      </select>
      <select
        class="input select"
        name={`${at}.operator`}
        aria-label={`Comparison of condition ${number}`}
      >
        {row.operators.map(({ value, label }) => (
          <option value={value} selected={value === row.operator}>{label}</option>
        ))}
      </select>
      <Right row={row} at={at} number={number} />
    </div>
  );
}

function Right({ row, at, number }: { row: RowForm; at: string; number: string }) {
  if (!row.rightType) return null;
  const name = `${at}.right`;
  const label = `Condition ${number} compared with`;
  if (row.rightType === "yes_no") {
    return (
      <select class="input select" name={name} aria-label={label}>
        <option value="Yes" selected={row.right !== "No"}>Yes</option>
        <option value="No" selected={row.right === "No"}>No</option>
      </select>
    );
  }
  return (
    <input
      class="input"
      type="text"
      name={name}
      value={row.right}
      aria-label={label}
      inputmode={row.rightType === "number" || row.rightType === "money" ? "decimal" : undefined}
      placeholder={PLACEHOLDERS[row.rightType] ?? "Value"}
    />
  );
}

const PLACEHOLDERS: Partial<Record<NonNullable<RowForm["rightType"]>, string>> = {
  number: "100",
  money: "100000",
  date: "2026-12-31",
};
