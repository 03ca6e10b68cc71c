import type { Question } from "../domain/onboarding/template_content.ts";
import { answerInWords, fieldOf } from "../domain/portal/answers.ts";
import type { Task } from "../domain/portal/submissions.ts";
import { Button } from "./parts/buttons.tsx";
import { CheckboxGroup, RadioGroup } from "./parts/choices.tsx";
import { DateField, Field, type FormState, TextArea } from "./parts/fields.tsx";
import { ErrorSummary, FormActions } from "./parts/forms.tsx";
import { Banner } from "./parts/notices.tsx";
import { FileButton, FileForms, type Sending } from "./portal_files.tsx";

export interface PortalFormProps {
  task: Task;
  base: string;
  timeZone: string;
  form?: FormState;
  sending?: Sending;
  /** Somebody of the organisation looks at it, and can change nothing. */
  readOnly?: boolean;
}

/** The questions of one task. What is typed is kept while it is typed; nothing is sent by that. */
export function PortalForm(props: PortalFormProps) {
  const { task, base, timeZone, form, sending, readOnly } = props;
  const at = `${base}/tasks/${task.id}`;
  const { questions = [] } = task.asked;
  const version = versionOf(task);
  return (
    <>
      <ErrorSummary errors={form?.errors} title={form?.errors.form && "Not saved yet"} />
      {task.submission?.state === "returned" && (
        <Banner kind="warn" title="You were asked again">{task.submission.returnedWhy}</Banner>
      )}
      <form
        class="portal-form"
        id="answers"
        method="post"
        action={`${at}/answers`}
        hx-post={readOnly ? undefined : `${at}/answers`}
        hx-trigger="input delay:800ms"
        hx-target="#saved"
        hx-swap="outerMorph"
        novalidate
        data-questions
      >
        <Saved version={version} task={task} timeZone={timeZone} />
        <fieldset disabled={readOnly}>
          {questions.map((question) => (
            <Asked
              question={question}
              task={task}
              base={base}
              questions={questions}
              form={form}
              sending={sending}
            />
          ))}
        </fieldset>
        {!readOnly && (
          <FormActions>
            <Button type="submit" kind="primary" name="then" value="review">
              Check and send
            </Button>
            <Button type="submit">Save and finish later</Button>
          </FormActions>
        )}
      </form>
      {sending && <FileForms task={task} base={base} />}
    </>
  );
}

/** When it was last kept, with what the next save builds on. */
export function Saved(
  { version, task, timeZone, by }: {
    version: number;
    task: Task;
    timeZone: string;
    by?: string;
  },
) {
  const isBegun = task.submission?.state === "open";
  return (
    <div id="saved" class="portal-saved" role="status">
      <input type="hidden" name="version" value={String(version)} />
      {isBegun
        ? `Saved ${timeOf(task.submission!.changedAt, timeZone)}${savedBy(task, by)}. ` +
          "You can stop and go on later, on any device."
        : "What you type is saved as you go. Nothing is sent before you say so."}
    </div>
  );
}

/** Somebody else of the team saved in between: what is typed here stays here. */
export function NotSaved({ version, why }: { version: number; why: string }) {
  return (
    <div id="saved" class="portal-saved bad" role="status">
      <input type="hidden" name="version" value={String(version)} />
      {why}
    </div>
  );
}

function savedBy({ submission }: Task, by: string | undefined): string {
  return submission?.by && by !== submission.by ? ` by ${submission.by}` : "";
}

/** The version that a page shows: 0 where nothing has been begun. */
export function versionOf({ submission }: Task): number {
  return submission?.state === "open" ? submission.version : 0;
}

export function timeOf(at: string, timeZone: string): string {
  return new Intl.DateTimeFormat("en-GB", {
    day: "numeric",
    month: "long",
    hour: "2-digit",
    minute: "2-digit",
    timeZone,
  }).format(new Date(at));
}

/** One that depends on another says so, and hides itself where there is script. */
function Asked(
  { question, questions, ...props }: QuestionProps & {
    questions: Question[];
  },
) {
  const { show_when: when } = question;
  const other = when && questions.find(({ id }) => id === when.question);
  if (!when || !other) return <QuestionField question={question} {...props} />;
  return (
    <div class="portal-depends" data-when={fieldOf(other)} data-is={when.is}>
      <p class="hint portal-condition">
        Only if you answered “{answerInWords(other, when.is)}” to “{other.label}”
      </p>
      <QuestionField question={question} {...props} />
    </div>
  );
}

interface QuestionProps {
  question: Question;
  task: Task;
  base: string;
  form?: FormState;
  sending?: Sending;
}

function QuestionField({ question, task, base, form, sending }: QuestionProps) {
  const open = task.submission?.state === "open" || task.submission?.state === "returned";
  const answer = open ? task.submission!.answers[question.id] : undefined;
  const props = {
    name: fieldOf(question),
    label: question.label || "Question",
    hint: question.help || undefined,
    form,
    value: [answer ?? ""].flat()[0],
    required: question.required ? undefined : false as const,
  };
  switch (question.type) {
    case "long_text":
      return <TextArea {...props} rows={5} maxlength={10_000} />;
    case "date":
      return <DateField {...props} />;
    case "number":
      return <Field {...props} inputmode="decimal" short maxlength={40} />;
    case "email":
      return <Field {...props} type="email" autocomplete="off" maxlength={254} />;
    case "url":
      return <Field {...props} inputmode="url" maxlength={2000} />;
    case "yes_no":
      return (
        <RadioGroup
          {...props}
          options={[{ value: "yes", label: "Yes" }, { value: "no", label: "No" }]}
        />
      );
    case "choice":
      return <RadioGroup {...props} options={question.options.map(option)} />;
    case "multiple_choice":
      return (
        <CheckboxGroup
          {...props}
          values={[answer ?? []].flat()}
          options={question.options.map(option)}
        />
      );
    case "file":
      return <FileButton task={task} base={base} slot={question.id} sending={sending} {...props} />;
    default:
      return <Field {...props} maxlength={2000} />;
  }
}

const option = (text: string) => ({ value: text, label: text });
