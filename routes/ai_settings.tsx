import { Hono } from "hono";
import { Refused } from "../domain/base/errors.ts";
import { budgetForm } from "../domain/writing/budget_form.ts";
import { changeBudget, readMeter } from "../domain/writing/model_meter.ts";
import { askForTrial, lastTrial } from "../domain/writing/model_trial.ts";
import { providerOf } from "../domain/writing/provider.ts";
import { AiSettings } from "../views/ai_settings.tsx";
import type { FormState } from "../views/parts/fields.tsx";
import type { Ctx, Env } from "./env.ts";
import { readForm } from "./forms.ts";
import { goAndSay, takeNotice } from "./notices.ts";
import { showPage } from "./page.tsx";
import { goTo, requires, signedInAs } from "./tenant.ts";

const PAGE = "/settings/ai";

/** Which language model writes, whether it answers, and how much it may. */
export const aiSettings = new Hono<Env>()
  .use(requires("model.change"))
  .get("/", (c) => aiPage(c))
  .post("/", async (c) => {
    const form = await readForm(c, budgetForm);
    if (!form.ok) return await aiPage(c, form);
    const { version, daily_tokens } = form.value;
    try {
      await changeBudget(c.var.tx, version, daily_tokens);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const typed = { daily_tokens: String(daily_tokens) };
      return await aiPage(c, { typed, errors: { form: error.message } }, 409);
    }
    return goAndSay(c, PAGE, "The budget is saved.");
  })
  .post("/trials", async (c) => {
    await askForTrial(c.var.tx, signedInAs(c).org.id);
    return goTo(c, PAGE);
  });

async function aiPage(c: Ctx, form?: FormState, status: 409 | 422 = 422) {
  const provider = providerOf(c.var.house.outside);
  return await showPage(
    c,
    { title: "Settings", header: {}, notice: takeNotice(c) },
    <AiSettings
      provider={provider && { host: new URL(provider.url).host, model: provider.model }}
      meter={await readMeter(c.var.tx)}
      trial={await lastTrial(c.var.tx, signedInAs(c).org.id)}
      form={form}
    />,
    form ? status : 200,
  );
}
