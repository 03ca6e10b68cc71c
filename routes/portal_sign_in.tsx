import { Hono } from "hono";
import { type Challenge, findChallenge, type Proof } from "../domain/people/challenges.ts";
import { doorTo } from "../domain/portal/doors.ts";
import { changeDoor, enterPortal } from "../domain/portal/portal_sessions.ts";
import type { Words } from "../domain/messages/words/words.ts";
import { KeptLetter } from "../views/mail_proofs.tsx";
import type { FormState } from "../views/parts/fields.tsx";
import {
  DeadPortalLink,
  NoPortal,
  OpenedPortalLink,
  PortalLetterSent,
  PortalSignIn,
  SentBelow,
} from "../views/portal_sign_in.tsx";
import { visitorOf } from "./entrance.ts";
import { type Ctx, type Env, UUID } from "./env.ts";
import { whyKept } from "./letters.ts";
import { TOKEN } from "./mail_proofs.ts";
import {
  contactOf,
  givePortal,
  lastOrgOf,
  orgMeant,
  portalAskedOf,
  portalPathOf,
} from "./portal_door.ts";
import {
  againForm,
  codeForm,
  continueForm,
  portalAskForm,
  readPortalForm,
} from "./portal_forms.ts";
import { askForPortalLetter } from "./portal_letters.ts";
import { portalFront } from "./portal_page.tsx";
import { visitorWords, waitIn } from "./portal_words.ts";
import { goTo, safePath } from "./tenant.ts";

/** Mounted at /p. How a customer comes in: a letter to their address, and no password to make up. */
export const portalSignIn = new Hono<Env>()
  .get(`/:org{${UUID}}`, async (c) => {
    const org = c.req.param("org");
    if (c.var.portal?.orgId === org) return goTo(c, "/p");
    return await signInPage(c, `/p/${org}`);
  })
  .get(`/:org{${UUID}}/tasks/:task{${UUID}}`, async (c) => {
    const { org, task } = c.req.param();
    if (c.var.portal?.orgId === org) return await goToTask(c, task);
    return await signInPage(c, `/p/${org}/tasks/${task}`);
  })
  .get("/sign-in", async (c) => {
    const next = nextOf(c, c.req.query("next"));
    return c.var.portal ? goTo(c, next) : await signInPage(c, next);
  })
  .post("/sign-in-links", async (c) => {
    const words = await visitorWords(c, lastOrgOf(c));
    const form = await readPortalForm(c, words, portalAskForm);
    if (!form.ok) {
      return await signInPage(c, nextOf(c, String(form.typed.next ?? "")), { form, status: 422 });
    }
    const { email } = form.value;
    const next = nextOf(c, form.value.next);
    const wait = await askForPortalLetter(c, email, next);
    if (wait === 0) return goTo(c, "/p/code");
    c.header("retry-after", String(wait));
    const errors = { form: waitIn(words, "signIn", wait) };
    return await signInPage(c, next, { form: { typed: { email }, errors }, status: 429 });
  })
  .get("/code", async (c) => {
    const challenge = await askedChallenge(c);
    if (!challenge) return goTo(c, c.var.portal ? "/p" : "/p/sign-in");
    return await sentPage(c, challenge);
  })
  .post("/code", async (c) => {
    const words = await visitorWords(c, lastOrgOf(c));
    const form = await readPortalForm(c, words, codeForm);
    const challenge = await askedChallenge(c);
    if (!challenge) return goTo(c, "/p/sign-in");
    if (!form.ok) return await sentPage(c, challenge, { typed: {}, errors: form.errors });
    const proof = { browser: portalAskedOf(c), code: form.value.code };
    return await enterWith(c, challenge, proof) ??
      await sentPage(c, challenge, await whyNot(c, words));
  })
  .post("/letters", async (c) => {
    const words = await visitorWords(c, lastOrgOf(c));
    const form = await readPortalForm(c, words, againForm);
    const token = form.ok ? form.value.again : undefined;
    const challenge = token ? await findPortalChallenge(c, token) : await askedChallenge(c);
    if (!challenge) return goTo(c, "/p/sign-in");
    const wait = await askForPortalLetter(c, challenge.email, challenge.next);
    if (wait === 0) return goTo(c, "/p/code");
    c.header("retry-after", String(wait));
    const errors = { form: waitIn(words, "signIn", wait) };
    return await sentPage(c, challenge, { typed: {}, errors }, 429);
  })
  .get(`/sign-in-links/:token{${TOKEN}}`, async (c) => {
    const challenge = await findPortalChallenge(c, c.req.param("token"));
    if (!challenge) return await unknownPage(c);
    return isDead(challenge) ? await deadOrOn(c, challenge) : await linkPage(c, challenge);
  })
  .post(`/sign-in-links/:token{${TOKEN}}`, async (c) => {
    const token = c.req.param("token");
    const challenge = await findPortalChallenge(c, token);
    if (!challenge) return await unknownPage(c);
    if (isDead(challenge)) return await deadOrOn(c, challenge);
    const words = await visitorWords(c, orgMeant(c, challenge.next));
    const form = await readPortalForm(c, words, continueForm);
    if (!form.ok) return await linkPage(c, challenge, { typed: {}, errors: form.errors });
    const { code } = form.value;
    if (!challenge.isOwnBrowser && code === undefined) return await linkPage(c, challenge);
    const proof = { token, browser: portalAskedOf(c), code };
    return await enterWith(c, challenge, proof) ?? await refuseCode(c, token);
  });

