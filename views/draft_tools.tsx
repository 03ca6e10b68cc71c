import type { Child } from "hono/jsx";
import type { Draft } from "../domain/onboarding/drafts.ts";
import { draftAddress, type DraftProps, effectOf } from "./draft.tsx";
import { Button, LinkButton } from "./parts/buttons.tsx";
import { TextArea } from "./parts/fields.tsx";
import { FormActions } from "./parts/forms.tsx";

/** What a person can do with a draft that is ready. */
export function DraftTools({ view, draft, queue }: DraftProps & { draft: Draft }) {
  const at = draftAddress(view);
  const edit = queue ? `/review?${queue.here}&edit` : `${at}?edit`;
  const isSent = view.action.type !== "SLACK";
  return (
    <div class="draft-tools">
      <FormActions>
        {isSent && (
          <PressForm to={`${at}/approval`} draft={draft} queue={queue?.then}>
            <Button
              type="submit"
              kind="primary"
              hotkey={queue && "a"}
              disabled={view.obstacles.length > 0}
              aria-describedby="approval-effect"
            >
              Approve and send
            </Button>
          </PressForm>
        )}
        <LinkButton href={edit} hotkey={queue && "e"}>Edit</LinkButton>
        {queue && (
          <LinkButton href={`/review?${queue.then}`} kind="quiet" hotkey="s">Skip</LinkButton>
        )}
        <PressForm
          to={`${at}/discarding`}
          draft={draft}
          queue={queue?.then}
          ask="Discard this draft? Its action stays open, to be done by hand. The text is kept."
        >
          <Button type="submit" kind="quiet">Discard</Button>
        </PressForm>
      </FormActions>
      {isSent && <p class="hint" id="approval-effect">{effectOf(view)}</p>}
      <details class="fold">
        <summary>Write it anew</summary>
        <form class="form" method="post" action={`${at}/regeneration`}>
          <Version draft={draft} queue={queue?.here} />
          <TextArea
            name="wish"
            label="What should be different?"
            rows={2}
            maxlength={1000}
            required={false}
            hint="Such as: shorter, and thank them for the visit. Rules cannot read it; a language model can."
          />
          <FormActions>
            <Button type="submit">Write anew</Button>
          </FormActions>
          <p class="hint">The text above is kept among the earlier ones.</p>
        </form>
      </details>
    </div>
  );
}

/** A button with a form of its own, so that it works without script. */
export function PressForm(
  { to, draft, queue, ask, children }: {
    to: string;
    draft: Draft;
    queue?: string;
    ask?: string;
    children?: Child;
  },
) {
  return (
    <form method="post" action={to} data-ask={ask}>
      <Version draft={draft} queue={queue} />
      {children}
    </form>
  );
}

export function Version({ draft, queue }: { draft: Draft; queue?: string }) {
  return (
    <>
      <input type="hidden" name="version" value={String(draft.version)} />
      {queue && <input type="hidden" name="queue" value={queue} />}
    </>
  );
}
