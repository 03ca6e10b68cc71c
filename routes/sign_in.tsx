import { Hono } from "hono";
import { checkPassword } from "../domain/people/sign_ins.ts";
import { startSession } from "../domain/people/sessions.ts";
import { forgive, passwordLanes, takeTurn } from "../domain/people/throttles.ts";
import type { FormState } from "../views/parts/fields.tsx";
import { SignInBelow, SignInForm } from "../views/sign_in.tsx";
import type { Ctx, Env } from "./env.ts";
import { askingOf, enter, visitorOf } from "./entrance.ts";
import { readForm } from "./forms.ts";
import { showFront } from "./page.tsx";
import { inWords, signInForm, withoutSecrets } from "./sign_in_forms.ts";
import { goTo, safePath } from "./tenant.ts";

export const signIn = new Hono<Env>()
  .get("/sign-in", (c) => {
    const next = safePath(c.req.query("next"), c.req.url);
    return c.var.session ? goTo(c, next) : showSignIn(c, next);
  })
  .post("/sign-in", async (c) => {
    const { db } = c.var.house;
    const parsed = await readForm(c, signInForm);
    if (!parsed.ok) return refuseSignIn(c, parsed, 422);
    const { email, password, next } = parsed.value;
    const typed = { email, next };
    const lanes = await passwordLanes(db, askingOf(c, email));
    const wait = await takeTurn(db, lanes);
    if (wait > 0) {
      c.header("retry-after", String(wait));
      return refuseSignIn(c, { typed, errors: { form: tooOften(wait) } }, 429);
    }
    const person = await checkPassword(db, email, password);
    if (!person) return refuseSignIn(c, { typed, errors: { form: NO_MATCH } }, 401);
    await forgive(db, lanes);
    const token = await startSession(db, person.id, "password", visitorOf(c));
    return await enter(c, { token, identityId: person.id }, "password", next);
  });

/** Also for the button beside it, which asks for a link and is refused on the same page. */
export function refuseSignIn(c: Ctx, form: FormState, status: 401 | 422 | 429) {
  const next = safePath(String(form.typed.next ?? ""), c.req.url);
  return showSignIn(c, next, { ...form, typed: withoutSecrets(form.typed) }, status);
}

const NO_MATCH = "This address and password do not belong together. " +
  "Use the work address you signed up with, or let us mail you a link.";

function tooOften(wait: number): string {
  return `There were too many tries. Wait ${inWords(wait)}, or let us mail you a link.`;
}

function showSignIn(c: Ctx, next: string, form?: FormState, status: 200 | 401 | 422 | 429 = 200) {
  return showFront(
    c,
    { title: "Sign in", heading: "Sign in to Thread", below: <SignInBelow next={next} /> },
    <SignInForm form={form} next={next} />,
    status,
  );
}