/** The task may be of another account of theirs; then they go on in that one. */
async function goToTask(c: Ctx, task: string) {
  const { db } = c.var.house;
  const session = contactOf(c);
  const contactId = session.hasOthers ? await doorTo(db, session, task) : undefined;
  const token = contactId && await changeDoor(db, session, contactId, visitorOf(c));
  if (token) givePortal(c, token, session.orgId);
  return goTo(c, `/p/tasks/${task}`);
}

/** Spends the proof and goes to what the letter was about. */
async function enterWith(c: Ctx, challenge: Challenge, proof: Proof) {
  const { db } = c.var.house;
  const org = orgMeant(c, challenge.next);
  const place = { orgId: org, alone: c.var.host !== undefined };
  const entered = await enterPortal(db, challenge, proof, visitorOf(c), place);
  if (entered === "spent") return undefined;
  if (entered === "nowhere") {
    const words = await visitorWords(c, org);
    const title = words.t("signIn.nowhere");
    return await portalFront(c, org, { title, words }, <NoPortal words={words} />, 403);
  }
  givePortal(c, entered.token, entered.door.orgId);
  const next = portalPathOf(safePath(challenge.next, c.req.url));
  const isTask = next.includes("/tasks/");
  return goTo(c, entered.mustChoose && !isTask ? "/p/choice" : next);
}

async function findPortalChallenge(c: Ctx, token: string): Promise<Challenge | undefined> {
  const { db } = c.var.house;
  const challenge = await findChallenge(db, { token, browser: portalAskedOf(c) });
  return challenge?.purpose === "portal" ? challenge : undefined;
}

async function askedChallenge(c: Ctx): Promise<Challenge | undefined> {
  const challenge = await findChallenge(c.var.house.db, { browser: portalAskedOf(c) });
  return challenge?.purpose === "portal" ? challenge : undefined;
}

/** Wrong codes spend a letter only for other browsers: who asked can still use its link. */
function isDead({ state, isOwnBrowser }: Challenge): boolean {
  return state === "used" || state === "old" || state === "guessed" && !isOwnBrowser;
}

