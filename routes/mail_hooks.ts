import { type Context, Hono } from "hono";
import { inOrg } from "../domain/base/db.ts";
import type { Secret } from "../domain/base/secret.ts";
import {
  generationOf,
  generationsOf,
  isHookPassword,
  mailgunKey,
  orgNamedIn,
  type Provider,
  PROVIDERS,
  readHookSettings,
} from "../domain/messages/inbound_hooks.ts";
import { dedupKeyOf, keepRawMail, MOST_MAIL_BYTES } from "../domain/messages/inbound_intake.ts";
import { isFromMailgun, isFromSendgrid } from "../domain/messages/inbound_signatures.ts";
import { readParts, textOf } from "../domain/messages/multipart.ts";
import { ringOf } from "../domain/messages/reply_addresses.ts";
import type { Env } from "./env.ts";
import { limitBody } from "./forms.ts";

const actor = { kind: "outside", cause: "mail hook" } as const;

/**
 * Mounted at /hooks/mail, before what asks for a page of ours. A provider delivers a mail here: it is
 * kept as it came and read later. Whatever is wrong with the address or the signature is answered
 * alike, and with what makes a provider try again, as a key may be put right in between.
 */
export const mailHooks = new Hono<Env>()
  .use(limitBody(MOST_MAIL_BYTES))
  .post(`/:provider{${PROVIDERS.join("|")}}/:key`, async (c) => {
    const provider = c.req.param("provider") as Provider;
    const { db, outside } = c.var.house;
    const ring = await ringOf(outside);
    const named = orgNamedIn(c.req.param("key"));
    if (!ring || !named) return refuse(c);
    const known = await inOrg(db, named.orgId, actor, async (tx) => ({
      generations: await generationsOf(tx),
      settings: await readHookSettings(tx),
      mailgun: provider === "mailgun" ? await mailgunKey(tx, ring) : undefined,
    }), { readOnly: true });
    const generation = await generationOf(ring, named, provider, known.generations);
    const body = new Uint8Array(await c.req.arrayBuffer());
    const contentType = c.req.header("content-type") ?? "";
    if (generation === undefined) return refuse(c);
    const isProven = provider === "postmark"
      ? await isHookPassword(ring, named.orgId, generation, c.req.header("authorization") ?? null)
      : provider === "sendgrid"
      ? isFromSendgrid(sendgridHeaders(c), body, known.settings.sendgridKey, outside.now())
      : isProvenByMailgun(contentType, body, known.mailgun, outside.now());
    if (!isProven) return refuse(c);
    const dedupKey = dedupKeyOf(provider, contentType, body);
    const mail = { source: provider, dedupKey, contentType, bytes: body };
    await inOrg(db, named.orgId, actor, (tx) => keepRawMail(tx, mail), { deadlineMs: 45_000 });
    return c.text("Taken");
  });

function isProvenByMailgun(
  contentType: string,
  body: Uint8Array,
  key: Secret | undefined,
  now: Date,
): boolean {
  const parts = readParts(contentType, body);
  const [timestamp, token] = [textOf(parts, "timestamp"), textOf(parts, "token")];
  return isFromMailgun({ timestamp, token, signature: textOf(parts, "signature") }, key, now);
}

/** A header that came twice is joined by commas, and is then no signature. */
function sendgridHeaders(c: Context<Env>) {
  return {
    signature: c.req.header("x-twilio-email-event-webhook-signature") ?? "",
    timestamp: c.req.header("x-twilio-email-event-webhook-timestamp") ?? "",
  };
}

function refuse(c: Context<Env>) {
  return c.text("Refused", 401);
}
