import { Hono } from "hono";
import type { AccountWithPeople } from "../domain/accounts/accounts.ts";
import { NotFound, Refused } from "../domain/base/errors.ts";
import type { OrgDb } from "../domain/base/db.ts";
import { readContext } from "../domain/onboarding/draft_context.ts";
import { confirmPost, postActionAgain, postDraft } from "../domain/onboarding/channel_posts.ts";
import {
  barePress,
  draftForm,
  draftPress,
  postingForm,
  wishForm,
} from "../domain/onboarding/draft_forms.ts";
import { forgetTyping } from "../domain/onboarding/draft_typings.ts";
import { type DraftView, viewDraft } from "../domain/onboarding/draft_views.ts";
import { draftByRules, withValues } from "../domain/onboarding/draft_writing.ts";
import {
  approveDraft,
  discardDraft,
  type Draft,
  editDraft,
  regenerateDraft,
  takeBackDraft,
} from "../domain/onboarding/drafts.ts";
import {
  askAnew,
  confirmArrival,
  executeAction,
  mailOf,
  sendActionAgain,
} from "../domain/onboarding/executions.ts";
import { readPlace, searchOf } from "../domain/onboarding/review_search.ts";
import { may } from "../domain/people/roles.ts";
import { DraftPanel, type DraftProps } from "../views/draft.tsx";
import type { FormState } from "../views/parts/fields.tsx";
import { ACCOUNT, accountOf, requiresOnAccount } from "./account_access.ts";
import { showAccount } from "./account_pages.tsx";
import { type Ctx, type Env, UUID } from "./env.ts";
import { readForm, typedAgain } from "./forms.ts";
import { showMailHtml } from "./mail_html.ts";
import { goAndSay } from "./notices.ts";
import { typingOn } from "./draft_typings.tsx";
import { reviewPage } from "./review.tsx";
import { goTo, isFragment, signedInAs } from "./tenant.ts";

const ACTION = `${ACCOUNT}/actions/:action{${UUID}}` as const;
const DRAFT = `${ACTION}/draft` as const;
const reviews = requiresOnAccount("drafts.review");

/** The draft of one action: what would be sent, and everything that a person decides about it. */
export const drafts = new Hono<Env>()
  .get(DRAFT, async (c) => {
    const { edit, queue } = c.req.query();
    const editing = edit !== undefined;
    return await draftPage(c, await accountOf(c), { editing, queue: queueOf(queue) });
  })
  .get(`${DRAFT}/html`, async (c) => {
    const { draft } = await viewOf(c, await accountOf(c));
    const context = draft && await readContext(c.var.tx, draft.id);
    if (!context) throw new NotFound();
    const { html = null } = await mailOf(c.var.tx, context, publicUrlOf(c));
    return showMailHtml(c, { body_html: html });
  })
  .post(DRAFT, reviews, (c) => saveDraft(c))
  .post(`${DRAFT}/approval`, reviews, (c) =>
    press(c, async (tx, { draft }, version) => {
      const approved = await approveDraft(tx, draft.id, version);
      return { left: approved.id };
    }))
  .post(`${DRAFT}/posting`, reviews, async (c) => {
    const account = await accountOf(c);
    const form = await readForm(c, postingForm);
    if (!form.ok) return await draftPage(c, account, { form, status: 422 });
    const { version, channel } = form.value;
    try {
      const view = await viewOf(c, account);
      await postDraft(c.var.tx, needed(view.draft).id, version, channel);
      return goTo(c, draftPath(c));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const again = { typed: await typedAgain(c), errors: { channel: error.message } };
      return await draftPage(c, account, { form: again, refusal: error.message, status: 409 });
    }
  })
  .post(`${DRAFT}/discarding`, reviews, (c) =>
    press(c, async (tx, { draft }, version) => {
      await discardDraft(tx, draft.id, version);
      return { said: "The draft is discarded. Its action stays open." };
    }))
  .post(`${DRAFT}/regeneration`, reviews, async (c) => {
    const account = await accountOf(c);
    const form = await readForm(c, wishForm);
    if (!form.ok) return await refused(c, account, Object.values(form.errors).join(" "), 422);
    const { version, wish, queue } = form.value;
    return await attempt(c, account, queue, async (tx, { draft }) => {
      await regenerateDraft(tx, draft.id, version, wish);
      return { said: "It is being written anew. The text before it is kept." };
    });
  })
  .post(`${DRAFT}/recall`, reviews, (c) =>
    bare(c, async (tx, { draft }) => {
      await takeBackDraft(tx, needed(draft).id);
      return { said: "Taken back. Nothing was sent." };
    }))
  .post(`${DRAFT}/request`, reviews, (c) =>
    bare(c, async (tx, { action }) => {
      await askAnew(tx, action.id);
      return {};
    }))
  .post(`${DRAFT}/arrival`, reviews, (c) =>
    bare(c, async (tx, { action }) => {
      const { id: memberId } = signedInAs(c).member;
      if (action.type === "SLACK") await confirmPost(tx, action.id, memberId);
      else await confirmArrival(tx, action.id, memberId);
      return { said: "It counts as sent." };
    }))
  .post(`${DRAFT}/resending`, reviews, (c) =>
    bare(c, async (tx, { action }) => {
      const { id: memberId } = signedInAs(c).member;
      if (action.type === "SLACK") await postActionAgain(tx, action.id, memberId);
      else await sendActionAgain(tx, action.id, memberId);
      return { said: "It is sent again." };
    }))
  .post(`${ACTION}/execution`, reviews, async (c) => {
    const account = await accountOf(c);
    const form = await readForm(c, draftPress);
    if (!form.ok) return await refused(c, account, Object.values(form.errors).join(" "), 422);
    const { action } = await viewOf(c, account);
    try {
      await executeAction(c.var.tx, action.id, form.value.version);
      return goTo(c, draftPath(c));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      // Pressed in the plan, the refusal is told where the draft can be seen.
      if (isFragment(c)) return goAndSay(c, draftPath(c), error.message);
      return await refused(c, account, error.message, 409);
    }
  });