/** A second press on the button finds the person in already. */
async function deadOrOn(c: Ctx, challenge: Challenge) {
  const isIn = challenge.state === "used" && c.var.portal?.email === challenge.email;
  if (isIn) return goTo(c, portalPathOf(safePath(challenge.next, c.req.url)));
  const isUsed = challenge.state === "used";
  const org = orgMeant(c, challenge.next);
  const words = await visitorWords(c, org);
  const { t } = words;
  return await portalFront(
    c,
    org,
    {
      title: t(isUsed ? "signIn.linkUsed" : "signIn.linkDead"),
      lead: isUsed
        ? t("signIn.linkUsedLead")
        : challenge.state === "guessed"
        ? t("signIn.tooManyCodes")
        : t("signIn.linkDeadLead"),
      words,
    },
    <DeadPortalLink token={c.req.param("token")!} email={challenge.email} words={words} />,
    410,
  );
}

async function refuseCode(c: Ctx, token: string) {
  const challenge = await findPortalChallenge(c, token);
  if (!challenge) return await unknownPage(c);
  if (isDead(challenge)) return await deadOrOn(c, challenge);
  const { t } = await visitorWords(c, orgMeant(c, challenge.next));
  return await linkPage(c, challenge, { typed: {}, errors: { code: t("signIn.wrongCode") } });
}

async function whyNot(c: Ctx, { t }: Words): Promise<FormState> {
  const challenge = await askedChallenge(c);
  if (challenge?.state === "open") {
    return { typed: {}, errors: { code: t("signIn.wrongCode") } };
  }
  const form = t(challenge?.state === "guessed" ? "signIn.tooManyCodes" : "signIn.letterDead");
  return { typed: {}, errors: { form } };
}

async function linkPage(c: Ctx, challenge: Challenge, form?: FormState) {
  const org = orgMeant(c, challenge.next);
  const words = await visitorWords(c, org);
  return await portalFront(
    c,
    org,
    { title: words.t("signIn.title"), words },
    <OpenedPortalLink
      action={c.req.path}
      email={challenge.email}
      needsCode={!challenge.isOwnBrowser}
      form={form}
      words={words}
    />,
    form ? 422 : 200,
  );
}

async function sentPage(c: Ctx, challenge: Challenge, form?: FormState, status: 422 | 429 = 422) {
  const org = orgMeant(c, challenge.next);
  const words = await visitorWords(c, org);
  const below = <SentBelow back={org ? `/p/${org}` : "/p/sign-in"} words={words} />;
  return await portalFront(
    c,
    org,
    { title: words.t("signIn.checkMail"), below, words },
    <>
      <KeptLetter why={whyKept(c, challenge.email)} words={words} />
      <PortalLetterSent email={challenge.email} form={form} words={words} />
    </>,
    form ? status : 200,
  );
}

async function unknownPage(c: Ctx) {
  const org = lastOrgOf(c);
  const words = await visitorWords(c, org);
  const { t } = words;
  return await portalFront(
    c,
    org,
    {
      title: t("signIn.linkCut"),
      lead: t("signIn.linkCutLead"),
      below: <a href="/p/sign-in">{t("signIn.title")}</a>,
      words,
    },
    null,
    404,
  );
}

export async function signInPage(
  c: Ctx,
  next: string,
  { form, passwordForm, status = 200 }: {
    form?: FormState;
    passwordForm?: FormState;
    status?: 200 | 422 | 429;
  } = {},
) {
  const org = orgMeant(c, next) ?? lastOrgOf(c);
  const words = await visitorWords(c, org);
  const { t } = words;
  return await portalFront(
    c,
    org,
    { title: t("signIn.title"), lead: t("signIn.lead"), words },
    <PortalSignIn {...{ next, form, passwordForm, words }} />,
    status,
  );
}

/** The letter names the organisation whose portal was meant, so that it looks like theirs. */
export function nextOf(c: Ctx, typed: string | undefined): string {
  const next = portalPathOf(safePath(typed, c.req.url));
  const org = lastOrgOf(c);
  return next === "/p" && org ? `/p/${org}` : next;
}
