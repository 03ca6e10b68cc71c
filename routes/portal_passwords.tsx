import { Hono } from "hono";
import { createMiddleware } from "hono/factory";
import type { Child } from "hono/jsx";
import { recordEvent } from "../domain/base/events.ts";
import {
  type PasswordNews,
  portalCodeLetter,
  portalPasswordLetter,
} from "../domain/messages/portal_access_letters.ts";
import { type Challenge, findChallenge } from "../domain/people/challenges.ts";
import { PASSWORD_MAX, PASSWORD_MIN, passwordFault } from "../domain/people/password_rules.ts";
import { forgive, mailLanes, stepUpLanes, takeTurn } from "../domain/people/throttles.ts";
import {
  isOwnPassword,
  removePortalPassword,
  setPortalPassword,
} from "../domain/portal/portal_passwords.ts";
import {
  askPortalStepUp,
  isForStepUp,
  portalStepUp,
  portalStepUpByMail,
} from "../domain/portal/portal_step_ups.ts";
import { KeptLetter } from "../views/mail_proofs.tsx";
import type { FormState } from "../views/parts/fields.tsx";
import { PortalPassword, PortalProof, PortalProofCode } from "../views/portal_passwords.tsx";
import { askingOf } from "./entrance.ts";
import type { Ctx, Env } from "./env.ts";
import { postLetter, whyKept } from "./letters.ts";
import { goAndSay } from "./notices.ts";
import {
  contactOf,
  givePortal,
  givePortalAsked,
  inOwnAccount,
  inPortal,
  portalAskedOf,
} from "./portal_door.ts";
import { codeForm, newPasswordForm, proofForm, readPortalForm } from "./portal_forms.ts";
import { portalHead } from "./portal_letters.ts";
import { portalPage } from "./portal_page.tsx";
import { waitIn, wordsOf } from "./portal_words.ts";
import { goTo } from "./tenant.ts";

const PLACE = "/settings/password";
const HERE = `/p${PLACE}`;

/** A password is changed only shortly after the contact has shown who they are. */
const fresh = createMiddleware<Env>(async (c, next) => {
  if (!contactOf(c).isFresh) return goTo(c, HERE, 403);
  await next();
});

/** Mounted at /p. The password that a customer may have beside the links. */
export const portalPasswords = new Hono<Env>()
  .get(PLACE, inPortal, async (c) => {
    if (contactOf(c).isFresh) return await showPassword(c);
    const challenge = c.req.query("again") ? undefined : await askedCode(c);
    return challenge?.state === "open" ? await showCode(c) : await showProof(c);
  })
  .post(PLACE, inPortal, fresh, async (c) => {
    const words = wordsOf(c);
    const session = contactOf(c);
    const form = await readPortalForm(c, words, newPasswordForm);
    if (!form.ok) return await showPassword(c, { typed: {}, errors: form.errors });
    const { name, email, orgName, accountName } = session;
    const { password } = form.value;
    const fault = passwordFault(password, [name, email, orgName, accountName]);
    if (fault) {
      const limits = { short: { least: PASSWORD_MIN }, long: { most: PASSWORD_MAX } };
      const says = fault === "guessable"
        ? words.t("password.guessable")
        : words.say({ key: `password.${fault}`, values: limits[fault] });
      return await showPassword(c, { typed: {}, errors: { password: says } });
    }
    const { token, hadOne } = await setPortalPassword(c.var.house.db, session, password);
    givePortal(c, token, session.orgId);
    await tell(c, hadOne ? "changed" : "set");
    return goAndSay(c, "/p/settings", words.t(hadOne ? "password.isChanged" : "password.isSet"));
  })
  .post(`${PLACE}/removal`, inPortal, fresh, async (c) => {
    const session = contactOf(c);
    const token = await removePortalPassword(c.var.house.db, session);
    if (!token) return goTo(c, "/p/settings");
    givePortal(c, token, session.orgId);
    await tell(c, "removed");
    return goAndSay(c, "/p/settings", wordsOf(c).t("password.isRemoved"));
  })
  .post(`${PLACE}/proof`, inPortal, async (c) => {
    const { db } = c.var.house;
    const words = wordsOf(c);
    const session = contactOf(c);
    const form = await readPortalForm(c, words, proofForm);
    if (!form.ok) return await showProof(c, { typed: {}, errors: form.errors });
    const lanes = stepUpLanes(`portal ${session.contactId}`);
    const wait = await takeTurn(db, lanes);
    if (wait > 0) return await showProof(c, tooMany(c, wait), 429);
    if (!await isOwnPassword(db, session, form.value.password)) {
      return await showProof(c, { typed: {}, errors: { password: words.t("proof.wrong") } });
    }
    await forgive(db, lanes);
    givePortal(c, await portalStepUp(db, session), session.orgId);
    return goTo(c, HERE);
  })
  .post(`${PLACE}/letters`, inPortal, async (c) => {
    const { db } = c.var.house;
    const session = contactOf(c);
    const wait = await takeTurn(db, await mailLanes(db, askingOf(c, session.email)));
    if (wait > 0) {
      const errors = { form: waitIn(wordsOf(c), "signIn", wait) };
      return await showProof(c, { typed: {}, errors }, 429);
    }
    const { code, browser } = await askPortalStepUp(db, session);
    const letter = portalCodeLetter(wordsOf(c), { code, org: session.orgName });
    const to = { name: session.name, address: session.email };
    await postLetter(c, to, letter, { head: await portalHead(c, session.orgId) });
    givePortalAsked(c, browser);
    return goTo(c, HERE);
  })
  .post(`${PLACE}/code`, inPortal, async (c) => {
    const words = wordsOf(c);
    const session = contactOf(c);
    const form = await readPortalForm(c, words, codeForm);
    const challenge = await askedCode(c);
    if (!challenge) return goTo(c, HERE);
    if (!form.ok) return await showCode(c, { typed: {}, errors: form.errors });
    const proof = { browser: portalAskedOf(c), code: form.value.code };
    const token = await portalStepUpByMail(c.var.house.db, session, challenge, proof);
    if (token) {
      givePortal(c, token, session.orgId);
      return goTo(c, HERE);
    }
    return await whyNot(c);
  });

