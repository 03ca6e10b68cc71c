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
  const { task, delegations, forms, words } = props;
  const { t } = words;
  const open = !task.isClosed;
  if (!open && delegations.length === 0) return null;
  return (
    <>
      {open && task.type === "COLLECT_INFO" && <Asks {...props} />}
      <section class="section portal-sharing">
        <h2>{t("sharing.title")}</h2>
        <p class="muted">{t("sharing.says")}</p>
        {delegations.length > 0 && <Delegations {...props} />}
        {open && (
          <details open={forms.delegation !== undefined}>
            <summary>{t("sharing.handOn")}</summary>
            <DelegationForm {...props} form={forms.delegation} />
          </details>
        )}
      </section>
    </>
  );
}

function Delegations({ task, delegations, words: { t } }: SharingProps) {
  return (
    <ul class="portal-people">
      {delegations.map(({ id, name, email, by, state }) => (
        <li>
          <div>
            <p class="portal-phase">{name}</p>
            <p class="muted">{t("sharing.askedBy", { email, name: by })}</p>
          </div>
          <div class="form-actions">
            <StatusLabel kind={KINDS[state]}>{t(`handed.${state}`)}</StatusLabel>
            {state !== "taken_back" && state !== "done" && (
              <form method="post" action={`/p/tasks/${task.id}/delegations/${id}/end`}>
                <Button type="submit" small aria-label={t("sharing.takeBackFrom", { name })}>
                  {t("sharing.takeBack")}
                </Button>
              </form>
            )}
          </div>
        </li>
      ))}
    </ul>
  );
}

const KINDS: Record<Delegation["state"], StatusKind> = {
  asked: "info",
  opened: "info",
  begun: "info",
  sent: "ok",
  done: "ok",
  taken_back: "none",
};

function DelegationForm({ task, form, words }: SharingProps & { form?: FormState }) {
  const { t } = words;
  return (
    <form class="stack" method="post" action={`/p/tasks/${task.id}/delegations`} novalidate>
      <ErrorSummary errors={form?.errors} words={words} />
      <Field
        name="name"
        id="field-delegate-name"
        label={t("sharing.name")}
        form={form}
        words={words}
        maxlength={120}
        autocomplete="off"
      />
      <Field
        name="email"
        id="field-delegate-email"
        label={t("sharing.email")}
        type="email"
        form={form}
        words={words}
        maxlength={254}
        autocomplete="off"
      />
      <TextArea
        name="note"
        label={t("sharing.note")}
        required={false}
        form={form}
        words={words}
        rows={3}
        maxlength={1000}
      />
      <FormActions>
        <Button type="submit">{t("sharing.handOn")}</Button>
      </FormActions>
    </form>
  );
}

function Asks({ task, asks, mates, forms, words }: SharingProps) {
  const { t } = words;
  const questions = task.asked.questions ?? [];
  return (
    <section class="section portal-sharing">
      <h2>{t("asks.title")}</h2>
      <p class="muted">{t("asks.says")}</p>
      {asks.length > 0 && (
        <ul class="portal-people">
          {asks.map(({ questionId, name }) => {
            const label = questions.find(({ id }) => id === questionId)?.label ||
              t("question.untitled");
            return (
              <li>
                <p>
                  <span class="portal-phase">{label}</span>{" "}
                  <span class="muted">{t("asks.isAsked", { name })}</span>
                </p>
                <form method="post" action={`/p/tasks/${task.id}/asks/${questionId}/removal`}>
                  <Button
                    type="submit"
                    small
                    aria-label={t("asks.stopNamed", { name, question: label })}
                  >
                    {t("asks.stop")}
                  </Button>
                </form>
              </li>
            );
          })}
        </ul>
      )}
      <details open={forms.asks !== undefined}>
        <summary>{t("asks.choose")}</summary>
        <form class="stack" method="post" action={`/p/tasks/${task.id}/asks`} novalidate>
          <ErrorSummary errors={forms.asks?.errors} words={words} />
          <CheckboxGroup
            name="question"
            label={t("asks.questions")}
            words={words}
            form={forms.asks}
            values={[]}
            options={questions.map(({ id, label }) => ({
              value: id,
              label: label || t("question.untitled"),
            }))}
          />
          <Select
            name="contact"
            label={t("asks.teammate")}
            form={forms.asks}
            words={words}
            empty={t("asks.chooseMate")}
            options={mates.map(({ id, name }) => ({ value: id, label: name }))}
          />
          <FormActions>
            <Button type="submit">{t("asks.send")}</Button>
          </FormActions>
        </form>
      </details>
    </section>
  );
}
