import type { Child } from "hono/jsx";
import {
  FIELD_TYPES,
  type FieldType,
  fieldType,
  FILE_KINDS,
} from "../domain/onboarding/action_types.ts";
import { Button, IconButton } from "./parts/buttons.tsx";
import { Checkbox, CheckboxGroup } from "./parts/choices.tsx";
import { Field, type FormState, Select, TextArea } from "./parts/fields.tsx";

/** What is asked for: documents, or logos and the like. */
export function AskedFiles({ form }: { form: FormState }) {
  const count = countEntries(form, "files");
  return (
    <div class="entries" id="entries">
      <ol>
        {Array.from({ length: count }, (_, i) => <AskedFile form={form} at={i} count={count} />)}
      </ol>
      <Button type="submit" icon="plus" small name="press" value="add">Add a file</Button>
    </div>
  );
}

function AskedFile({ form, at, count }: { form: FormState; at: number; count: number }) {
  const name = (field: string) => `content.files.${at}.${field}`;
  return (
    <Entry form={form} name={name("id")} noun="File" at={at} count={count}>
      <Field name={name("name")} label="What is asked for" form={form} maxlength={200} />
      <TextArea
        name={name("help")}
        label="Help"
        form={form}
        rows={2}
        maxlength={1000}
        required={false}
      />
      <CheckboxGroup
        name={name("accepts")}
        label="Kinds of file"
        hint="None ticked: any kind."
        form={form}
        options={FILE_KINDS.map(({ kind, label }) => ({ value: kind, label }))}
      />
      <Checkbox name={name("required")} label="Required" form={form} />
    </Entry>
  );
}

/** The builder of a form. */
export function Questions({ form }: { form: FormState }) {
  const count = countEntries(form, "questions");
  return (
    <div class="entries" id="entries">
      <ol>
        {Array.from({ length: count }, (_, i) => <Question form={form} at={i} count={count} />)}
      </ol>
      <fieldset class="adders">
        <legend>Add a question</legend>
        <div>
          {FIELD_TYPES.map(({ type, label }) => (
            <Button type="submit" icon="plus" small name="press" value={`add:${type}`}>
              {label}
            </Button>
          ))}
        </div>
      </fieldset>
    </div>
  );
}

function Question({ form, at, count }: { form: FormState; at: number; count: number }) {
  const name = (field: string) => `content.questions.${at}.${field}`;
  const type = String(form.typed[name("type")] ?? "");
  const choices = FIELD_TYPES.some((known) => known.type === type) &&
    fieldType(type as FieldType).choices;
  return (
    <Entry form={form} name={name("id")} noun="Question" at={at} count={count}>
      <Field name={name("label")} label="Question" form={form} maxlength={300} />
      <Select
        name={name("type")}
        label="Kind of answer"
        form={form}
        options={FIELD_TYPES.map(({ type, label }) => ({ value: type, label }))}
      />
      {choices || form.errors[name("options")]
        ? (
          <TextArea
            name={name("options")}
            label="Options"
            form={form}
            rows={4}
            maxlength={20000}
            hint="One on each line."
          />
        )
        : <Kept form={form} name={name("options")} />}
      <TextArea
        name={name("help")}
        label="Help"
        form={form}
        rows={2}
        maxlength={1000}
        required={false}
      />
      <Checkbox name={name("required")} label="Required" form={form} />
      {at > 0 ? <Condition form={form} at={at} name={name} /> : (
        <>
          <Kept form={form} name={name("show_when.question")} />
          <Kept form={form} name={name("show_when.is")} />
        </>
      )}
    </Entry>
  );
}

/** Asked only while an earlier question has a certain answer. */
function Condition(
  { form, at, name }: { form: FormState; at: number; name: (field: string) => string },
) {
  const earlier = Array.from({ length: at }, (_, i) => ({
    value: String(form.typed[`content.questions.${i}.id`] ?? ""),
    label: `${i + 1}. ${form.typed[`content.questions.${i}.label`] || "Without words"}`,
  }));
  const chosen = String(form.typed[name("show_when.question")] ?? "");
  const lost = chosen && !earlier.some(({ value }) => value === chosen)
    ? [{ value: chosen, label: "A question that is not before this one" }]
    : [];
  return (
    <div class="field-grid">
      <Select
        name={name("show_when.question")}
        label="Show when"
        form={form}
        empty="Always"
        options={[...earlier, ...lost]}
      />
      <Field
        name={name("show_when.is")}
        label="has the answer"
        form={form}
        maxlength={200}
        hint="For yes or no: yes, or no."
        required={false}
      />
    </div>
  );
}

/** What this kind of answer does not show, and another would. */
function Kept({ form, name }: { form: FormState; name: string }) {
  return <input type="hidden" name={name} value={String(form.typed[name] ?? "")} />;
}

function Entry(
  { form, name, noun, at, count, children }: {
    form: FormState;
    name: string;
    noun: string;
    at: number;
    count: number;
    children?: Child;
  },
) {
  const press = (value: string) => ({ type: "submit" as const, name: "press", value });
  return (
    <li class="entry" id={`entry-${at}`}>
      <fieldset>
        <legend>{noun} {at + 1}</legend>
        <input type="hidden" name={name} value={String(form.typed[name] ?? "")} />
        <div class="row-moves">
          {at > 0 && (
            <IconButton icon="arrowUp" label={`Move ${noun} ${at + 1} up`} {...press(`up:${at}`)} />
          )}
          {at < count - 1 && (
            <IconButton
              icon="arrowDown"
              label={`Move ${noun} ${at + 1} down`}
              {...press(`down:${at}`)}
            />
          )}
          <IconButton icon="trash" label={`Remove ${noun} ${at + 1}`} {...press(`remove:${at}`)} />
        </div>
        {children}
      </fieldset>
    </li>
  );
}

function countEntries(form: FormState, list: "files" | "questions"): number {
  const pattern = new RegExp(`^content\\.${list}\\.(\\d{1,3})\\.`);
  const last = Object.keys(form.typed).map((name) => Number(pattern.exec(name)?.[1] ?? -1));
  return Math.min(Math.max(-1, ...last) + 1, 200);
}
