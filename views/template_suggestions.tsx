import type { Suggestion } from "../domain/onboarding/template_suggestions.ts";
import type { Template } from "../domain/onboarding/templates.ts";
import { Button } from "./parts/buttons.tsx";
import { RadioGroup } from "./parts/choices.tsx";
import { Field, type FormState, TextArea } from "./parts/fields.tsx";
import { ErrorSummary, FormActions } from "./parts/forms.tsx";
import { Section } from "./parts/page_header.tsx";
import { StatusLabel } from "./parts/status.tsx";
import { RelativeTime } from "./parts/time.tsx";

export interface SuggestionsProps {
  template: Template;
  suggestions: Suggestion[];
  maySuggest: boolean;
  mayAnswer: boolean;
  form?: FormState;
  /** The refused answer to one of them. */
  answer?: { id: string; form: FormState };
}

export function Suggestions(props: SuggestionsProps) {
  const { template, suggestions, maySuggest, mayAnswer, form, answer } = props;
  return (
    <>
      {maySuggest && <SuggestionForm template={template} form={form} />}
      <Section title="Suggestions">
        {suggestions.length === 0
          ? (
            <p class="muted">
              Nobody has suggested a change yet. Whoever works with this template knows best what it
              lacks.
            </p>
          )
          : (
            <ul class="suggestions">
              {suggestions.map((suggestion) => (
                <OneSuggestion
                  template={template}
                  suggestion={suggestion}
                  mayAnswer={mayAnswer}
                  form={answer?.id === suggestion.id ? answer.form : undefined}
                />
              ))}
            </ul>
          )}
      </Section>
    </>
  );
}

function SuggestionForm({ template, form }: { template: Template; form?: FormState }) {
  return (
    <form
      class="form"
      method="post"
      action={`/templates/${template.id}/suggestions`}
      data-guard
      aria-label="Suggest a change"
    >
      <ErrorSummary errors={form?.errors} />
      <Field
        name="about"
        label="About"
        form={form}
        maxlength={400}
        required={false}
        hint="A milestone or an action, if it is about one."
        extra={{ list: "parts" }}
      />
      <datalist id="parts">
        {template.draft.milestones.flatMap(({ name, actions }) => [
          <option value={name}></option>,
          ...actions.map(({ label }) => <option value={`${name}: ${label}`}></option>),
        ])}
      </datalist>
      <TextArea
        name="body"
        label="What should be different"
        form={form}
        rows={4}
        maxlength={4000}
        required
      />
      <FormActions>
        <Button type="submit" kind="primary">Suggest a change</Button>
      </FormActions>
    </form>
  );
}

const OUTCOMES = {
  taken: { label: "Taken up", kind: "ok" },
  declined: { label: "Not taken up", kind: "none" },
} as const;

function OneSuggestion(
  { template, suggestion, mayAnswer, form }: {
    template: Template;
    suggestion: Suggestion;
    mayAnswer: boolean;
    form?: FormState;
  },
) {
  const { id, body, about, by, suggested_at, outcome, note } = suggestion;
  return (
    <li id={`suggestion-${id}`}>
      <p class="muted">
        <strong>{by}</strong> <RelativeTime at={suggested_at} />
        {about && ` about ${about}`}
      </p>
      <p class="says-text">{body}</p>
      {outcome && (
        <p>
          <StatusLabel kind={OUTCOMES[outcome].kind}>{OUTCOMES[outcome].label}</StatusLabel> {note}
        </p>
      )}
      {!outcome && mayAnswer && (
        <form
          class="form"
          method="post"
          action={`/templates/${template.id}/suggestions/${id}`}
          aria-label={`Answer to ${by}`}
        >
          <ErrorSummary errors={form?.errors} id={`errors-${id}`} />
          <RadioGroup
            name="outcome"
            id={`outcome-${id}`}
            label="Answer"
            form={form}
            value="taken"
            options={[
              { value: "taken", label: "Taken up", hint: "You make the change in the editor." },
              { value: "declined", label: "Not taken up" },
            ]}
          />
          <Field
            name="note"
            id={`note-${id}`}
            label="Note"
            form={form}
            maxlength={1000}
            required={false}
          />
          <FormActions>
            <Button type="submit">Answer</Button>
          </FormActions>
        </form>
      )}
    </li>
  );
}
