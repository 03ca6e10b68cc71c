import { Hono } from "hono";
import { viewDraft } from "../domain/onboarding/draft_views.ts";
import { readPlace, type ReviewPlace } from "../domain/onboarding/review_search.ts";
import { countReviews, findLeaving, listReviews } from "../domain/onboarding/reviews.ts";
import { countWaiting, waitingReplies } from "../domain/messages/replies.ts";
import { countUnmatched } from "../domain/messages/unmatched.ts";
import { Review } from "../views/review.tsx";
import type { FormState } from "../views/parts/fields.tsx";
import { typingOn } from "./draft_typings.tsx";
import { type Ctx, type Env, UUID } from "./env.ts";
import { takeNotice } from "./notices.ts";
import { showPage } from "./page.tsx";
import { requires, signedInAs } from "./tenant.ts";

/** What waits for somebody's approval, one draft after another. */
export const review = new Hono<Env>()
  .use(requires("drafts.review"))
  .get("/", (c) =>
    reviewPage(c, {
      place: readPlace(new URL(c.req.url).searchParams),
      editing: c.req.query("edit") !== undefined,
    }));

/** The queue at a place in it; also after what was typed over its draft was refused. */
export async function reviewPage(
  c: Ctx,
  { place, editing, form, status }: {
    place: ReviewPlace;
    editing: boolean;
    form?: FormState;
    status?: 409 | 422;
  },
) {
  const { tx } = c.var;
  const { id } = signedInAs(c).member;
  const csmId = place.for === "me" ? id : undefined;
  const [replies, count, unmatched, page, counts, leaving] = await Promise.all([
    waitingReplies(tx, csmId),
    countWaiting(tx, csmId),
    countUnmatched(tx),
    listReviews(tx, { csmId, after: place.after, before: place.before }),
    countReviews(tx, id),
    leavingOf(c.req.query("left"), (draftId) => findLeaving(tx, draftId)),
  ]);
  const asked = page.drafts.find((draft) => draft.id === place.at);
  const reviewed = asked ?? page.drafts[0];
  const { publicUrl } = c.var.house.settings;
  const current = reviewed && {
    reviewed,
    view: await viewDraft(tx, reviewed.account_id, reviewed.id, publicUrl),
  };
  const typing = current && await typingOn(c, current.view);
  return await showPage(
    c,
    {
      title: "Review",
      header: { lead: "What Thread has drafted leaves only after somebody has read it." },
      notice: takeNotice(c),
    },
    <Review
      waiting={{ replies, count, unmatched, at: `/review?for=${place.for}` }}
      {...{ place, page, counts, current, leaving, editing, form, typing }}
      gone={Boolean(place.at && !asked)}
    />,
    status,
  );
}

function leavingOf<T>(text: string | undefined, find: (id: string) => Promise<T>) {
  return text && new RegExp(`^${UUID}$`).test(text) ? find(text) : undefined;
}
