import { Hono } from "hono";
import { versionForm } from "../domain/accounts/account_forms.ts";
import { Refused } from "../domain/base/errors.ts";
import { pauseReminders } from "../domain/onboarding/reminder_pauses.ts";
import { ACCOUNT, accountOf, requiresOnAccount } from "./account_access.ts";
import { settingsPage } from "./account_settings.tsx";
import type { Ctx, Env } from "./env.ts";
import { readForm } from "./forms.ts";
import { goAndSay } from "./notices.ts";

const changes = requiresOnAccount("plans.change");

/** Mounted at /accounts. Whether the customer of one account is reminded. */
export const accountReminders = new Hono<Env>()
  .post(`${ACCOUNT}/reminder-pause`, changes, (c) => pause(c, true))
  .post(`${ACCOUNT}/reminder-pause/removal`, changes, (c) => pause(c, false));

async function pause(c: Ctx, paused: boolean) {
  const account = await accountOf(c);
  const form = await readForm(c, versionForm);
  if (!form.ok) {
    const refusal = Object.values(form.errors).join(" ");
    return await settingsPage(c, account, { refusal, status: 422 });
  }
  try {
    const name = await pauseReminders(c.var.tx, account.id, form.value.version, paused);
    const said = paused ? `${name} is not reminded.` : `${name} is reminded again.`;
    return goAndSay(c, `/accounts/${account.id}/settings`, said);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const refusal = error.message;
    return await settingsPage(c, await accountOf(c), { refusal, status: 409 });
  }
}
