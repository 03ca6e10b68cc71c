import { type ReviewPlace, searchOf } from "../domain/onboarding/review_search.ts";
import type { LeavingDraft, Reviewed, ReviewPage } from "../domain/onboarding/reviews.ts";
import type { DraftView } from "../domain/onboarding/draft_views.ts";
import { DraftPanel } from "./draft.tsx";
import type { TypingHere } from "./draft_typing.tsx";
import type { FormState } from "./parts/fields.tsx";
import { Leaving } from "./draft_outcome.tsx";
import { Banner } from "./parts/notices.tsx";
import { Tabs } from "./parts/page_header.tsx";
import { EmptyState } from "./parts/states.tsx";
import { Pagination } from "./parts/table.tsx";
import { type WaitingProps, WaitingReplies } from "./waiting_replies.tsx";
import { RelativeTime } from "./parts/time.tsx";

export interface ReviewProps {
  place: ReviewPlace;
  page: ReviewPage;
  counts: { mine: number; all: number };
  /** The one that is looked at. */
  current?: { reviewed: Reviewed; view: DraftView };
  /** Approved a moment ago. */
  leaving?: LeavingDraft;
  /** The draft that was asked for does not wait any more. */
  gone?: boolean;
  waiting: WaitingProps;
  /** The draft is being written over. */
  editing?: boolean;
  form?: FormState;
  typing?: TypingHere;
}

/** One draft after another, across accounts. */
export function Review(props: ReviewProps) {
  const { place, counts, leaving, gone, current } = props;
  return (
    <>
      <Tabs
        label="Drafts to review"
        tabs={[
          { href: "/review", label: "For me", count: counts.mine, current: place.for === "me" },
          {
            href: "/review?for=all",
            label: "All",
            count: counts.all,
            current: place.for === "all",
          },
        ]}
      />
      {leaving && (
        <Leaving
          at={`/accounts/${leaving.account_id}/actions/${leaving.action_id}/draft`}
          words={`${leaving.label} for ${leaving.account} is approved.`}
          secondsLeft={leaving.seconds_left}
          may
          queue={searchOf({ for: place.for, at: leaving.action_id })}
        />
      )}
      <WaitingReplies {...props.waiting} />
      {gone && <Banner>The draft you opened does not wait for anybody any more.</Banner>}
      {current ? <Current {...props} current={current} /> : <NothingLeft {...props} />}
    </>
  );
}

function Current(
  { place, page, current, counts, editing, form, typing }: ReviewProps & {
    current: NonNullable<ReviewProps["current"]>;
  },
) {
  const { reviewed, view } = current;
  const left = place.for === "me" ? counts.mine : counts.all;
  return (
    <div class="review">
      <div>
        <div class="review-head">
          <p class="sub">
            <a href={`/accounts/${reviewed.account_id}`}>{reviewed.account}</a>
            {reviewed.csm && `, ${reviewed.csm}`}, due <RelativeTime at={reviewed.due_at} />
          </p>
          <h2>{reviewed.label || view.action.label}</h2>
        </div>
        <DraftPanel
          view={view}
          mayReview
          {...{ editing, form, typing }}
          queue={{
            here: searchOf({ ...place, at: reviewed.id }),
            then: nextOf(place, page, reviewed),
          }}
        />
      </div>
      <div
        class="review-list"
        id="review-list"
        hx-get={`/review?${searchOf({ ...place, at: reviewed.id })}`}
        hx-trigger="draft from:#live throttle:2s"
        hx-select="#review-list"
        hx-swap="outerMorph"
      >
        <h3>{left >= 1000 ? "1,000 or more" : left} left</h3>
        <ol aria-label="Drafts that wait">
          {page.drafts.map((draft) => (
            <li data-row="">
              <a
                href={`/review?${searchOf({ ...place, at: draft.id })}`}
                aria-current={draft.id === reviewed.id ? "true" : undefined}
              >
                {draft.label}
              </a>
              <span class="sub">{draft.account}</span>
            </li>
          ))}
        </ol>
        <Pagination
          previous={page.previous &&
            `/review?${searchOf({ for: place.for, before: page.previous })}`}
          next={page.next && `/review?${searchOf({ for: place.for, after: page.next })}`}
        />
      </div>
    </div>
  );
}

/** The draft after this one, on this page or the next; the last one leads back to the beginning. */
function nextOf(place: ReviewPlace, page: ReviewPage, reviewed: Reviewed): string {
  const at = page.drafts.findIndex(({ id }) => id === reviewed.id);
  const following = page.drafts[at + 1];
  if (following) return searchOf({ ...place, at: following.id });
  return searchOf({ for: place.for, after: page.next });
}

function NothingLeft({ place, counts }: ReviewProps) {
  if (place.for === "me" && counts.all > 0) {
    return (
      <EmptyState title="Nothing waits for you">
        Drafts of accounts that others carry are under All.
      </EmptyState>
    );
  }
  return (
    <EmptyState title="Nothing waits for a review">
      When an action becomes due, its email is drafted and comes here. Nothing is sent before
      somebody has approved it.
    </EmptyState>
  );
}
