import type { Child } from "hono/jsx";
import type { HandoffQuestion } from "../domain/base/schema.ts";
import type { Answer } from "../domain/onboarding/handoff_answers.ts";
import { Button } from "./parts/buttons.tsx";
import { Field, type FieldProps, type FormState, Select, TextArea } from "./parts/fields.tsx";
import { RelativeTime } from "./parts/time.tsx";

export interface AnswerFieldProps {
  at: string;
  question: HandoffQuestion;
  answer?: Answer;
  earlier: Answer[];
  timeZone: string;
  form?: FormState;
}

/** One question, saved while it is typed into. */
export function AnswerField({ at, question, answer, earlier, timeZone, form }: AnswerFieldProps) {
  const { id } = question;
  const save = `${at}/answers/${id}`;
  return (
    <section class="handoff-question" id={`question-${id}`}>
      <Control
        question={question}
        name={`a_${id}`}
        label={question.label}
        hint={question.help || undefined}
        required={question.required ? undefined : false}
        form={form}
        value={answer?.body ?? ""}
        extra={{
          "hx-post": save,
          "hx-trigger": "change, input delay:1s",
          "hx-include": `#question-${id}`,
          "hx-target": `#saved-${id}`,
          "hx-swap": "outerMorph",
        }}
      />
      <AnswerSaved id={id} answer={answer} timeZone={timeZone} form={form} />
      <div class="handoff-tools">
        <Button
          type="submit"
          kind="quiet"
          small
          formaction={`${save}/anew`}
          aria-label={`Write "${question.label}" anew`}
        >
          Write anew
        </Button>
        {answer && answer.written_by !== "person" && <Basis answer={answer} />}
        <Earlier answers={earlier} timeZone={timeZone} />
      </div>
    </section>
  );
}

/** Who wrote it and when; it carries the version that the next save must name. */
export function AnswerSaved(
  { id, answer, timeZone, form, problem }: {
    id: string;
    answer?: Answer;
    timeZone: string;
    form?: FormState;
    problem?: string;
  },
) {
  const seen = form?.typed[`v_${id}`];
  return (
    <p class={problem ? "saved field-error" : "saved hint"} id={`saved-${id}`} role="status">
      <input type="hidden" name={`v_${id}`} value={String(seen ?? answer?.version ?? 0)} />
      {problem ?? (answer ? <Origin answer={answer} timeZone={timeZone} /> : "Not answered yet")}
    </p>
  );
}

function Origin({ answer, timeZone }: { answer: Answer; timeZone: string }) {
  const at = answer.edited_at ?? answer.created_at;
  const words = { model: "Drafted by AI", rules: "Drafted from what is noted", person: "Saved" };
  return (
    <>
      {words[answer.written_by]} <RelativeTime at={at} timeZone={timeZone} />
    </>
  );
}

function Control(props: FieldProps & { question: HandoffQuestion }) {
  const { question, ...field } = props;
  switch (question.type) {
    case "text":
      return <Field {...field} maxlength={1000} autocomplete="off" />;
    case "long_text":
      return <TextArea {...field} rows={5} maxlength={10_000} />;
    case "choice":
      return <Select {...field} empty="Choose" options={optionsOf(question.options)} />;
    case "yes_no":
      return <Select {...field} empty="Choose" options={optionsOf(["Yes", "No"])} />;
  }
}

const optionsOf = (options: string[]) => options.map((value) => ({ value, label: value }));

/** What each sentence rests on. One that rests on nothing is marked, not hidden. */
function Basis({ answer }: { answer: Answer }) {
  if (answer.sentences.length === 0) return null;
  return (
    <details class="basis">
      <summary>Where this comes from</summary>
      <ol>
        {answer.sentences.map(({ text, source }) => {
          const named = source === undefined ? undefined : answer.sources[source];
          return (
            <li class={named ? undefined : "unsupported"}>
              <q>{text}</q> <span class="muted">{named ? named.label : "No source says this"}</span>
            </li>
          );
        })}
      </ol>
    </details>
  );
}

function Earlier({ answers, timeZone }: { answers: Answer[]; timeZone: string }): Child {
  if (answers.length === 0) return null;
  return (
    <details class="basis">
      <summary>Earlier texts ({answers.length})</summary>
      <ol>
        {answers.map((answer) => (
          <li>
            <span class="muted">
              <Origin answer={answer} timeZone={timeZone} />
            </span>
            <p class="note-body">{answer.body || "Empty"}</p>
          </li>
        ))}
      </ol>
    </details>
  );
}

export function AnswerShown(
  { question, answer, earlier, timeZone }: Omit<AnswerFieldProps, "at" | "form">,
) {
  return (
    <section class="handoff-question" id={`question-${question.id}`}>
      <h2>{question.label}</h2>
      {answer?.body ? <p class="note-body">{answer.body}</p> : <p class="muted">Not answered</p>}
      <div class="handoff-tools">
        {answer && answer.written_by !== "person" && <Basis answer={answer} />}
        <Earlier answers={earlier} timeZone={timeZone} />
      </div>
    </section>
  );
}
