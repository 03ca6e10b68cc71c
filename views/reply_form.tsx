import type { Question } from "../domain/onboarding/template_content.ts";
import { fieldOf } from "../domain/portal/answers.ts";
import type { LaidReply } from "../domain/portal/reply_answers.ts";
import { Button } from "./parts/buttons.tsx";
import { CheckboxGroup, RadioGroup } from "./parts/choices.tsx";
import { DateField, Field, type FormState, TextArea } from "./parts/fields.tsx";
import { ErrorSummary, FormActions } from "./parts/forms.tsx";
import { Banner } from "./parts/notices.tsx";
import { Section } from "./parts/page_header.tsx";

export interface ReplyFormProps {
  reply: LaidReply;
  mayAccept: boolean;
  form?: FormState;
}

/** What was found in a mail, beside the mail: a person checks it, and takes it for the answers. */
export function ReplyForm({ reply, mayAccept, form }: ReplyFormProps) {
  const { row, message, questions, action } = reply;
  const at = `/accounts/${action.account_id}/messages/${message.id}/answers`;
  const isOpen = mayAccept && row.state === "ready";
  return (
    <div class="reply-check">
      <div>
        <Found reply={reply} />
        <form class="form" method="post" action={at} novalidate>
          <ErrorSummary errors={form?.errors} />
          <input type="hidden" name="version" value={String(row.version)} />
          <fieldset disabled={!isOpen}>
            {questions.map((question) => (
              <Answer question={question} answer={row.answers[question.id]} form={form} />
            ))}
          </fieldset>
          {isOpen && (
            <FormActions>
              <Button type="submit" kind="primary">Accept as their answers</Button>
            </FormActions>
          )}
        </form>
        {isOpen && (
          <form method="post" action={`${at}/dismissal`}>
            <Button type="submit" kind="quiet">This mail answers no question</Button>
          </form>
        )}
      </div>
      <Section title={`What ${message.by} wrote`}>
        <p class="conversation-body">{message.body}</p>
      </Section>
    </div>
  );
}

function Found({ reply: { row, questions } }: Pick<ReplyFormProps, "reply">) {
  if (row.state === "accepted") return <Banner kind="ok">These answers are accepted.</Banner>;
  if (row.state === "dismissed") {
    return <Banner>Somebody decided that this mail answers no question.</Banner>;
  }
  const count = Object.keys(row.answers).length;
  const by = row.written_by === "model" ? "by rules and the language model" : "by rules";
  return (
    <Banner title={`${count} of ${questions.length} found ${by}`}>
      Check them against the mail. Nothing counts before you accept it.
      {row.problem && ` The language model could not be asked: ${row.problem}`}
    </Banner>
  );
}

function Answer(
  { question, answer, form }: {
    question: Question;
    answer: string | string[] | undefined;
    form?: FormState;
  },
) {
  const props = {
    name: fieldOf(question),
    label: question.label || "Question",
    hint: question.help || undefined,
    form,
    value: [answer ?? ""].flat()[0],
    required: question.required ? undefined : false as const,
  };
  const options = question.options.map((one) => ({ value: one, label: one }));
  switch (question.type) {
    case "file":
      return null;
    case "long_text":
      return <TextArea {...props} rows={4} maxlength={10_000} />;
    case "date":
      return isDay(props.value) ? <DateField {...props} /> : <Field {...props} maxlength={2000} />;
    case "yes_no":
      return (
        <RadioGroup
          {...props}
          options={[{ value: "yes", label: "Yes" }, { value: "no", label: "No" }]}
        />
      );
    case "choice":
      return <RadioGroup {...props} options={options} />;
    case "multiple_choice":
      return <CheckboxGroup {...props} values={[answer ?? []].flat()} options={options} />;
    default:
      return <Field {...props} maxlength={2000} />;
  }
}

/** A field for days would hide what the customer wrote instead of one. */
const isDay = (typed: string | undefined) => !typed || /^\d{4}-\d{2}-\d{2}$/.test(typed);
