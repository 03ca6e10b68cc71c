import type { Question } from "../domain/onboarding/template_content.ts";
import { answerInWords, shownQuestions } from "../domain/portal/answers.ts";
import type { SeenFile } from "../domain/portal/journey.ts";
import type { Task } from "../domain/portal/submissions.ts";
import { dayInWords } from "../domain/portal/tasks.ts";
import { Button, LinkButton } from "./parts/buttons.tsx";
import { TextArea } from "./parts/fields.tsx";
import { ErrorSummary, FormActions } from "./parts/forms.tsx";
import { Banner } from "./parts/notices.tsx";
import { FileList } from "./portal_files.tsx";
import { type PortalFormProps, timeOf, versionOf } from "./portal_form.tsx";

/** All of it, as it will be sent. */
export function PortalReview(
  { task, base, problems }: { task: Task; base: string; problems: Record<string, string> },
) {
  const at = `${base}/tasks/${task.id}`;
  const isReady = Object.keys(problems).length === 0;
  return (
    <>
      {!isReady && <MissingYet problems={problems} at={at} />}
      <Answered
        questions={task.asked.questions ?? []}
        answers={task.submission?.answers ?? {}}
        files={task.files}
        base={base}
      />
      <FormActions>
        {isReady && (
          <form method="post" action={`${at}/submission`}>
            <input type="hidden" name="version" value={String(versionOf(task))} />
            <Button type="submit" kind="primary">Send these answers</Button>
          </form>
        )}
        <LinkButton href={at} kind={isReady ? "plain" : "primary"}>Change something</LinkButton>
      </FormActions>
      {isReady && (
        <p class="muted">What you send cannot be taken back. You can ask for a change later.</p>
      )}
    </>
  );
}

function MissingYet({ problems, at }: { problems: Record<string, string>; at: string }) {
  return (
    <div class="error-summary" role="alert">
      <h2>Some of it is still missing</h2>
      <ul>
        {Object.entries(problems).map(([name, words]) => (
          <li>
            <a href={`${at}#field-${name}`}>{words}</a>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Questions with what was answered to them. */
export function Answered(
  { questions, answers, files, base }: {
    questions: Question[];
    answers: Record<string, string | string[]>;
    files: SeenFile[];
    base: string;
  },
) {
  return (
    <dl class="portal-answers">
      {shownQuestions(questions, answers).map((question) => (
        <div>
          <dt>{question.label}</dt>
          <dd>
            {question.type === "file"
              ? (
                <FileList
                  files={files.filter(({ slot }) => slot === question.id)}
                  base={base}
                />
              )
              : answerInWords(question, answers[question.id]) ||
                <span class="muted">No answer</span>}
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** After it was sent, or settled otherwise: to read, and to ask for a change. */
export function PortalSent(
  { task, base, timeZone, form, readOnly }: PortalFormProps,
) {
  const { submission, asked } = task;
  const isSent = submission?.state === "submitted";
  return (
    <>
      <Banner kind="ok" title={isSent ? "This is sent" : "This is done"}>
        {isSent
          ? `${submission.by ?? "Your team"} sent it on ${
            timeOf(submission.submittedAt!, timeZone)
          }.`
          : task.finishedOn
          ? `It was settled on ${dayInWords(task.finishedOn)}. Nothing is needed from you.`
          : "Nothing is needed from you."}
      </Banner>
      {asked.questions && isSent && (
        <Answered
          questions={asked.questions}
          answers={submission.answers}
          files={task.files}
          base={base}
        />
      )}
      {asked.files && <FileList files={task.files} base={base} />}
      {!readOnly && (
        <section class="section">
          <h2>Something is wrong in it?</h2>
          <form
            class="stack"
            method="post"
            action={`${base}/tasks/${task.id}/change-requests`}
            novalidate
          >
            <ErrorSummary errors={form?.errors} />
            <TextArea
              name="body"
              label="What should be different"
              form={form}
              rows={3}
              maxlength={5000}
            />
            <Button type="submit">Ask for a change</Button>
          </form>
        </section>
      )}
    </>
  );
}
