import { wordsIn } from "../domain/messages/words/words.ts";
import type { Question } from "../domain/onboarding/template_content.ts";
import type { SeenFile } from "../domain/portal/journey.ts";
import type { SentSubmission } from "../domain/portal/returns.ts";
import { Button } from "./parts/buttons.tsx";
import { type FormState, TextArea } from "./parts/fields.tsx";
import { ErrorSummary } from "./parts/forms.tsx";
import { safeUrl } from "./parts/link.tsx";
import { Section } from "./parts/page_header.tsx";
import { EmptyState } from "./parts/states.tsx";
import { StatusLabel } from "./parts/status.tsx";
import { wholeTime } from "./parts/time.tsx";
import { FileList } from "./portal_files.tsx";
import { Answered } from "./portal_sent.tsx";

export interface SubmissionsProps {
  action: { id: string; label: string };
  submissions: SentSubmission[];
  files: SeenFile[];
  timeZone: string;
  /** The account's address, under which its files are handed out. */
  at: string;
  mayAsk: boolean;
  form?: FormState;
}

/** What a customer has sent for one action, as they were asked. */
export function Submissions(props: SubmissionsProps) {
  const { action, submissions, at, mayAsk, form } = props;
  const [latest] = submissions;
  return (
    <>
      <SentAnswers {...props} />
      <p>
        <a href={safeUrl(`${at}/documents`)}>All files of the customer</a>, where each is accepted
        or asked for again
      </p>
      {mayAsk && latest?.state === "submitted" && (
        <Section
          title="Ask again"
          lead="What they sent stays here. The task opens for them once more, with your words, and they get a letter."
        >
          <form
            class="form"
            method="post"
            action={`${at}/submissions/${action.id}/returns`}
            novalidate
          >
            <ErrorSummary errors={form?.errors} />
            <TextArea name="body" label="What is missing" form={form} rows={3} maxlength={2000} />
            <Button type="submit">Ask again</Button>
          </form>
        </Section>
      )}
    </>
  );
}

/** Also on the page of the action itself. */
export function SentAnswers(
  { submissions, files, timeZone, at }: Omit<SubmissionsProps, "mayAsk">,
) {
  if (submissions.length === 0) {
    return (
      <>
        <EmptyState title="The customer has sent nothing yet">
          What they send in the portal is shown here.
        </EmptyState>
        {files.length > 0 && (
          <Section title="Files so far">
            <FileList files={files} base={at} words={wordsIn("en")} />
          </Section>
        )}
      </>
    );
  }
  return (
    <>
      {submissions.map((sent) => <Sent sent={sent} files={files} timeZone={timeZone} at={at} />)}
    </>
  );
}

function Sent(
  { sent, files, timeZone, at }: {
    sent: SentSubmission;
    files: SeenFile[];
    timeZone: string;
    at: string;
  },
) {
  const { asked, answers } = sent;
  const own = new Set(Object.values(answers).flat());
  const sentFiles = files.filter(({ id }) => own.has(id));
  return (
    <Section
      title={`Sent by ${sent.by ?? "the customer"}`}
      lead={wholeTime(sent.submittedAt, timeZone)}
    >
      {sent.state === "returned" && (
        <p>
          <StatusLabel kind="warn">Asked again</StatusLabel> {sent.returnedWhy}
        </p>
      )}
      {asked.questions && (
        <Answered
          words={wordsIn("en")}
          questions={asked.questions as Question[]}
          answers={answers}
          files={sentFiles}
          base={at}
        />
      )}
      {asked.files && (
        <dl class="portal-answers">
          {asked.files.map(({ id, name }) => (
            <div>
              <dt>{name}</dt>
              <dd>
                <FileList
                  files={sentFiles.filter(({ slot }) => slot === id)}
                  base={at}
                  words={wordsIn("en")}
                />
              </dd>
            </div>
          ))}
        </dl>
      )}
    </Section>
  );
}
