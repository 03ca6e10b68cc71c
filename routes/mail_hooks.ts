import { type Context, Hono } from "hono";
import { inOrg, type OrgDb } from "../domain/base/db.ts";
import {
  generationOf,
  generationsOf,
  type HookSettings,
  isHookPassword,
  mailgunKey,
  orgNamedIn,
  type Provider,
  PROVIDERS,
  readHookSettings,
} from "../domain/messages/inbound_hooks.ts";
import {
  dedupKeyOf,
  keepRawMail,
  keepReports,
  MOST_MAIL_BYTES,
} from "../domain/messages/inbound_intake.ts";
import { isFromMailgun, isFromSendgrid } from "../domain/messages/inbound_signatures.ts";
import { readParts, textOf } from "../domain/messages/multipart.ts";
import { eventsIn, mailgunProofIn } from "../domain/messages/provider_reports.ts";
import { ringOf } from "../domain/messages/reply_addresses.ts";
import type { Env } from "./env.ts";
import { limitBody } from "./forms.ts";

const actor = { kind: "outside", cause: "mail hook" } as const;
const WITHIN = { deadlineMs: 45_000 };
const MOST_EVENTS_BYTES = 1024 * 1024;
const HOOK = `/:provider{${PROVIDERS.join("|")}}/:key` as const;

/**
 * Mounted at /hooks/mail, before what asks for a page of ours. A provider delivers a mail here, or
 * tells what became of one of ours: it is kept as it came and read later. Whatever is wrong with the
 * address or the signature is answered alike, and with what makes a provider try again, as a key may
 * be put right in between.
 */
export const mailHooks = new Hono<Env>()
  .post(HOOK, limitBody(MOST_MAIL_BYTES), async (c) => {
    const call = await provenCall(c, "mail");
    if (!call) return refuse(c);
    const { orgId, provider, contentType, body } = call;
    const dedupKey = dedupKeyOf(provider, contentType, body);
    const mail = { source: provider, dedupKey, contentType, bytes: body };
    await inOrg(c.var.house.db, orgId, actor, (tx) => keepRawMail(tx, mail), WITHIN);
    return c.text("Taken");
  })
  .post(`${HOOK}/events`, limitBody(MOST_EVENTS_BYTES), async (c) => {
    const call = await provenCall(c, "events");
    if (!call) return refuse(c);
    const { orgId, provider, body } = call;
    const events = eventsIn(provider, body);
    const token = provider === "mailgun" ? mailgunProofIn(body).token : undefined;
    const keep = (tx: OrgDb) => keepReports(tx, provider, events, token);
    await inOrg(c.var.house.db, orgId, actor, keep, WITHIN);
    return c.text("Taken");
  });

interface ProvenCall {
  orgId: string;
  provider: Provider;
  contentType: string;
  body: Uint8Array;
}

type About = "mail" | "events";

async function provenCall(c: Context<Env>, about: About): Promise<ProvenCall | undefined> {
  const provider = c.req.param("provider") as Provider;
  const { db, outside } = c.var.house;
  const ring = await ringOf(outside);
  const named = orgNamedIn(c.req.param("key")!);
  if (!ring || !named) return undefined;
  const { orgId } = named;
  const known = await inOrg(db, orgId, actor, async (tx) => ({
    generations: await generationsOf(tx),
    settings: await readHookSettings(tx),
    mailgun: provider === "mailgun" ? await mailgunKey(tx, ring) : undefined,
  }), { readOnly: true });
  const generation = await generationOf(ring, named, provider, known.generations);
  const body = new Uint8Array(await c.req.arrayBuffer());
  const contentType = c.req.header("content-type") ?? "";
  if (generation === undefined) return undefined;
  const isProven = provider === "postmark"
    ? await isHookPassword(ring, orgId, generation, c.req.header("authorization") ?? null)
    : provider === "sendgrid"
    ? isFromSendgrid(sendgridHeaders(c), body, sendgridKey(known.settings, about), outside.now())
    : isFromMailgun(mailgunProof(contentType, body, about), known.mailgun, outside.now());
  return isProven ? { orgId, provider, contentType, body } : undefined;
}

function sendgridKey({ sendgridKey, sendgridEventsKey }: HookSettings, about: About): string {
  return about === "mail" ? sendgridKey : sendgridEventsKey;
}

function mailgunProof(contentType: string, body: Uint8Array, about: About) {
  if (about === "events") return mailgunProofIn(body);
  const parts = readParts(contentType, body);
  const [timestamp, token] = [textOf(parts, "timestamp"), textOf(parts, "token")];
  return { timestamp, token, signature: textOf(parts, "signature") };
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
