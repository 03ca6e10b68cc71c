import { Hono } from "hono";
import { type Challenge, findChallenge } from "../domain/people/challenges.ts";
import { KeptLetter, LetterSent, LetterSentBelow } from "../views/mail_proofs.tsx";
import type { FormState } from "../views/parts/fields.tsx";
import type { Ctx, Env } from "./env.ts";
import { askedOf } from "./entrance.ts";
import { readForm } from "./forms.ts";
import { enterByLink, enterWith, openLink, TOO_MANY_CODES, WRONG_CODE } from "./links.tsx";
import { whyKept } from "./letters.ts";
import { askAgain, TOKEN } from "./mail_proofs.ts";
import { showFront } from "./page.tsx";
import { tooManyLetters } from "./sign_in_links.tsx";
import { againForm, codeForm } from "./sign_in_forms.ts";
import { goTo } from "./tenant.ts";

export const verification = new Hono<Env>()
  .get("/verification", async (c) => {
    const challenge = await findAsked(c);
    if (!challenge) return goTo(c, c.var.session ? "/" : "/sign-in");
    if (challenge.purpose === "reset") return goTo(c, "/password-resets/code");
    if (challenge.purpose === "step_up") return goTo(c, "/step-up/code");
    return showSent(c, challenge);
  })
  .post("/verification", async (c) => {
    const parsed = await readForm(c, codeForm);
    const challenge = await findAsked(c);
    if (!challenge) return goTo(c, "/sign-in");
    if (!parsed.ok) return showSent(c, challenge, { typed: {}, errors: parsed.errors });
    const proof = { browser: askedOf(c), code: parsed.value.code };
    return await enterWith(c, challenge, proof) ?? showSent(c, challenge, await whyNot(c));
  })
  .post("/verification/letters", async (c) => {
    const parsed = await readForm(c, againForm);
    const token = parsed.ok ? parsed.value.again : undefined;
    const challenge = token
      ? await findChallenge(c.var.house.db, { token, browser: askedOf(c) })
      : await findAsked(c);
    if (!challenge) return goTo(c, "/sign-in");
    const wait = await askAgain(c, challenge);
    if (wait === 0) return goTo(c, "/verification");
    c.header("retry-after", String(wait));
    return showSent(c, challenge, { typed: {}, errors: { form: tooManyLetters(wait) } }, 429);
  })
  .get(`/verification/:token{${TOKEN}}`, openLink)
  .post(`/verification/:token{${TOKEN}}`, enterByLink);

function findAsked(c: Ctx): Promise<Challenge | undefined> {
  return findChallenge(c.var.house.db, { browser: askedOf(c) });
}

async function whyNot(c: Ctx): Promise<FormState> {
  const challenge = await findAsked(c);
  if (challenge?.state === "open") return { typed: {}, errors: { code: WRONG_CODE } };
  const form = challenge?.state === "guessed"
    ? TOO_MANY_CODES
    : "This letter is more than 10 minutes old or was used. Ask for a new one.";
  return { typed: {}, errors: { form } };
}

function showSent(c: Ctx, challenge: Challenge, form?: FormState, status: 422 | 429 = 422) {
  return showFront(
    c,
    { title: "Check your mail", below: <LetterSentBelow back="/sign-in" /> },
    <>
      <KeptLetter why={whyKept(c, challenge.email)} />
      <LetterSent email={challenge.email} form={form} />
    </>,
    form ? status : 200,
  );
}
