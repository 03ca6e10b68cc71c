import type { RosterEntry } from "../domain/accounts/roster.ts";
import type { HandoffQuestion } from "../domain/base/schema.ts";
import type { Answer } from "../domain/onboarding/handoff_answers.ts";
import type { HandoffWithNames } from "../domain/onboarding/handoffs.ts";
import { AnswerField, AnswerShown } from "./handoff_answer.tsx";
import { Button } from "./parts/buttons.tsx";
import { type FormState, Select } from "./parts/fields.tsx";
import { ErrorSummary, FormActions } from "./parts/forms.tsx";
import { Banner } from "./parts/notices.tsx";
import { StatusLabel } from "./parts/status.tsx";

export interface HandoffProps {
  handoff: HandoffWithNames;
  answers: Map<string, Answer>;
  earlier: Answer[];
  roster: RosterEntry[];
  may: { complete: boolean; reopen: boolean };
  timeZone: string;
  form?: FormState;
}

const STATES = {
  writing: { kind: "info", label: "Being drafted" },
  open: { kind: "warn", label: "Waits for the account executive" },
  submitted: { kind: "ok", label: "Submitted" },
  cancelled: { kind: "none", label: "Taken back" },
} as const;

export function HandoffStatus({ state }: Pick<HandoffWithNames, "state">) {
  return <StatusLabel kind={STATES[state].kind} chip>{STATES[state].label}</StatusLabel>;
}

/** The page that the account executive's mail leads to. */
export function HandoffPage(props: HandoffProps) {
  const { handoff, may } = props;
  if (handoff.state === "writing") return <BeingWritten id={handoff.id} />;
  const open = handoff.state === "open" && may.complete;
  return open ? <HandoffForm {...props} /> : <HandoffRead {...props} />;
}

/** Asks again by itself until the answers are there. */
function BeingWritten({ id }: { id: string }) {
  return (
    <div
      id="handoff"
      hx-get={`/handoffs/${id}`}
      hx-trigger="every 2s"
      hx-select="#handoff"
      hx-swap="outerMorph"
    >
      <Banner title="The answers are being drafted">
        This takes a few seconds. The page shows them as soon as they are there; without script,
        {" "}
        <a href={`/handoffs/${id}`}>look again</a>.
      </Banner>
    </div>
  );
}

function HandoffForm({ handoff, answers, earlier, roster, timeZone, form }: HandoffProps) {
  const at = `/handoffs/${handoff.id}`;
  return (
    <form id="handoff" class="form handoff" method="post" action={at}>
      <ErrorSummary errors={form?.errors} />
      <p class="lead">
        Read what was drafted, correct it, choose who takes {handoff.account}{" "}
        over, and submit. What you type is saved by itself.
      </p>
      <input type="hidden" name="version" value={String(handoff.version)} />
      {/* Enter in a field presses a form's first button, and that must not be "Write anew". */}
      <button class="hidden" type="submit" name="do" value="save" tabindex={-1} aria-hidden="true">
        Save for later
      </button>
      {handoff.questions.map((question) => (
        <AnswerField
          at={at}
          question={question}
          answer={answers.get(question.id)}
          earlier={ofQuestion(earlier, question)}
          timeZone={timeZone}
          form={form}
        />
      ))}
      <Select
        name="csm_id"
        label="Who takes the account over"
        form={form}
        value={handoff.csm_id ?? ""}
        empty="Choose a CSM"
        options={roster.map(({ id, name, load }) => ({
          value: id,
          label: `${name}, ${load === 1 ? "1 account" : `${load} accounts`} now`,
        }))}
        hint="They are told by mail, and the account is theirs from then on."
      />
      <FormActions>
        <Button type="submit" kind="primary" name="do" value="submit">Submit handoff</Button>
        <Button type="submit" name="do" value="save">Save for later</Button>
      </FormActions>
    </form>
  );
}

/** What was submitted, for whoever takes the account over. */
export function HandoffRead(
  { handoff, answers, earlier, may, timeZone, within }: HandoffProps & {
    /** Where it stands on a page that says itself how it stands. */
    within?: boolean;
  },
) {
  return (
    <div id="handoff" class="handoff">
      {handoff.state === "submitted" && !within && (
        <Banner kind="ok" title="This handoff is submitted">
          {handoff.csm ?? "Nobody"} has taken {handoff.account} over. The answers stand as they are.
        </Banner>
      )}
      {handoff.questions.map((question) => (
        <AnswerShown
          question={question}
          answer={answers.get(question.id)}
          earlier={ofQuestion(earlier, question)}
          timeZone={timeZone}
        />
      ))}
      {handoff.state === "submitted" && may.reopen && (
        <form method="post" action={`/handoffs/${handoff.id}/reopening`}>
          <p class="hint">
            Opening it again lets {handoff.ae} change the answers and submit anew. The CSM stays.
          </p>
          <Button type="submit">Open again</Button>
        </form>
      )}
    </div>
  );
}

const ofQuestion = (earlier: Answer[], { id }: HandoffQuestion) =>
  earlier.filter(({ question_id }) => question_id === id);
