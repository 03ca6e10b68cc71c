import type { Words } from "../domain/messages/words/words.ts";
import type { Delegation } from "../domain/portal/delegations.ts";
import type { QuestionAsk } from "../domain/portal/question_asks.ts";
import type { Task } from "../domain/portal/submissions.ts";
import type { Teammate } from "../domain/portal/teammates.ts";
import { Button } from "./parts/buttons.tsx";
import { CheckboxGroup } from "./parts/choices.tsx";
import { Field, type FormState, Select, TextArea } from "./parts/fields.tsx";
import { ErrorSummary, FormActions } from "./parts/forms.tsx";
import { type StatusKind, StatusLabel } from "./parts/status.tsx";

export interface SharingProps {
  task: Task;
  delegations: Delegation[];
  asks: QuestionAsk[];
  /** Who of the team answers in the portal. */
  mates: Teammate[];
  forms: { delegation?: FormState; asks?: FormState };
  words: Words;
}

/** Under a task: who else has a hand in it. */
export function PortalSharing(props: SharingProps) {
  const { task, delegations, forms } = props;
  const open = !task.isClosed;
  if (!open && delegations.length === 0) return null;
  return (
    <>
      {open && task.type === "COLLECT_INFO" && <Asks {...props} />}
      <section class="section portal-sharing">
        <h2>Hand this task to a colleague</h2>
        <p class="muted">
          They sign in with their own address and see this one task: not the timeline, not the other
          tasks, not the messages.
        </p>
        {delegations.length > 0 && <Delegations task={task} delegations={delegations} />}
        {open && (
          <details open={forms.delegation !== undefined}>
            <summary>Hand it on</summary>
            <DelegationForm {...props} form={forms.delegation} />
          </details>
        )}
      </section>
    </>
  );
}

function Delegations({ task, delegations }: { task: Task; delegations: Delegation[] }) {
  return (
    <ul class="portal-people">
      {delegations.map(({ id, name, email, by, state }) => (
        <li>
          <div>
            <p class="portal-phase">{name}</p>
            <p class="muted">{email}, asked by {by}</p>
          </div>
          <div class="form-actions">
            <StatusLabel kind={STATES[state].kind}>{STATES[state].words}</StatusLabel>
            {state !== "taken_back" && state !== "done" && (
              <form method="post" action={`/p/tasks/${task.id}/delegations/${id}/end`}>
                <Button type="submit" small aria-label={`Take it back from ${name}`}>
                  Take it back
                </Button>
              </form>
            )}
          </div>
        </li>
      ))}
    </ul>
  );
}

const STATES: Record<Delegation["state"], { kind: StatusKind; words: string }> = {
  asked: { kind: "info", words: "Asked by mail" },
  opened: { kind: "info", words: "Has signed in" },
  begun: { kind: "info", words: "Is answering" },
  sent: { kind: "ok", words: "Sent" },
  done: { kind: "ok", words: "Done" },
  taken_back: { kind: "none", words: "Taken back" },
};

function DelegationForm({ task, form, words }: SharingProps & { form?: FormState }) {
  return (
    <form class="stack" method="post" action={`/p/tasks/${task.id}/delegations`} novalidate>
      <ErrorSummary errors={form?.errors} words={words} />
      <Field
        name="name"
        id="field-delegate-name"
        label="Their name"
        form={form}
        words={words}
        maxlength={120}
        autocomplete="off"
      />
      <Field
        name="email"
        id="field-delegate-email"
        label="Their work email"
        type="email"
        form={form}
        words={words}
        maxlength={254}
        autocomplete="off"
      />
      <TextArea
        name="note"
        label="A word to them"
        required={false}
        form={form}
        words={words}
        rows={3}
        maxlength={1000}
      />
      <FormActions>
        <Button type="submit">Hand it on</Button>
      </FormActions>
    </form>
  );
}

function Asks({ task, asks, mates, forms, words }: SharingProps) {
  const questions = task.asked.questions ?? [];
  return (
    <section class="section portal-sharing">
      <h2>Ask a teammate for some answers</h2>
      <p class="muted">They are told by mail once, and see in the form what they are asked for.</p>
      {asks.length > 0 && (
        <ul class="portal-people">
          {asks.map(({ questionId, name }) => {
            const label = questions.find(({ id }) => id === questionId)?.label ?? "A question";
            return (
              <li>
                <p>
                  <span class="portal-phase">{label}</span>{" "}
                  <span class="muted">{name} is asked</span>
                </p>
                <form method="post" action={`/p/tasks/${task.id}/asks/${questionId}/removal`}>
                  <Button type="submit" small aria-label={`Stop asking ${name}: ${label}`}>
                    Stop asking
                  </Button>
                </form>
              </li>
            );
          })}
        </ul>
      )}
      <details open={forms.asks !== undefined}>
        <summary>Choose questions and a teammate</summary>
        <form class="stack" method="post" action={`/p/tasks/${task.id}/asks`} novalidate>
          <ErrorSummary errors={forms.asks?.errors} words={words} />
          <CheckboxGroup
            name="question"
            label="Questions"
            form={forms.asks}
            values={[]}
            options={questions.map(({ id, label }) => ({ value: id, label: label || "Question" }))}
          />
          <Select
            name="contact"
            label="Teammate"
            form={forms.asks}
            words={words}
            empty="Choose a teammate"
            options={mates.map(({ id, name }) => ({ value: id, label: name }))}
          />
          <FormActions>
            <Button type="submit">Ask for these</Button>
          </FormActions>
        </form>
      </details>
    </section>
  );
}
