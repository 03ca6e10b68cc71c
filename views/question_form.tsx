import type { HandoffQuestion } from "../domain/base/schema.ts";
import { QUESTION_TYPES } from "../domain/onboarding/handoff_questions.ts";
import { Button, LinkButton } from "./parts/buttons.tsx";
import { Checkbox } from "./parts/choices.tsx";
import { Field, type FormState, Select, TextArea } from "./parts/fields.tsx";
import { ErrorSummary, FormActions } from "./parts/forms.tsx";

export interface Questions {
  /** The page of what asks them. */
  at: string;
  version: number;
  questions: HandoffQuestion[];
}

/** What is asked, in its order. Handoffs and custom tasks ask in the same way. */
export function QuestionRows({ at, version, questions }: Questions) {
  return (
    <ol class="stack questions">
      {questions.map((question, index) => (
        <QuestionRow
          at={`${at}/questions/${question.id}`}
          version={version}
          question={question}
          first={index === 0}
          last={index === questions.length - 1}
        />
      ))}
    </ol>
  );
}

function QuestionRow(
  { at, version, question, first, last }: {
    at: string;
    version: number;
    question: HandoffQuestion;
    first: boolean;
    last: boolean;
  },
) {
  const type = QUESTION_TYPES.find((one) => one.type === question.type)!.label;
  return (
    <li class="row" id={`question-${question.id}`}>
      <span>
        <a href={at}>{question.label}</a>{" "}
        <span class="muted">{type}{question.required ? ", required" : ""}</span>
      </span>
      <form class="row" method="post" action={`${at}/removal`}>
        <input type="hidden" name="version" value={String(version)} />
        {!first && <Move label={question.label} to="up" at={at} />}
        {!last && <Move label={question.label} to="down" at={at} />}
        <Button type="submit" kind="quiet" small aria-label={`Remove ${question.label}`}>
          Remove
        </Button>
      </form>
    </li>
  );
}

function Move({ label, to, at }: { label: string; to: "up" | "down"; at: string }) {
  return (
    <Button
      type="submit"
      kind="quiet"
      small
      formaction={`${at}/${to}`}
      aria-label={`Move ${label} ${to}`}
    >
      {to === "up" ? "Up" : "Down"}
    </Button>
  );
}

export function QuestionForm(
  { at, version, question, form, helpHint, requiredLabel }:
    & Pick<Questions, "at" | "version">
    & {
      /** Left out where it is a new one. */
      question?: HandoffQuestion;
      form?: FormState;
      helpHint: string;
      requiredLabel: string;
    },
) {
  return (
    <form
      class="form"
      method="post"
      action={question ? `${at}/questions/${question.id}` : `${at}/questions`}
    >
      <ErrorSummary errors={form?.errors} />
      <input type="hidden" name="version" value={String(version)} />
      <Field
        name="label"
        label="Question"
        form={form}
        value={question?.label}
        required
        maxlength={200}
        autocomplete="off"
      />
      <TextArea
        name="help"
        label="Help"
        form={form}
        value={question?.help ?? ""}
        required={false}
        rows={2}
        maxlength={500}
        hint={helpHint}
      />
      <Select
        name="type"
        label="Type"
        form={form}
        value={question?.type}
        options={QUESTION_TYPES.map(({ type, label }) => ({ value: type, label }))}
      />
      <TextArea
        name="options"
        label="Options"
        form={form}
        value={question?.options.join("\n") ?? ""}
        required={false}
        hint="One on each line. Only for a choice."
      />
      <Checkbox
        name="required"
        label={requiredLabel}
        form={form}
        checked={question?.required ?? true}
      />
      <FormActions>
        <Button type="submit" kind="primary">Save question</Button>
        <LinkButton kind="quiet" href={at}>Cancel</LinkButton>
      </FormActions>
    </form>
  );
}
