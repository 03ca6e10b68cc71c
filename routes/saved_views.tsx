import { Hono } from "hono";
import { savedViewForm } from "../domain/accounts/account_forms.ts";
import { forgetView, saveView } from "../domain/accounts/saved_views.ts";
import { Refused } from "../domain/base/errors.ts";
import { viewerOf } from "./account_access.ts";
import { refusedList } from "./accounts.tsx";
import { type Env, UUID } from "./env.ts";
import { readForm } from "./forms.ts";
import { goAndSay } from "./notices.ts";
import { requires } from "./tenant.ts";

/** Filters of the list that a person keeps by a name. */
export const savedViews = new Hono<Env>()
  .use(requires("accounts.read"))
  .post("/", async (c) => {
    const form = await readForm(c, savedViewForm);
    if (!form.ok) return await refusedList(c, Object.values(form.errors).join(" "), 422);
    const { name, query } = form.value;
    const kept = new URLSearchParams(query).toString();
    try {
      await saveView(c.var.tx, viewerOf(c).id, name, kept);
      return goAndSay(c, `/accounts?${kept}`, `The view "${name}" is saved.`);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return await refusedList(c, error.message, 409);
    }
  })
  .post(`/:view{${UUID}}/removal`, async (c) => {
    const { name } = await forgetView(c.var.tx, viewerOf(c).id, c.req.param("view"));
    return goAndSay(c, "/accounts", `The view "${name}" is forgotten.`);
  });
