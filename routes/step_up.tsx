import { Hono } from "hono";
import { createMiddleware } from "hono/factory";
import { stepUpLetter } from "../domain/messages/identity_letters.ts";
import { type Challenge, findChallenge } from "../domain/people/challenges.ts";
import type { Session } from "../domain/people/sessions.ts";
import { checkPassword } from "../domain/people/sign_ins.ts";
import { askToStepUp, stepUp, stepUpByMail } from "../domain/people/step_ups.ts";
import { forgive, mailLanes, stepUpLanes, takeTurn } from "../domain/people/throttles.ts";
import type { FormState } from "../views/parts/fields.tsx";
import { KeptLetter } from "../views/mail_proofs.tsx";
import { StepUpBelow, StepUpByMail, StepUpByPassword, StepUpCode } from "../views/step_up.tsx";
import { askedOf, askingOf, giveAsked, giveSession } from "./entrance.ts";
import type { Ctx, Env } from "./env.ts";
import { readForm } from "./forms.ts";
import { postLetter, whyKept } from "./letters.ts";
import { TOO_MANY_CODES, WRONG_CODE } from "./links.tsx";
import { showFront } from "./page.tsx";
import { codeForm, inWords, stepUpForm, stepUpLetterForm } from "./sign_in_forms.ts";
import { goTo, safePath, wayBack } from "./tenant.ts";

/** Sends on to sign in whoever has not. They need not belong to an organisation yet. */
export const requiresPerson = createMiddleware<Env>(async (c, next) => {
  if (!c.var.session) return goTo(c, `/sign-in?next=${encodeURIComponent(wayBack(c))}`, 401);
  await next();
});

/**
 * For pages that change who may get in: the person has proved who they are within the last
 * 15 minutes, or does so now and comes back. Stands behind `signedIn`, before `tenant`.
 */
export const requiresFresh = createMiddleware<Env>(async (c, next) => {
  if (!personOf(c).isFresh) {
    return goTo(c, `/step-up?next=${encodeURIComponent(wayBack(c))}`, 403);
  }
  await next();
});

export function personOf(c: Ctx): Session {
  return c.var.session!;
}

export const steppingUp = new Hono<Env>()
  .use("/step-up", requiresPerson)
  .use("/step-up/*", requiresPerson)
  .get("/step-up", (c) => showStepUp(c, safePath(c.req.query("next"), c.req.url)))
  .post("/step-up", async (c) => {
    const { db } = c.var.house;
    const session = personOf(c);
    const parsed = await readForm(c, stepUpForm);
    if (!parsed.ok) return showStepUp(c, "/", { typed: {}, errors: parsed.errors });
    const next = safePath(parsed.value.next, c.req.url);
    const lanes = stepUpLanes(session.identityId);
    const wait = await takeTurn(db, lanes);
    if (wait > 0) return refuse(c, next, `There were too many tries. Wait ${inWords(wait)}.`, 429);
    const person = await checkPassword(db, session.email, parsed.value.password);
    if (person?.id !== session.identityId) return refuse(c, next, "This is not your password.");
    await forgive(db, lanes);
    giveSession(c, await stepUp(db, session));
    return goTo(c, next);
  })
  .post("/step-up/letters", async (c) => {
    const { db } = c.var.house;
    const session = personOf(c);
    const parsed = await readForm(c, stepUpLetterForm);
    const next = safePath(parsed.ok ? parsed.value.next : "/", c.req.url);
    const wait = await takeTurn(db, await mailLanes(db, askingOf(c, session.email)));
    if (wait > 0) {
      const words = `Several letters were sent already. Wait ${inWords(wait)}.`;
      return refuse(c, next, words, 429);
    }
    const { code, browser } = await askToStepUp(db, session, next);
    await postLetter(c, { name: session.name, address: session.email }, stepUpLetter({ code }));
    giveAsked(c, browser);
    return goTo(c, "/step-up/code");
  })
  .get("/step-up/code", async (c) => {
    const challenge = await findAsked(c);
    return challenge ? showCode(c, challenge) : goTo(c, "/step-up");
  })
  .post("/step-up/code", async (c) => {
    const { db } = c.var.house;
    const challenge = await findAsked(c);
    if (!challenge) return goTo(c, "/step-up");
    const parsed = await readForm(c, codeForm);
    if (!parsed.ok) return showCode(c, challenge, { typed: {}, errors: parsed.errors });
    const proof = { browser: askedOf(c), code: parsed.value.code };
    const token = await stepUpByMail(db, personOf(c), challenge, proof);
    if (!token) return showCode(c, challenge, await whyNot(c));
    giveSession(c, token);
    return goTo(c, safePath(challenge.next, c.req.url));
  });

async function findAsked(c: Ctx): Promise<Challenge | undefined> {
  const challenge = await findChallenge(c.var.house.db, { browser: askedOf(c) });
  const isOurs = challenge?.purpose === "step_up" &&
    challenge.identityId === personOf(c).identityId;
  return isOurs ? challenge : undefined;
}

async function whyNot(c: Ctx): Promise<FormState> {
  const challenge = await findAsked(c);
  if (challenge?.state === "open") return { typed: {}, errors: { code: WRONG_CODE } };
  const form = challenge?.state === "guessed"
    ? TOO_MANY_CODES
    : "This code is more than 10 minutes old or was used. Ask for a new one.";
  return { typed: {}, errors: { form } };
}

function refuse(c: Ctx, next: string, words: string, status: 422 | 429 = 422) {
  const field = status === 429 ? "form" : "password";
  return showStepUp(c, next, { typed: {}, errors: { [field]: words } }, status);
}

function showStepUp(c: Ctx, next: string, form?: FormState, status: 422 | 429 = 422) {
  const { email, hasPassword } = personOf(c);
  const props = { email, next, form };
  return showFront(
    c,
    {
      title: "Is it you?",
      lead: "What comes next is sensitive, so show once more who you are.",
      below: <StepUpBelow next="/" />,
    },
    hasPassword ? <StepUpByPassword {...props} /> : <StepUpByMail {...props} />,
    form ? status : 200,
  );
}

function showCode(c: Ctx, challenge: Challenge, form?: FormState) {
  return showFront(
    c,
    {
      title: "Check your mail",
      below: <StepUpBelow next={`/step-up?next=${encodeURIComponent(challenge.next)}`} />,
    },
    <>
      <KeptLetter why={whyKept(c, challenge.email)} />
      <StepUpCode email={challenge.email} form={form} />
    </>,
    form ? 422 : 200,
  );
}
