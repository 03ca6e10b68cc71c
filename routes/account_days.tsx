import { Hono } from "hono";
import { isDay } from "../domain/base/calendar.ts";
import { NotFound, Refused } from "../domain/base/errors.ts";
import {
  addAccountDay,
  moveAccountTo,
  removeAccountDay,
} from "../domain/onboarding/account_days.ts";
import { accountHolidayForm, zoneForm } from "../domain/onboarding/plan_forms.ts";
import type { FormState } from "../views/parts/fields.tsx";
import { ACCOUNT, accountOf, requiresOnAccount } from "./account_access.ts";
import { settingsPage } from "./account_settings.tsx";
import type { Ctx, Env } from "./env.ts";
import { readForm, typedAgain } from "./forms.ts";
import { goAndSay } from "./notices.ts";

const changes = requiresOnAccount("plans.change");

/** When a customer works. */
export const accountDays = new Hono<Env>()
  .post(`${ACCOUNT}/time-zone`, changes, async (c) => {
    const account = await accountOf(c);
    const form = await readForm(c, zoneForm);
    if (!form.ok) return await settingsPage(c, account, { zoneForm: form, status: 422 });
    const { version, time_zone } = form.value;
    try {
      await moveAccountTo(c.var.tx, account.id, version, time_zone);
      return goAndSay(c, `/accounts/${account.id}/settings`, "The time zone is saved.");
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const refused = await kept(c, error);
      return await settingsPage(c, await accountOf(c), { zoneForm: refused, status: 409 });
    }
  })
  .post(`${ACCOUNT}/holidays`, changes, async (c) => {
    const account = await accountOf(c);
    const form = await readForm(c, accountHolidayForm);
    if (!form.ok) return await settingsPage(c, account, { dayForm: form, status: 422 });
    const { day, name } = form.value;
    try {
      await addAccountDay(c.var.tx, account.id, form.value);
      return goAndSay(c, `/accounts/${account.id}/settings`, `${name || day} is in the list.`);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const refused = await kept(c, error, "day");
      return await settingsPage(c, account, { dayForm: refused, status: 409 });
    }
  })
  .post(`${ACCOUNT}/holidays/:day/removal`, changes, async (c) => {
    const account = await accountOf(c);
    const { day } = c.req.param();
    if (!isDay(day)) throw new NotFound();
    try {
      const { name } = await removeAccountDay(c.var.tx, account.id, day);
      return goAndSay(c, `/accounts/${account.id}/settings`, `${name || day} is removed.`);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return await settingsPage(c, account, { refusal: error.message, status: 409 });
    }
  });

async function kept(c: Ctx, error: Refused, field = "form"): Promise<FormState> {
  return { typed: await typedAgain(c), errors: { [field]: error.message } };
}
