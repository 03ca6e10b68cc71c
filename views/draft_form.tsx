import type { Draft } from "../domain/onboarding/drafts.ts";
import { draftAddress, type DraftProps } from "./draft.tsx";
import { Version } from "./draft_tools.tsx";
import { Button, LinkButton } from "./parts/buttons.tsx";
import { Field, TextArea } from "./parts/fields.tsx";
import { ErrorSummary, FormActions } from "./parts/forms.tsx";

/** A person's own words take the place of what stands there. */
export function DraftForm({ view, draft, form, queue }: DraftProps & { draft: Draft }) {
  const at = draftAddress(view);
  const isSent = view.action.type !== "SLACK";
  const lines = (addresses: string[]) => addresses.join(", ");
  return (
    <form class="form" method="post" action={at} data-guard="">
      <ErrorSummary errors={form?.errors} />
      <Version draft={draft} queue={queue?.here} />
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
      <FormActions>
        <Button type="submit" kind="primary">Save</Button>
        <LinkButton kind="quiet" href={queue ? `/review?${queue.here}` : at}>Cancel</LinkButton>
      </FormActions>
    </form>
  );
}
