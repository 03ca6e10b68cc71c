import { Hono } from "hono";
import { forgive, portalPasswordLanes, takeTurn } from "../domain/people/throttles.ts";
import { enterByPassword } from "../domain/portal/portal_passwords.ts";
import { askingOf, visitorOf } from "./entrance.ts";
import type { Ctx, Env } from "./env.ts";
import { givePortal, lastOrgOf, orgMeant } from "./portal_door.ts";
import { passwordSignInForm, readPortalForm } from "./portal_forms.ts";
import { nextOf, signInPage } from "./portal_sign_in.tsx";
import { visitorWords, waitIn } from "./portal_words.ts";
import { goTo } from "./tenant.ts";

/** Mounted at /p. The way in for customers who have set a password; the others need none. */
export const portalPasswordSignIn = new Hono<Env>().post("/sign-in", async (c) => {
  const { db } = c.var.house;
  const words = await visitorWords(c, lastOrgOf(c));
  const form = await readPortalForm(c, words, passwordSignInForm);
  if (!form.ok) {
    const { email = "", next } = form.typed;
    return await refuse(c, nextOf(c, String(next ?? "")), String(email), form.errors);
  }
  const { email, password } = form.value;
  const next = nextOf(c, form.value.next);
  const lanes = portalPasswordLanes(askingOf(c, email));
  const wait = await takeTurn(db, lanes);
  if (wait > 0) {
    c.header("retry-after", String(wait));
    return await refuse(c, next, email, { form: waitIn(words, "proof", wait) }, 429);
  }
  const entered = await enterByPassword(db, email, password, visitorOf(c), orgMeant(c, next));
  if (!entered) {
    return await refuse(c, next, email, { form: words.t("signIn.wrongPassword") });
  }
  await forgive(db, lanes);
  givePortal(c, entered.token, entered.door.orgId);
  return goTo(c, entered.mustChoose && !next.includes("/tasks/") ? "/p/choice" : next);
});

function refuse(
  c: Ctx,
  next: string,
  email: string,
  errors: Record<string, string>,
  status: 422 | 429 = 422,
) {
  return signInPage(c, next, { passwordForm: { typed: { email }, errors }, status });
}
