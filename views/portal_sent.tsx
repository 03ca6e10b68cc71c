import type { Words } from "../domain/messages/words/words.ts";
import type { Question } from "../domain/onboarding/template_content.ts";
import { answerInWords, type Problems, shownQuestions } from "../domain/portal/answers.ts";
import type { SeenFile } from "../domain/portal/journey.ts";
import type { Task } from "../domain/portal/submissions.ts";
import { Button, LinkButton } from "./parts/buttons.tsx";
import { TextArea } from "./parts/fields.tsx";
import { ErrorSummary, FormActions } from "./parts/forms.tsx";
import { Banner } from "./parts/notices.tsx";
import { FileList } from "./portal_files.tsx";
import { type PortalFormProps, versionOf } from "./portal_form.tsx";

/** All of it, as it will be sent. */
export function PortalReview(
  { task, base, problems, words }: {
    task: Task;
    base: string;
    problems: Problems;
    words: Words;
  },
) {
  const { t } = words;
  const at = `${base}/tasks/${task.id}`;
  const isReady = Object.keys(problems).length === 0;
  return (
    <>
      {!isReady && <MissingYet problems={problems} at={at} words={words} />}
      <Answered
        questions={task.asked.questions ?? []}
        answers={task.submission?.answers ?? {}}
        files={task.files}
        base={base}
        words={words}
      />
      <FormActions>
        {isReady && (
          <form method="post" action={`${at}/submission`}>
            <input type="hidden" name="version" value={String(versionOf(task))} />
            <Button type="submit" kind="primary">{t("review.send")}</Button>
          </form>
        )}
        <LinkButton href={at} kind={isReady ? "plain" : "primary"}>
          {t("review.change")}
        </LinkButton>
      </FormActions>
      {isReady && <p class="muted">{t("review.final")}</p>}
    </>
  );
}

function MissingYet(
  { problems, at, words }: { problems: Problems; at: string; words: Words },
) {
  return (
    <div class="error-summary" role="alert">
      <h2>{words.t("review.missing")}</h2>
      <ul>
        {Object.entries(problems).map(([name, problem]) => (
          <li>
            <a href={`${at}#field-${name}`}>{words.say(problem)}</a>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Questions with what was answered to them. */
export function Answered(
  { questions, answers, files, base, words }: {
    questions: Question[];
    answers: Record<string, string | string[]>;
    files: SeenFile[];
    base: string;
    words: Words;
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
                  words={words}
                />
              )
              : answerInWords(question, answers[question.id], words) ||
                <span class="muted">{words.t("review.noAnswer")}</span>}
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** After it was sent, or settled otherwise: to read, and to ask for a change. */
export function PortalSent(
  { task, base, timeZone, form, readOnly, words }: PortalFormProps,
) {
  const { t } = words;
  const { submission, asked } = task;
  const isSent = submission?.state === "submitted";
  return (
    <>
      <Banner kind="ok" title={t(isSent ? "sent.sent" : "sent.done")}>
        {settledInWords(task, timeZone, words)}
      </Banner>
      {asked.questions && isSent && (
        <Answered
          questions={asked.questions}
          answers={submission.answers}
          files={task.files}
          base={base}
          words={words}
        />
      )}
      {asked.files && <FileList files={task.files} base={base} words={words} />}
      {!readOnly && (
        <section class="section">
          <h2>{t("sent.wrong")}</h2>
          <form
            class="stack"
            method="post"
            action={`${base}/tasks/${task.id}/change-requests`}
            novalidate
          >
            <ErrorSummary errors={form?.errors} words={words} />
            <TextArea
              name="body"
              label={t("sent.different")}
              words={words}
              form={form}
              rows={3}
              maxlength={5000}
            />
            <Button type="submit">{t("sent.askChange")}</Button>
          </form>
        </section>
      )}
    </>
  );
}

function settledInWords(
  { submission, finishedOn }: Task,
  timeZone: string,
  { t, day, moment }: Words,
): string {
  if (submission?.state === "submitted") {
    const time = moment(submission.submittedAt!, timeZone);
    return submission.by ? t("sent.by", { name: submission.by, time }) : t("sent.byTeam", { time });
  }
  return finishedOn ? t("sent.settled", { day: day(finishedOn) }) : t("sent.nothingNeeded");
}
