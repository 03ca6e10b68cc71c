import { Hono } from "hono";
import {
  type HookAddress,
  hookAddress,
  keepProviderKeys,
  PROVIDERS,
  readHookSettings,
  rotateHook,
} from "../domain/messages/inbound_hooks.ts";
import { mailboxOf } from "../domain/messages/imap_mailbox.ts";
import { replyDomainOf, ringOf } from "../domain/messages/reply_addresses.ts";
import { countUnmatched, lastReceived } from "../domain/messages/unmatched.ts";
import { findOrg } from "../domain/people/orgs.ts";
import { MailSettings } from "../views/mail_settings.tsx";
import type { FormState } from "../views/parts/fields.tsx";
import type { Ctx, Env } from "./env.ts";
import { readForm } from "./forms.ts";
import { mailKeysForm } from "./message_forms.ts";
import { goAndSay, takeNotice } from "./notices.ts";
import { showPage } from "./page.tsx";
import { requires, signedInAs } from "./tenant.ts";

const PAGE = "/settings/mail";

/** How answers by mail come in: where to, by whose hands, and what to enter there. */
export const mailSettings = new Hono<Env>()
  .use(requires("mails.receive"))
  .get("/", (c) => mailPage(c))
  .post("/", async (c) => {
    const form = await readForm(c, mailKeysForm);
    if (!form.ok) return await mailPage(c, form);
    const ring = await ringOf(c.var.house.outside);
    if (!ring) return await mailPage(c, { typed: {}, errors: { form: NO_KEYS } });
    const { sendgrid, sendgrid_events, mailgun, forget_mailgun } = form.value;
    await keepProviderKeys(c.var.tx, ring, {
      sendgrid,
      sendgridEvents: sendgrid_events,
      mailgun: forget_mailgun ? "" : mailgun || undefined,
    });
    return goAndSay(c, PAGE, "The keys are saved.");
  })
  .post("/rotation", async (c) => {
    await rotateHook(c.var.tx);
    return goAndSay(c, PAGE, "The addresses are new. The old ones are taken for another day.");
  });

const NO_KEYS = "This install has no THREAD_SECRET_KEYS, so no key can be kept.";

async function mailPage(c: Ctx, form?: FormState) {
  const { tx, house } = c.var;
  const { outside, settings } = house;
  const ring = await ringOf(outside);
  const [replies, hooks, last, unmatched, { time_zone: timeZone }] = await Promise.all([
    replyDomainOf(outside),
    readHookSettings(tx),
    lastReceived(tx),
    countUnmatched(tx),
    findOrg(tx),
  ]);
  const orgId = signedInAs(c).org.id;
  const addresses: Record<string, HookAddress> = {};
  for (const provider of ring ? PROVIDERS : []) {
    addresses[provider] = await hookAddress(ring!, orgId, provider, hooks.generation);
  }
  return await showPage(
    c,
    { title: "Settings", header: {}, notice: takeNotice(c) },
    <MailSettings
      domain={replies?.domain}
      mailbox={mailboxOf(outside)?.name}
      publicUrl={settings.publicUrl}
      {...{ hooks, addresses, last, unmatched, timeZone, form }}
    />,
    form ? 422 : 200,
  );
}