interface Done {
  said?: string;
  /** The draft that leaves now, so that the next page offers to undo it. */
  left?: string;
}

type Work = (tx: OrgDb, view: DraftView & { draft: Draft }, version: number) => Promise<Done>;

async function press(c: Ctx, work: Work) {
  const account = await accountOf(c);
  const form = await readForm(c, draftPress);
  if (!form.ok) return await refused(c, account, Object.values(form.errors).join(" "), 422);
  const { version, queue } = form.value;
  return await attempt(c, account, queue, (tx, view) => work(tx, view, version));
}

/** A button that asks for nothing but to be pressed. */
async function bare(c: Ctx, work: (tx: OrgDb, view: DraftView) => Promise<Done>) {
  const account = await accountOf(c);
  const form = await readForm(c, barePress);
  if (!form.ok) return await refused(c, account, Object.values(form.errors).join(" "), 422);
  return await tried(
    c,
    account,
    form.value.queue,
    async () => await work(c.var.tx, await viewOf(c, account)),
  );
}

async function attempt(
  c: Ctx,
  account: AccountWithPeople,
  queue: string | undefined,
  work: (tx: OrgDb, view: DraftView & { draft: Draft }) => Promise<Done>,
) {
  return await tried(c, account, queue, async () => {
    const view = await viewOf(c, account);
    return await work(c.var.tx, { ...view, draft: needed(view.draft) });
  });
}

async function tried(
  c: Ctx,
  account: AccountWithPeople,
  queue: string | undefined,
  work: () => Promise<Done>,
) {
  try {
    const { said, left } = await work();
    const to = queue === undefined ? draftPath(c) : reviewPath(queue, left);
    return said ? goAndSay(c, to, said) : goTo(c, to);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return await refused(c, account, error.message, 409);
  }
}

async function saveDraft(c: Ctx) {
  const account = await accountOf(c);
  const view = await viewOf(c, account);
  const draft = needed(view.draft);
  const form = await readForm(c, draftForm);
  if (!form.ok) return await editAgain(c, account, form, 422);
  const { version, queue, page, typing, ...words } = form.value;
  try {
    const filled = await withValues(c.var.tx, draft.id, words, publicUrlOf(c));
    await editDraft(c.var.tx, draft.id, version, filled);
    if (page) await forgetTyping(c.var.tx, draft.id, signedInAs(c).member.id, { page, typing });
    return goAndSay(c, queue === undefined ? draftPath(c) : reviewPath(queue), "Saved.");
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const again = { typed: await typedAgain(c), errors: { form: error.message } };
    return await editAgain(c, account, again, 409);
  }
}

/** Where it was typed: in the queue, or on the page of the draft. */
async function editAgain(
  c: Ctx,
  account: AccountWithPeople,
  form: FormState,
  status: 409 | 422,
) {
  const { queue } = await typedAgain(c);
  if (typeof queue !== "string") {
    return await draftPage(c, account, { editing: true, form, status });
  }
  const place = readPlace(new URLSearchParams(queue));
  return await reviewPage(c, { place, editing: true, form, status });
}

async function refused(
  c: Ctx,
  account: AccountWithPeople,
  refusal: string,
  status: 409 | 422,
) {
  return await draftPage(c, account, { refusal, status });
}

async function draftPage(
  c: Ctx,
  account: AccountWithPeople,
  { status, ...props }: Partial<DraftProps> & { status?: 409 | 422 },
) {
  const view = await viewOf(c, account);
  const filled = props.editing && view.draft ? await started(c, view) : view;
  const reviewing = mayReview(c);
  const typing = reviewing ? await typingOn(c, view) : undefined;
  const part = <DraftPanel {...props} view={filled} mayReview={reviewing} typing={typing} />;
  return await showAccount(c, account, part, { status, title: view.action.label || "Draft" });
}

/** Who writes it themselves begins with what rules would have written. */
async function started(c: Ctx, view: DraftView): Promise<DraftView> {
  const { draft } = view;
  if (!draft || draft.body !== "" || draft.state === "ready") return view;
  const context = await readContext(c.var.tx, draft.id);
  if (!context) return view;
  const { to, cc, bcc, subject, body } = draftByRules(context, publicUrlOf(c));
  const words = { to_addresses: to, cc_addresses: cc, bcc_addresses: bcc, subject, body };
  return { ...view, draft: { ...draft, ...words } };
}

function viewOf(c: Ctx, account: AccountWithPeople): Promise<DraftView> {
  return viewDraft(c.var.tx, account.id, c.req.param("action")!, publicUrlOf(c));
}

function needed(draft: Draft | undefined): Draft {
  if (!draft) throw new Refused("There is no draft any more.");
  return draft;
}

/** Only a place in the queue, whatever was sent as one. */
function queueOf(text: string | undefined) {
  if (text === undefined) return undefined;
  const here = searchOf(readPlace(new URLSearchParams(text)));
  return { here, then: here };
}

function reviewPath(queue: string, left?: string): string {
  const search = searchOf(readPlace(new URLSearchParams(queue)));
  return `/review?${search}${left ? `&left=${left}` : ""}`;
}

const draftPath = (c: Ctx) =>
  `/accounts/${c.req.param("id")}/actions/${c.req.param("action")}/draft`;

const mayReview = (c: Ctx) => may(signedInAs(c).member.roles, "drafts.review");

const publicUrlOf = (c: Ctx) => c.var.house.settings.publicUrl;
