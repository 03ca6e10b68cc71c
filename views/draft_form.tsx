import type { Draft } from "../domain/onboarding/drafts.ts";
import { draftAddress, type DraftProps } from "./draft.tsx";
import { Version } from "./draft_tools.tsx";
import { KeptWhileTyped, TypingNews, TypingState } from "./draft_typing.tsx";
import { Button, LinkButton } from "./parts/buttons.tsx";
import { Field, TextArea } from "./parts/fields.tsx";
import { ErrorSummary, FormActions } from "./parts/forms.tsx";

/** A person's own words take the place of what stands there. */
export function DraftForm(props: DraftProps & { draft: Draft }) {
  const { view, draft, typing, queue } = props;
  const form = props.form ?? (typing?.kept && { typed: typing.kept.words, errors: {} });
  const at = draftAddress(view);
  const isSent = view.action.type !== "SLACK";
  const lines = (addresses: string[]) => addresses.join(", ");
  return (
    <>
      {typing && !props.form && <TypingNews {...{ at, draft, view, typing }} queue={queue?.here} />}
      <form class="form" method="post" action={at}>
        <ErrorSummary errors={form?.errors} />
        <Version draft={draft} queue={queue?.here} />
        {typing && <input type="hidden" name="page" value={typing.page} />}
        <input type="hidden" name="typing" value={String(typing?.kept?.version ?? 0)} />
        <KeptWhileTyped at={`${at}/typing`}>
          {isSent
            ? (
              <>
                <Field
                  name="to"
                  label="To"
                  form={form}
                  value={lines(draft.to_addresses)}
                  hint="Addresses, with commas between them"
                />
                <Field
                  name="cc"
                  label="Copy"
                  required={false}
                  form={form}
                  value={lines(draft.cc_addresses)}
                />
                <Field
                  name="bcc"
                  label="Hidden copy"
                  required={false}
                  form={form}
                  value={lines(draft.bcc_addresses)}
                />
                <Field
                  name="subject"
                  label="Subject"
                  form={form}
                  value={draft.subject}
                  maxlength={500}
                />
              </>
            )
            : ["to", "cc", "bcc", "subject"].map((name) => (
              <input
                type="hidden"
                name={name}
                value=""
              />
            ))}
          <TextArea
            name="body"
            label="Text"
            form={form}
            value={draft.body}
            rows={16}
            maxlength={50_000}
            hint="Markdown. Variables such as {{company_name}} are filled in when you save."
          />
        </KeptWhileTyped>
        <TypingState />
        <FormActions>
          <Button type="submit" kind="primary">Save</Button>
          <LinkButton kind="quiet" href={queue ? `/review?${queue.here}` : at}>Cancel</LinkButton>
        </FormActions>
      </form>
    </>
  );
}
