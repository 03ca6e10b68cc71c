import type { Child } from "hono/jsx";
import type { DraftView } from "../domain/onboarding/draft_views.ts";
import type { Typing } from "../domain/onboarding/draft_typings.ts";
import type { Draft } from "../domain/onboarding/drafts.ts";
import { Button } from "./parts/buttons.tsx";
import { Banner } from "./parts/notices.tsx";
import { RelativeTime } from "./parts/time.tsx";

/** The opened page, and what the same person has typed and not saved. */
export interface TypingHere {
  page: string;
  kept?: Typing;
}

/** Around the fields: what is typed in them is sent a moment after each pause. */
export function KeptWhileTyped({ at, children }: { at: string; children?: Child }) {
  return (
    <div
      class="form"
      hx-post={at}
      hx-trigger="input delay:800ms"
      hx-sync="this:queue last"
      hx-target="#typing"
      hx-select=""
      hx-swap="outerMorph"
    >
      {children}
    </div>
  );
}

/** Says that it is kept, or why it is not. */
export function TypingState({ keptAt, problem }: { keptAt?: Date; problem?: string }) {
  return (
    <div id="typing" role="status">
      {problem ? <Banner kind="warn">{problem}</Banner> : keptAt
        ? (
          <p class="hint">
            Kept for you, <RelativeTime at={keptAt} />. The draft changes once you save.
          </p>
        )
        : <p class="hint">What you type is kept for you until you save.</p>}
    </div>
  );
}

/** Says that the form holds more than the draft does, and what has happened to that since. */
export function TypingNews(
  { at, draft, view, typing, queue }: {
    at: string;
    draft: Draft;
    view: DraftView;
    typing: TypingHere;
    queue?: string;
  },
) {
  const { kept, page } = typing;
  if (!kept) return null;
  const changed = kept.draft_version !== draft.version;
  return (
    <Banner
      kind={changed ? "warn" : "info"}
      title={changed
        ? `${view.people.edited ?? "Somebody"} changed this draft after you began to type`
        : "You have not saved this yet"}
      action={
        <form method="post" action={`${at}/typing/removal`}>
          <input type="hidden" name="page" value={page} />
          <input type="hidden" name="typing" value={String(kept.version)} />
          {queue && <input type="hidden" name="queue" value={queue} />}
          <Button type="submit" small>Begin from what is saved</Button>
        </form>
      }
    >
      Below stands what you typed, <RelativeTime at={kept.typed_at} />.
      {changed && (
        <>
          {" "}Saving puts it in the place of theirs, which is this:
          <details class="fold">
            <summary>{draft.subject || "The saved text"}</summary>
            <p class="earlier-body" hx-ignore="">{draft.body}</p>
          </details>
        </>
      )}
    </Banner>
  );
}
