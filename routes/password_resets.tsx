import { Hono } from "hono";
import { type Challenge, findChallenge } from "../domain/people/challenges.ts";
import { recordForPerson } from "../domain/people/identity_events.ts";
import { resetPassword } from "../domain/people/password_changes.ts";
import { PASSWORD_MIN, passwordProblem } from "../domain/people/password_rules.ts";
import { passwordChangedLetter } from "../domain/messages/identity_letters.ts";
import type { FormState } from "../views/parts/fields.tsx";
import { KeptLetter, LetterSentBelow } from "../views/mail_proofs.tsx";
import { BackToSignIn, ForgottenForm, NewPasswordForm } from "../views/password_resets.tsx";
import type { Ctx, Env } from "./env.ts";
import { askedOf, enter, visitorOf } from "./entrance.ts";
import { readForm } from "./forms.ts";
import { postLetter, whyKept } from "./letters.ts";
import {
  challengeOf,
  isDead,
  showDead,
  showUnknown,
  TOO_MANY_CODES,
  WRONG_CODE,
} from "./links.tsx";
import { askForLetter, TOKEN } from "./mail_proofs.ts";
import { showFront } from "./page.tsx";
import { forgottenForm, resetForm } from "./sign_in_forms.ts";
import { tooManyLetters } from "./sign_in_links.tsx";
import { goTo } from "./tenant.ts";

export const passwordResets = new Hono<Env>()
  .get("/password-resets", (c) => showForgotten(c))
  .post("/password-resets", async (c) => {
    const parsed = await readForm(c, forgottenForm);
    if (!parsed.ok) return showForgotten(c, parsed, 422);
    const { email } = parsed.value;
    const wait = await askForLetter(c, { kind: "reset", email });
    if (wait === 0) return goTo(c, "/password-resets/code");
    c.header("retry-after", String(wait));
    return showForgotten(c, { typed: { email }, errors: { form: tooManyLetters(wait) } }, 429);
  })
  .get("/password-resets/code", async (c) => {
    const challenge = await findAsked(c);
    return challenge ? showByCode(c, challenge) : goTo(c, "/password-resets");
  })
  .post("/password-resets/code", async (c) => {
    const challenge = await findAsked(c);
    if (!challenge) return goTo(c, "/password-resets");
    return await setNew(c, challenge, (form) => showByCode(c, challenge, form));
  })
  .get(`/password-resets/:token{${TOKEN}}`, async (c) => {
    const challenge = await findLinked(c);
    if (!challenge) return showUnknown(c);
    return isDead(challenge) ? showDead(c, challenge) : showByLink(c, challenge);
  })
  .post(`/password-resets/:token{${TOKEN}}`, async (c) => {
    const challenge = await findLinked(c);
    if (!challenge) return showUnknown(c);
    if (isDead(challenge)) return showDead(c, challenge);
    return await setNew(c, challenge, (form) => showByLink(c, challenge, form));
  });

/** Rules first, so that a password that is refused does not cost the person their letter. */
async function setNew(
  c: Ctx,
  challenge: Challenge,
  refuse: (form: FormState) => Response | Promise<Response>,
) {
  const { db, settings } = c.var.house;
  const parsed = await readForm(c, resetForm);
  if (!parsed.ok) return refuse({ typed: {}, errors: parsed.errors });
  const { password, code } = parsed.value;
  const problem = passwordProblem(password, [challenge.email]);
  if (problem) return refuse({ typed: {}, errors: { password: problem } });
  const token = c.req.param("token");
  const needsCode = !(token && challenge.isOwnBrowser);
  if (needsCode && !code) return refuse({ typed: {}, errors: { code: "Enter the code." } });
  if (needsCode && challenge.state !== "open") return refuse(deadForm(challenge));
  const proof = { token, browser: askedOf(c), code };
  const entered = await resetPassword(db, challenge, proof, password, visitorOf(c));
  if (!entered) return refuse(deadForm(await findChallenge(db, proof)));
  await recordForPerson(db, entered.identityId, "identity.password_reset");
  const letter = passwordChangedLetter({ support: settings.supportEmail });
  await postLetter(c, { address: challenge.email }, letter, { kind: "notice" });
  return await enter(c, entered, "mail", "/");
}

function deadForm(challenge: Challenge | undefined): FormState {
  if (challenge?.state === "open") return { typed: {}, errors: { code: WRONG_CODE } };
  const form = challenge?.state === "guessed"
    ? TOO_MANY_CODES
    : "This letter is more than 10 minutes old or was used. Ask for a new one.";
  return { typed: {}, errors: { form } };
}

async function findAsked(c: Ctx): Promise<Challenge | undefined> {
  const challenge = await findChallenge(c.var.house.db, { browser: askedOf(c) });
  return challenge?.purpose === "reset" ? challenge : undefined;
}

async function findLinked(c: Ctx): Promise<Challenge | undefined> {
  const challenge = await challengeOf(c);
  return challenge?.purpose === "reset" ? challenge : undefined;
}

function showForgotten(c: Ctx, form?: FormState, status: 200 | 422 | 429 = 200) {
  return showFront(
    c,
    {
      title: "Forgotten password",
      heading: "Set a new password",
      lead: "We mail you a link. It works once, for 10 minutes.",
      below: <BackToSignIn />,
    },
    <ForgottenForm form={form} />,
    status,
  );
}

function showByCode(c: Ctx, challenge: Challenge, form?: FormState) {
  return showFront(
    c,
    {
      title: "Check your mail",
      lead: (
        <>
          We sent a letter to{" "}
          <strong>{challenge.email}</strong>. Open its link in this browser, or enter its code here.
        </>
      ),
      below: <LetterSentBelow back="/password-resets" />,
    },
    <>
      <KeptLetter why={whyKept(c, challenge.email)} />
      <NewPasswordForm
        action="/password-resets/code"
        email={challenge.email}
        needsCode
        passwordMin={PASSWORD_MIN}
        form={form}
      />
    </>,
    form ? 422 : 200,
  );
}

function showByLink(c: Ctx, challenge: Challenge, form?: FormState) {
  return showFront(
    c,
    {
      title: "Set a new password",
      lead: (
        <>
          For <strong>{challenge.email}</strong>. Every other browser will be signed out.
        </>
      ),
    },
    <NewPasswordForm
      action={c.req.path}
      email={challenge.email}
      needsCode={!challenge.isOwnBrowser}
      isOtherBrowser={!challenge.isOwnBrowser}
      passwordMin={PASSWORD_MIN}
      form={form}
    />,
    form ? 422 : 200,
  );
}
