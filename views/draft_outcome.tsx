import type { DraftView } from "../domain/onboarding/draft_views.ts";
import type { Draft } from "../domain/onboarding/drafts.ts";
import { draftAddress, type DraftProps } from "./draft.tsx";
import { MailState } from "./mails.tsx";
import { Button, LinkButton } from "./parts/buttons.tsx";
import { FormActions } from "./parts/forms.tsx";
import { Banner } from "./parts/notices.tsx";
import { RelativeTime } from "./parts/time.tsx";

/** What has become of a draft after somebody approved it. */
export function DraftOutcome({ view, draft, mayReview }: DraftProps & { draft: Draft }) {
  if (draft.state === "approved") {
    return (
      <Leaving
        at={draftAddress(view)}
        words={approvedWords(view, draft)}
        secondsLeft={view.secondsLeft}
        may={mayReview}
        version={view.action.version}
      />
    );
  }
  if (draft.state !== "left") return null;
  const { mail, action } = view;
  if (!mail) return null;
  if (mail.state === "unknown") return <Unknown view={view} may={mayReview} />;
  if (mail.state === "failed") return <NotSent view={view} may={mayReview} />;
  return (
    <Banner kind={mail.state === "sent" ? "ok" : "info"} title={approvedWords(view, draft)}>
      <p>
        <MailState mail={mail} /> {mail.sent_at && <RelativeTime at={mail.sent_at} />}
      </p>
      {action.problem && <p>{action.problem}</p>}
    </Banner>
  );
}

export interface LeavingProps {
  /** Of the draft. */
  at: string;
  words: string;
  secondsLeft: number;
  may: boolean;
  /** In the queue, the search to go back to. */
  queue?: string;
  /** Of the action, where it can be hurried. */
  version?: number;
}

/** The ten seconds, counted by the server; the bar only shows them. */
export function Leaving({ at, words, secondsLeft, may, queue, version }: LeavingProps) {
  return (
    <div class="leaving" role="status">
      <p>
        <strong>{words}</strong> {secondsLeft > 0
          ? `It leaves in ${secondsLeft} seconds. After that it cannot be recalled.`
          : "It is leaving now."}
      </p>
      <span class={`leaving-bar left-${secondsLeft}`} aria-hidden="true"></span>
      {may && (
        <FormActions>
          <form method="post" action={`${at}/recall`}>
            {queue && <input type="hidden" name="queue" value={queue} />}
            <Button type="submit" kind="primary">Undo</Button>
          </form>
          {version !== undefined && (
            <form method="post" action={at.replace(/draft$/, "execution")}>
              <input type="hidden" name="version" value={String(version)} />
              <Button type="submit">Execute now</Button>
            </form>
          )}
        </FormActions>
      )}
    </div>
  );
}

function Unknown({ view, may }: { view: DraftView; may: boolean }) {
  const at = draftAddress(view);
  return (
    <Banner kind="warn" title="It may have been sent">
      <p>
        The mail server had the whole email, but its answer was lost. Thread does not send it again
        by itself. Ask the customer if you can.
      </p>
      {may && (
        <FormActions>
          <form method="post" action={`${at}/arrival`}>
            <Button type="submit">It arrived</Button>
          </form>
          <form method="post" action={`${at}/resending`}>
            <Button type="submit">Send again</Button>
          </form>
        </FormActions>
      )}
      <p class="hint">If the first one arrives after all, sending again gives them two.</p>
    </Banner>
  );
}

function NotSent({ view, may }: { view: DraftView; may: boolean }) {
  const at = draftAddress(view);
  return (
    <Banner kind="bad" title="It was not sent">
      <p>{view.mail?.error}</p>
      {may && (
        <FormActions>
          <form method="post" action={`${at}/resending`}>
            <Button type="submit">Send again</Button>
          </form>
          <form method="post" action={`${at}/request`}>
            <Button type="submit">Write another</Button>
          </form>
          <LinkButton kind="quiet" href={at.replace(/\/draft$/, "")} hx-boost="false">
            To the action
          </LinkButton>
        </FormActions>
      )}
    </Banner>
  );
}

function approvedWords({ people }: DraftView, { approved_by }: Draft): string {
  if (people.approved) return `Approved by ${people.approved}.`;
  return approved_by ? "Approved." : "Approved by its setting to leave without review.";
}
