import type { Words } from "../domain/messages/words/words.ts";
import type { Question } from "../domain/onboarding/template_content.ts";
import { answerInWords, fieldOf } from "../domain/portal/answers.ts";
import type { QuestionAsk } from "../domain/portal/question_asks.ts";
import type { Task } from "../domain/portal/submissions.ts";
import { Button } from "./parts/buttons.tsx";
import { CheckboxGroup, RadioGroup } from "./parts/choices.tsx";
import { DateField, Field, type FormState, TextArea } from "./parts/fields.tsx";
import { ErrorSummary, FormActions } from "./parts/forms.tsx";
import { Banner } from "./parts/notices.tsx";
import { StatusLabel } from "./parts/status.tsx";
import { FileButton, FileForms, type Sending } from "./portal_files.tsx";

export interface PortalFormProps {
  task: Task;
  base: string;
  timeZone: string;
  words: Words;
  form?: FormState;
  sending?: Sending;
  /** Somebody of the organisation looks at it, and can change nothing. */
  readOnly?: boolean;
  asked?: AskedOf;
}

/** Who of the team is asked for which answer, and which of them reads this page. */
export interface AskedOf {
  asks: QuestionAsk[];
  me: string;
}

/** The questions of one task. What is typed is kept while it is typed; nothing is sent by that. */
export function PortalForm(props: PortalFormProps) {
  const { task, base, timeZone, form, sending, readOnly, words, asked } = props;
  const { t } = words;
  const at = `${base}/tasks/${task.id}`;
  const { questions = [] } = task.asked;
  const version = versionOf(task);
  return (
    <>
      <ErrorSummary
        errors={form?.errors}
        title={form?.errors.form && t("task.notSavedYet")}
        words={words}
      />
      {task.submission?.state === "returned" && (
        <Banner kind="warn" title={t("task.askedAgain")}>{task.submission.returnedWhy}</Banner>
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
        <Saved version={version} task={task} timeZone={timeZone} words={words} />
        <fieldset disabled={readOnly}>
          {questions.map((question) => (
            <div class={isMine(question, asked) ? "portal-asked mine" : undefined}>
              <WhoIsAsked question={question} asked={asked} words={words} />
              <Asked
                question={question}
                task={task}
                base={base}
                questions={questions}
                form={form}
                sending={sending}
                words={words}
              />
            </div>
          ))}
        </fieldset>
        {!readOnly && (
          <FormActions>
            <Button type="submit" kind="primary" name="then" value="review">
              {t("task.checkAndSend")}
            </Button>
            <Button type="submit">{t("task.saveAndLeave")}</Button>
          </FormActions>
        )}
      </form>
      {sending && <FileForms task={task} base={base} words={words} />}
    </>
  );
}

function isMine({ id }: Question, asked?: AskedOf): boolean {
  return asked?.asks.some((one) => one.questionId === id && one.contactId === asked.me) ?? false;
}

function WhoIsAsked(
  { question, asked, words: { t } }: { question: Question; asked?: AskedOf; words: Words },
) {
  const ask = asked?.asks.find(({ questionId }) => questionId === question.id);
  if (!ask) return null;
  return (
    <p class="portal-asks">
      <StatusLabel kind={ask.contactId === asked?.me ? "warn" : "info"}>
        {ask.contactId === asked?.me ? t("asks.you") : t("asks.isAsked", { name: ask.name })}
      </StatusLabel>
    </p>
  );
}

/** When it was last kept, with what the next save builds on. */
export function Saved(
  { version, task, timeZone, by, words }: {
    version: number;
    task: Task;
    timeZone: string;
    by?: string;
    words: Words;
  },
) {
  return (
    <div id="saved" class="portal-saved" role="status">
      <input type="hidden" name="version" value={String(version)} />
      {savedInWords(task, timeZone, by, words)}
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

function savedInWords(
  { submission }: Task,
  timeZone: string,
  by: string | undefined,
  { t, moment }: Words,
): string {
  if (submission?.state !== "open") return t("task.savedAsYouGo");
  const time = moment(submission.changedAt, timeZone);
  return submission.by && submission.by !== by
    ? t("task.savedBy", { time, name: submission.by })
    : t("task.saved", { time });
}

/** The version that a page shows: 0 where nothing has been begun. */
export function versionOf({ submission }: Task): number {
  return submission?.state === "open" ? submission.version : 0;
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
        {props.words.t("question.onlyIf", {
          answer: answerInWords(other, when.is, props.words),
          question: other.label,
        })}
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
  words: Words;
}

function QuestionField({ question, task, base, form, sending, words }: QuestionProps) {
  const { t } = words;
  const open = task.submission?.state === "open" || task.submission?.state === "returned";
  const answer = open ? task.submission!.answers[question.id] : undefined;
  const props = {
    name: fieldOf(question),
    label: question.label || t("question.untitled"),
    hint: question.help || undefined,
    form,
    words,
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
          options={[
            { value: "yes", label: t("answer.yes") },
            { value: "no", label: t("answer.no") },
          ]}
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
