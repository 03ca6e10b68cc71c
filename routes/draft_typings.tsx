import { Hono } from "hono";
import { Refused } from "../domain/base/errors.ts";
import { newId } from "../domain/base/tokens.ts";
import { typingForm, typingPress } from "../domain/onboarding/draft_forms.ts";
import {
  draftToType,
  findTyping,
  forgetTyping,
  keepTyping,
  type Typed,
} from "../domain/onboarding/draft_typings.ts";
import type { DraftView } from "../domain/onboarding/draft_views.ts";
import { readPlace, searchOf } from "../domain/onboarding/review_search.ts";
import { TypingState } from "../views/draft_typing.tsx";
import { ACCOUNT, accountOf, requiresOnAccount } from "./account_access.ts";
import { type Ctx, type Env, UUID } from "./env.ts";
import { readForm } from "./forms.ts";
import { showPart } from "./page.tsx";
import { goTo, isFragment, signedInAs } from "./tenant.ts";

const TYPING = `${ACCOUNT}/actions/:action{${UUID}}/draft/typing` as const;
const reviews = requiresOnAccount("drafts.review");

/** What somebody types over a draft, kept while they do: it is there again on any of their devices. */
export const draftTypings = new Hono<Env>()
  .post(TYPING, reviews, async (c) => {
    const account = await accountOf(c);
    const form = await readForm(c, typingForm);
    const state = form.ok
      ? await keep(c, account.id, form.value)
      : { problem: Object.values(form.errors).join(" "), status: 422 as const };
    const { status, ...said } = state;
    if ("problem" in said && !isFragment(c)) throw new Refused(said.problem);
    return await showPart(
      c,
      <TypingState {...said} />,
      () => goTo(c, `${draftPath(c)}?edit`),
      status,
    );
  })
  .post(`${TYPING}/removal`, reviews, async (c) => {
    const account = await accountOf(c);
    const form = await readForm(c, typingPress);
    const draftId = await draftToType(c.var.tx, account.id, c.req.param("action"));
    if (!form.ok) throw new Refused(Object.values(form.errors).join(" "));
    const { queue, ...page } = form.value;
    await forgetTyping(c.var.tx, draftId, signedInAs(c).member.id, page);
    if (queue === undefined) return goTo(c, `${draftPath(c)}?edit`);
    return goTo(c, `/review?${searchOf(readPlace(new URLSearchParams(queue)))}&edit`);
  });

async function keep(c: Ctx, accountId: string, typed: Typed) {
  const { tx } = c.var;
  try {
    const draftId = await draftToType(tx, accountId, c.req.param("action")!);
    const kept = await keepTyping(tx, draftId, signedInAs(c).member.id, typed);
    return { keptAt: kept.typed_at, status: 200 as const };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { problem: error.message, status: 409 as const };
  }
}

/** What this person has typed over the draft of a page, and the page itself. */
export async function typingOn(c: Ctx, { draft }: DraftView) {
  const kept = draft && await findTyping(c.var.tx, draft.id, signedInAs(c).member.id);
  return { page: newId(), kept };
}

const draftPath = (c: Ctx) =>
  `/accounts/${c.req.param("id")}/actions/${c.req.param("action")}/draft`;
