import { Hono } from "hono";
import { Refused } from "../domain/base/errors.ts";
import { timeZones } from "../domain/base/time_zones.ts";
import { preferencesForm, preferencesTyped } from "../domain/messages/notification_forms.ts";
import { changePreferences, preferencesOf } from "../domain/messages/notification_preferences.ts";
import { findOrg } from "../domain/people/orgs.ts";
import { NotificationPreferences } from "../views/notification_preferences.tsx";
import type { FormState } from "../views/parts/fields.tsx";
import { viewerOf } from "./account_access.ts";
import type { Ctx, Env } from "./env.ts";
import { readForm, typedAgain } from "./forms.ts";
import { goAndSay, takeNotice } from "./notices.ts";
import { showPage } from "./page.tsx";

/** Mounted at /profile/notifications. How a member is told, in this organisation. */
export const notificationPreferences = new Hono<Env>()
  .get("/", (c) => preferencesPage(c))
  .post("/", async (c) => {
    const form = await readForm(c, preferencesForm);
    if (!form.ok) return await preferencesPage(c, form, 422);
    const { version } = form.value;
    try {
      await changePreferences(c.var.tx, viewerOf(c).id, version, preferencesTyped(form.value));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const again = { typed: await typedAgain(c), errors: { form: error.message } };
      return await preferencesPage(c, again, 409);
    }
    return goAndSay(c, "/profile/notifications", "You are told like this from now on.");
  });

async function preferencesPage(c: Ctx, form?: FormState, status: 200 | 409 | 422 = 200) {
  const { tx } = c.var;
  const { id } = viewerOf(c);
  const [found, org] = await Promise.all([preferencesOf(tx, [id]), findOrg(tx)]);
  const props = { preferences: found.get(id)!, org, zones: timeZones(), form };
  return await showPage(
    c,
    {
      title: "How you are told",
      narrow: true,
      header: {
        back: { href: "/profile", label: "Your profile" },
        lead: `Mail from ${org.name}. In Thread you always see everything, under Notifications.`,
      },
      notice: takeNotice(c),
    },
    <NotificationPreferences {...props} />,
    status,
  );
}
