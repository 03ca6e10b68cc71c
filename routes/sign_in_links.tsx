import { Hono } from "hono";
import type { Env } from "./env.ts";
import { readForm } from "./forms.ts";
import { enterByLink, openLink } from "./links.tsx";
import { askForLetter, TOKEN } from "./mail_proofs.ts";
import { askForm, inWords } from "./sign_in_forms.ts";
import { refuseSignIn } from "./sign_in.tsx";
import { goTo, safePath } from "./tenant.ts";

export const signInLinks = new Hono<Env>()
  .post("/sign-in-links", async (c) => {
    const parsed = await readForm(c, askForm);
    if (!parsed.ok) return refuseSignIn(c, parsed, 422);
    const { email } = parsed.value;
    const next = safePath(parsed.value.next, c.req.url);
    const wait = await askForLetter(c, { kind: "sign_in", email, next });
    if (wait === 0) return goTo(c, "/verification");
    c.header("retry-after", String(wait));
    const errors = { form: tooManyLetters(wait) };
    return refuseSignIn(c, { typed: { email, next }, errors }, 429);
  })
  .get(`/sign-in-links/:token{${TOKEN}}`, openLink)
  .post(`/sign-in-links/:token{${TOKEN}}`, enterByLink);

export function tooManyLetters(wait: number): string {
  return `Several letters were sent already. Wait ${inWords(wait)} before you ask for another.`;
}
