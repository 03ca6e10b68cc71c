import { readMarkdown } from "../domain/messages/markdown.ts";
import { actionType } from "../domain/onboarding/action_types.ts";
import { UNDO_SECONDS } from "../domain/onboarding/draft_checks.ts";
import type { DraftView } from "../domain/onboarding/draft_views.ts";
import type { Draft } from "../domain/onboarding/drafts.ts";
import { DraftForm } from "./draft_form.tsx";
import { DraftOutcome } from "./draft_outcome.tsx";
import { ChannelDraft } from "./draft_posting.tsx";
import { DraftSources, EarlierTexts } from "./draft_sources.tsx";
import { Button, LinkButton } from "./parts/buttons.tsx";
import type { FormState } from "./parts/fields.tsx";
import { Markdown } from "./parts/markdown.tsx";
import { Banner } from "./parts/notices.tsx";
import { Facts } from "./parts/page_header.tsx";
import { EmptyState } from "./parts/states.tsx";
import { DraftTools } from "./draft_tools.tsx";
import type { TypingHere } from "./draft_typing.tsx";

export interface DraftProps {
  view: DraftView;
  mayReview: boolean;
  editing?: boolean;
  form?: FormState;
  refusal?: string;
  typing?: TypingHere;
  /** In the queue: this place in it and the next one, as searches of `/review`. */
  queue?: { here: string; then: string };
}

/** The address of an action's draft; each of its buttons is a noun below it. */
export function draftAddress({ action }: Pick<DraftView, "action">): string {
  return `/accounts/${action.account_id}/actions/${action.id}/draft`;
}

/** One draft, whatever has become of it. */
export function DraftPanel(props: DraftProps) {
  const { view, editing, queue, refusal } = props;
  const { draft } = view;
  // A text that somebody is about to approve or is writing never changes under their eyes.
  const isStill = editing || queue || draft?.state === "ready";
  const live = isStill ? {} : {
    "hx-get": draftAddress(view),
    "hx-trigger": "draft from:#live throttle:1s, action from:#live throttle:1s",
    "hx-select": "#draft",
    "hx-target": "this",
    "hx-swap": "outerMorph",
  };
  return (
    <div id="draft" class="draft" {...live}>
      {refusal && <Banner kind="bad" title="Nothing was done">{refusal}</Banner>}
      <Body {...props} />
    </div>
  );
}

function Body(props: DraftProps) {
  const { view, editing, mayReview } = props;
  const { draft } = view;
  if (editing && draft && mayReview) return <DraftForm {...props} draft={draft} />;
  if (!draft) return <NoDraft {...props} />;
  if (draft.state === "asked") return <Asked {...props} />;
  if (draft.state === "failed") return <Failed {...props} draft={draft} />;
  if (view.posting) return <ChannelDraft {...props} draft={draft} posting={view.posting} />;
  return (
    <>
      <DraftOutcome {...props} draft={draft} />
      <Letter {...props} draft={draft} />
    </>
  );
}

/** The mail as its readers will get it, what speaks against it, and what it was written from. */
function Letter(props: DraftProps & { draft: Draft }) {
  const { view, draft, mayReview } = props;
  const isReady = draft.state === "ready" && view.action.state === "draft_ready";
  return (
    <>
      <Warnings view={view} draft={draft} />
      <section class="letter" aria-label="The email as it will be sent">
        <Facts
          facts={[
            { label: "To", value: listed(draft.to_addresses) },
            ...(draft.cc_addresses.length > 0
              ? [{ label: "Copy", value: listed(draft.cc_addresses) }]
              : []),
            ...(draft.bcc_addresses.length > 0
              ? [{ label: "Hidden copy", value: listed(draft.bcc_addresses) }]
              : []),
            { label: "From", value: view.from },
            ...(view.replyTo ? [{ label: "Replies go to", value: view.replyTo }] : []),
          ]}
        />
        <div class="letter-sheet">
          <h2>{draft.subject || "(no subject)"}</h2>
          <Markdown blocks={readMarkdown(draft.body)} />
        </div>
        <p class="hint">
          <a href={`${draftAddress(view)}/html`} hx-boost="false">See it on your letterhead</a>
        </p>
      </section>
      {isReady && mayReview && <DraftTools {...props} draft={draft} />}
      <DraftSources draft={draft} />
      <EarlierTexts texts={view.earlier} />
    </>
  );
}

function Warnings({ view, draft }: { view: DraftView; draft: Draft }) {
  if (draft.state !== "ready") return null;
  return (
    <>
      {view.obstacles.length > 0 && (
        <Banner kind="bad" title="It cannot be approved yet" id="obstacles">
          {view.obstacles.map((obstacle) => <p>{obstacle}</p>)}
        </Banner>
      )}
      {draft.problem && <Banner kind="warn">{draft.problem}</Banner>}
      {view.warnings.length > 0 && (
        <Banner kind="warn" title="Look at this before you approve" id="warnings">
          {view.warnings.map((warning) => <p>{warning}</p>)}
        </Banner>
      )}
    </>
  );
}

function NoDraft({ view, mayReview }: DraftProps) {
  const { action } = view;
  const isOpen = action.state === "due" || action.state === "failed";
  if (action.type === "SCHEDULE_MEETING") {
    return <EmptyState title="A meeting needs no draft">Arrange it, then mark it done.</EmptyState>;
  }
  return (
    <>
      <EmptyState
        title="There is no draft"
        action={isOpen && mayReview && (
          <form method="post" action={`${draftAddress(view)}/request`}>
            <Button type="submit" kind="primary">Write a draft</Button>
          </form>
        )}
      >
        {isOpen
          ? "It was discarded, or never written. The action can be done by hand as well."
          : "It is written when the action becomes due."}
      </EmptyState>
      <EarlierTexts texts={view.earlier} />
    </>
  );
}

function Asked({ view, mayReview }: DraftProps) {
  return (
    <EmptyState
      title="The draft is being written"
      action={mayReview && (
        <LinkButton href={`${draftAddress(view)}?edit`}>Write it yourself</LinkButton>
      )}
    >
      It appears here by itself. You do not have to wait for it.
    </EmptyState>
  );
}

function Failed({ view, draft, mayReview }: DraftProps & { draft: Draft }) {
  const at = draftAddress(view);
  return (
    <>
      <Banner kind="bad" title="The draft could not be written">
        {draft.problem} The action can be worked on all the same.
      </Banner>
      {mayReview && (
        <div class="form-actions">
          <LinkButton kind="primary" href={`${at}?edit`}>Write it yourself</LinkButton>
          <form method="post" action={`${at}/regeneration`}>
            <input type="hidden" name="version" value={String(draft.version)} />
            <input type="hidden" name="wish" value={draft.wish} />
            <Button type="submit">Try again</Button>
          </form>
        </div>
      )}
      <EarlierTexts texts={view.earlier} />
    </>
  );
}

/** What pressing the main button does, in one sentence. */
export function effectOf({ action }: DraftView): string {
  const sends = `It leaves ${UNDO_SECONDS} seconds later. Until then you can undo it; a sent ` +
    "email cannot be recalled.";
  return actionType(action.type).type === "SEND_EMAIL"
    ? sends
    : `It also opens in the customer's portal. ${sends}`;
}

const listed = (addresses: string[]) => addresses.join(", ") || "Nobody";
