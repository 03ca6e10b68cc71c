import { Hono } from "hono";
import { addDays, dayIn } from "../domain/base/calendar.ts";
import { Refused } from "../domain/base/errors.ts";
import { reminderLetter } from "../domain/messages/reminder_letters.ts";
import { escalationForm, remindersForm } from "../domain/onboarding/notification_policy_forms.ts";
import {
  changePolicy,
  findPolicy,
  type PolicyChange,
} from "../domain/onboarding/notification_policies.ts";
import { findOrg } from "../domain/people/orgs.ts";
import { NotificationSettings } from "../views/notification_settings.tsx";
import type { FormState } from "../views/parts/fields.tsx";
import type { Ctx, Env } from "./env.ts";
import { readForm, typedAgain } from "./forms.ts";
import { publicLink } from "./letters.ts";
import { goAndSay, takeNotice } from "./notices.ts";
import { showPage } from "./page.tsx";
import { requires } from "./tenant.ts";

const AT = "/settings/notifications";

type Which = "reminders" | "escalation";

/** Mounted at /settings/notifications. When customers are reminded, and when leads are told. */
export const notificationSettings = new Hono<Env>()
  .use(requires("org.change"))
  .get("/", (c) => settingsPage(c))
  .post("/reminders", async (c) => {
    const form = await readForm(c, remindersForm);
    if (!form.ok) return await settingsPage(c, { reminders: form }, 422);
    const { version, ...change } = form.value;
    const said = change.reminders_on
      ? "Customers are reminded from now on."
      : "Saved. Customers are not reminded.";
    return await save(c, "reminders", version, change, said);
  })
  .post("/escalation", async (c) => {
    const form = await readForm(c, escalationForm);
    if (!form.ok) return await settingsPage(c, { escalation: form }, 422);
    const { version, ...change } = form.value;
    return await save(c, "escalation", version, change, "Leads are told like this from now on.");
  });

async function save(c: Ctx, which: Which, version: number, change: PolicyChange, said: string) {
  try {
    await changePolicy(c.var.tx, version, change);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const again = { typed: await typedAgain(c), errors: { form: error.message } };
    return await settingsPage(c, { [which]: again }, 409);
  }
  return goAndSay(c, AT, said);
}

async function settingsPage(
  c: Ctx,
  forms: Partial<Record<Which, FormState>> = {},
  status: 200 | 409 | 422 = 200,
) {
  const { tx } = c.var;
  const [policy, org] = await Promise.all([findPolicy(tx), findOrg(tx)]);
  // An example only, so the process's clock may say what today is.
  const today = dayIn(org.time_zone, c.var.house.outside.now());
  const example = reminderLetter(c.var.house.wordsIn(org.language ?? "en"), {
    name: "Ann",
    org: org.name,
    note: policy.note,
    tasks: [{ label: "Signed order form", deadline: addDays(today, 2), isLate: false }],
    link: publicLink(c, `/p/${org.id}`),
  });
  return await showPage(
    c,
    { title: "Settings", header: {}, notice: takeNotice(c) },
    <NotificationSettings policy={policy} example={example} forms={forms} />,
    status,
  );
}
