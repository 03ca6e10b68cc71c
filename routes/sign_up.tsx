import { Hono } from "hono";
import { createMiddleware } from "hono/factory";
import { recordForPerson } from "../domain/people/identity_events.ts";
import { renamePerson } from "../domain/people/profiles.ts";
import { setPassword } from "../domain/people/password_changes.ts";
import { PASSWORD_MIN, passwordProblem } from "../domain/people/password_rules.ts";
import type { Session } from "../domain/people/sessions.ts";
import { readWorkEmail } from "../domain/people/sign_ups.ts";
import type { FormState } from "../views/parts/fields.tsx";
import { FirstProfileForm, SignUpBelow, SignUpForm } from "../views/sign_in.tsx";
import type { Ctx, Env } from "./env.ts";
import { readForm } from "./forms.ts";
import { askForLetter } from "./mail_proofs.ts";
import { showFront } from "./page.tsx";
import { firstProfileForm, signUpForm, withoutSecrets } from "./sign_in_forms.ts";
import { tooManyLetters } from "./sign_in_links.tsx";
import { personOf, requiresFresh, requiresPerson } from "./step_up.tsx";
import { goTo, safePath } from "./tenant.ts";

export const signUp = new Hono<Env>()
  .get("/sign-up", (c) => {
    const next = safePath(c.req.query("next"), c.req.url);
    return c.var.session ? goTo(c, next) : showSignUp(c, next);
  })
  .post("/sign-up", async (c) => {
    const parsed = await readForm(c, signUpForm);
    if (!parsed.ok) return showSignUp(c, "/", parsed, 422);
    const { email: typed } = parsed.value;
    const next = safePath(parsed.value.next, c.req.url);
    const read = readWorkEmail(typed);
    if (!read.ok) {
      const form = { typed: { email: typed }, errors: { email: read.problem } };
      return showSignUp(c, next, form, 422);
    }
    const wait = await askForLetter(c, { kind: "sign_up", email: read.email, next });
    if (wait === 0) return goTo(c, "/verification");
    c.header("retry-after", String(wait));
    const form = { typed: { email: typed }, errors: { form: tooManyLetters(wait) } };
    return showSignUp(c, next, form, 429);
  })
  .use("/sign-up/profile", requiresPerson, requiresFresh)
  .get("/sign-up/profile", (c) => showProfile(c, safePath(c.req.query("next"), c.req.url)))
  .post("/sign-up/profile", async (c) => {
    const { db } = c.var.house;
    const session = personOf(c);
    const parsed = await readForm(c, firstProfileForm);
    if (!parsed.ok) return showProfile(c, "/", parsed);
    const { name, password } = parsed.value;
    const next = safePath(parsed.value.next, c.req.url);
    const problem = password ? passwordProblem(password, [name, session.email]) : undefined;
    if (problem) return showProfile(c, next, { typed: { name }, errors: { password: problem } });
    await renamePerson(db, session, name);
    if (password && !session.hasPassword) {
      await setPassword(db, session.identityId, password);
      await recordForPerson(db, session.identityId, "identity.password_changed");
    }
    return goTo(c, next);
  });

/** Before an organisation is set up, Thread knows what its first member is called. */
export const named = createMiddleware<Env>(async (c, next) => {
  const { session } = c.var;
  if (session && !session.name) {
    return goTo(c, `/sign-up/profile?next=${encodeURIComponent(c.req.path)}`);
  }
  await next();
});

function showSignUp(c: Ctx, next: string, form?: FormState, status: 200 | 422 | 429 = 200) {
  return showFront(
    c,
    {
      title: "Create your account",
      lead: "Start with your address at work. Your organisation comes next.",
      below: <SignUpBelow />,
    },
    <SignUpForm form={form} next={next} />,
    status,
  );
}

function showProfile(c: Ctx, next: string, form?: FormState) {
  const { email, name }: Session = personOf(c);
  return showFront(
    c,
    { title: "About you", lead: "Your address is confirmed. What should people call you?" },
    <FirstProfileForm
      email={email}
      name={name}
      passwordMin={PASSWORD_MIN}
      next={next}
      form={form && { ...form, typed: withoutSecrets(form.typed) }}
    />,
    form ? 422 : 200,
  );
}