/** The letter belongs to nobody of the organisation; that it happened stands in the history. */
async function tell(c: Ctx, news: PasswordNews): Promise<void> {
  const { name, email, orgId, orgName, accountId } = contactOf(c);
  const kind = `account.portal_password_${news}`;
  await inOwnAccount(
    c,
    () => recordEvent(c.var.accountTx, { kind, subjectId: accountId, accountId, data: { name } }),
  );
  const letter = portalPasswordLetter(wordsOf(c), news, { org: orgName });
  const head = await portalHead(c, orgId);
  await postLetter(c, { name, address: email }, letter, { kind: "notice", head });
}

async function askedCode(c: Ctx): Promise<Challenge | undefined> {
  const challenge = await findChallenge(c.var.house.db, { browser: portalAskedOf(c) });
  return challenge && isForStepUp(challenge, contactOf(c)) ? challenge : undefined;
}

async function whyNot(c: Ctx) {
  const { t } = wordsOf(c);
  const challenge = await askedCode(c);
  if (challenge?.state === "open") {
    return await showCode(c, { typed: {}, errors: { code: t("signIn.wrongCode") } });
  }
  const form = t(challenge?.state === "guessed" ? "signIn.tooManyCodes" : "signIn.letterDead");
  return await showProof(c, { typed: {}, errors: { form } });
}

function tooMany(c: Ctx, wait: number): FormState {
  return { typed: {}, errors: { form: waitIn(wordsOf(c), "proof", wait) } };
}

function showPassword(c: Ctx, form?: FormState) {
  const { email, hasPassword } = contactOf(c);
  const props = { email, hasPassword, least: PASSWORD_MIN, words: wordsOf(c), form };
  return show(c, <PortalPassword {...props} />, form ? 422 : 200);
}

function showProof(c: Ctx, form?: FormState, status: 422 | 429 = 422) {
  const { email, hasPassword } = contactOf(c);
  const part = <PortalProof {...{ email, hasPassword, form }} words={wordsOf(c)} />;
  return show(c, part, form ? status : 200);
}

function showCode(c: Ctx, form?: FormState) {
  const { email } = contactOf(c);
  const words = wordsOf(c);
  const part = (
    <>
      <KeptLetter why={whyKept(c, email)} words={words} />
      <PortalProofCode {...{ email, form, words }} />
    </>
  );
  return show(c, part, form ? 422 : 200);
}

async function show(c: Ctx, part: Child, status: 200 | 422 | 429): Promise<Response> {
  const title = wordsOf(c).t("password.title");
  return await inOwnAccount(
    c,
    () => portalPage(c, { title, place: "/settings" }, part, status),
    true,
  );
}
