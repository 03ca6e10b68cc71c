import { Hono } from "hono";
import { NotFound } from "../domain/base/errors.ts";
import { switchForm } from "../domain/people/people_forms.ts";
import { chooseOrg } from "../domain/people/sessions.ts";
import type { Env } from "./env.ts";
import { readForm } from "./forms.ts";
import { personOf, requiresPerson } from "./step_up.tsx";
import { goTo } from "./tenant.ts";

/** Changes the organisation of this session only; other browsers stay where they are. */
export const switchOrg = new Hono<Env>().post("/", requiresPerson, async (c) => {
  const session = personOf(c);
  const form = await readForm(c, switchForm);
  if (!form.ok || !await chooseOrg(c.var.house.db, session, form.value.org)) throw new NotFound();
  return goTo(c, "/");
});
