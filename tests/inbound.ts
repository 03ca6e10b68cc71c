import assert from "node:assert/strict";
import { createHmac, createSign, generateKeyPairSync } from "node:crypto";
import { Buffer } from "node:buffer";
import { type Keyring, newKeyringEntry, readKeyring } from "../domain/base/vault.ts";
import { hookAddress, type Provider } from "../domain/messages/inbound_hooks.ts";
import { addressesOf } from "../domain/messages/reply_addresses.ts";
import { type TestApp, testApp } from "./test_app.ts";

export const DOMAIN = "in.acme.test";

/** Thread with a domain whose mail comes in, and the ways in which providers bring it. */
export async function inboundApp(settings: Record<string, string> = {}) {
  const keys = newKeyringEntry("k1");
  const secrets: Record<string, string> = {
    INBOUND_MAIL_DOMAIN: DOMAIN,
    THREAD_SECRET_KEYS: keys,
    ...settings,
  };
  const thread = await testApp({}, { secret: (name) => secrets[name] });
  const ring = await readKeyring(keys);
  return Object.assign(thread, { ring, secrets, post: postOffices(thread, ring) });
}

export type InboundApp = Awaited<ReturnType<typeof inboundApp>>;

/** The address to which the answer to this mail goes. */
export async function replyAddress(
  { ring, cast }: InboundApp,
  mailId: string,
  who = "alice",
): Promise<string> {
  const { orgId } = cast[who]!;
  return (await addressesOf({ domain: DOMAIN, ring }, orgId, mailId)).replyTo;
}

export interface Mailed {
  from?: string;
  to: string;
  subject?: string;
  text?: string;
  /** Further header lines. */
  lines?: string[];
  /** The body with its own head, where it is no plain text. */
  mime?: string;
  id?: string;
}

let number = 0;

/** A mail as it would stand on the wire. */
export function mimeOf(mail: Mailed): string {
  const { from = "Ann <ann@northwind.example>", to, subject = "Re: Welcome", text = "Yes." } = mail;
  const id = mail.id ?? `<m${++number}.${crypto.randomUUID()}@northwind.example>`;
  return [
    `From: ${from}`,
    `To: ${to}`,
    `Subject: ${subject}`,
    `Message-ID: ${id}`,
    "Date: Tue, 03 Nov 2026 10:04:00 +0100",
    "MIME-Version: 1.0",
    ...mail.lines ?? [],
    ...(mail.mime ? [mail.mime] : ["Content-Type: text/plain; charset=utf-8", "", text]),
  ].join("\n").replaceAll("\n", "\r\n");
}

export const MAILGUN_KEY = "key-of-the-signer";

/** What each provider does when a mail comes, with ways to get it wrong. */
function postOffices(thread: TestApp, ring: Keyring) {
  const { orgId } = thread.cast.alice!;
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "prime256v1" });
  const events = generateKeyPairSync("ec", { namedCurve: "prime256v1" });
  const verificationKey = publicKey.export({ format: "der", type: "spki" }).toString("base64");
  const address = (provider: Provider, org = orgId, generation = 1) =>
    hookAddress(ring, org, provider, generation);
  const send = (path: string, headers: Record<string, string>, body: string | Uint8Array) =>
    Promise.resolve(
      thread.app.request(`http://thread.test${path}`, {
        method: "POST",
        headers,
        body: body as BodyInit,
      }),
    );
  const now = () => String(Math.floor(Date.now() / 1000));

  async function postmark(mail: Mailed, changes: Record<string, unknown> = {}) {
    const { path, password } = await address("postmark");
    return await send(path, {
      "content-type": "application/json",
      authorization: `Basic ${Buffer.from(`thread:${password}`).toString("base64")}`,
    }, JSON.stringify(postmarkBody(mail, changes)));
  }

  async function mailgun(mail: Mailed, changes: Record<string, string> = {}, whole = true) {
    const { path } = await address("mailgun");
    const timestamp = changes.timestamp ?? now();
    const token = changes.token ?? crypto.randomUUID().replaceAll("-", "") + "0123456789abcdefgh";
    const signature = createHmac("sha256", MAILGUN_KEY).update(timestamp + token).digest("hex");
    const form = multipart({
      recipient: mail.to,
      sender: "ann@northwind.example",
      ...(whole ? { "body-mime": mimeOf(mail) } : {}),
      ...{ timestamp, token, signature, ...changes },
    });
    return await send(path, { "content-type": form.type }, form.bytes);
  }

  async function sendgrid(mail: Mailed, changes: Record<string, string> = {}) {
    const { path } = await address("sendgrid");
    const form = multipart({
      email: mimeOf(mail),
      envelope: JSON.stringify({ to: [mail.to], from: "ann@northwind.example" }),
      SPF: changes.SPF ?? "pass",
    });
    const timestamp = changes.timestamp ?? now();
    const signature = changes.signature ??
      createSign("sha256").update(timestamp).update(form.bytes).sign(privateKey, "base64");
    return await send(path, {
      "content-type": form.type,
      "x-twilio-email-event-webhook-timestamp": timestamp,
      "x-twilio-email-event-webhook-signature": signature,
    }, form.bytes);
  }

  /** What became of a mail of ours, as a provider tells it; `tell` gives all it says. */
  async function tell(provider: Provider, told: unknown, changes: Record<string, string> = {}) {
    const { path, password } = await address(provider);
    const timestamp = changes.timestamp ?? now();
    const token = changes.token ?? crypto.randomUUID().repeat(2).slice(0, 50);
    const hmac = createHmac("sha256", MAILGUN_KEY).update(timestamp + token).digest("hex");
    const signature = { timestamp, token, signature: changes.signature ?? hmac };
    const body = JSON.stringify(
      provider === "mailgun" ? { signature, "event-data": told } : told,
    );
    const ecdsa = createSign("sha256").update(timestamp).update(body);
    return await send(`${path}/events`, {
      "content-type": "application/json",
      ...(provider === "postmark"
        ? { authorization: `Basic ${Buffer.from(`thread:${password}`).toString("base64")}` }
        : {}),
      ...(provider === "sendgrid"
        ? {
          "x-twilio-email-event-webhook-timestamp": timestamp,
          "x-twilio-email-event-webhook-signature": changes.signature ??
            ecdsa.sign(events.privateKey, "base64"),
        }
        : {}),
    }, body);
  }

  return {
    ...{ address, send, postmark, mailgun, sendgrid, tell, verificationKey },
    eventsKey: events.publicKey.export({ format: "der", type: "spki" }).toString("base64"),
  };
}

type Outcome = "bounced" | "tried again" | "called spam";

/** How each provider tells what became of one mail of ours. */
export const reportsBy: Record<
  Provider,
  (outcome: Outcome, address: string, mailId: string, id?: string) => unknown
> = {
  postmark: (outcome, address, mailId, id = String(++number)) => ({
    RecordType: outcome === "called spam" ? "SpamComplaint" : "Bounce",
    ID: Number(id),
    Type: { "bounced": "HardBounce", "tried again": "SoftBounce", "called spam": "SpamComplaint" }[
      outcome
    ],
    Email: address,
    Details: "smtp;550 5.1.1 no such user",
    MessageID: crypto.randomUUID(),
    Metadata: { mail: mailId },
  }),
  sendgrid: (outcome, address, mailId, id = `sg ${++number}`) => [
    { event: "open", email: address, sg_event_id: `open ${id}` },
    {
      event:
        { "bounced": "bounce", "tried again": "deferred", "called spam": "spamreport" }[outcome],
      ...(outcome === "bounced" ? { type: "bounce", status: "5.1.1" } : {}),
      reason: "550 5.1.1 no such user",
      email: address,
      sg_event_id: id,
      "smtp-id": `<${mailId}@acme.test>`,
    },
  ],
  mailgun: (outcome, address, mailId, id = `mg ${++number}`) => ({
    id,
    event: outcome === "called spam" ? "complained" : "failed",
    severity: outcome === "bounced" ? "permanent" : "temporary",
    reason: "bounce",
    recipient: address,
    "delivery-status": { code: 550, "enhanced-code": "5.1.1", message: "no such user" },
    message: { headers: { "message-id": `${mailId}@acme.test` } },
  }),
};

/** What Postmark sends for a mail, with its raw form. */
export function postmarkBody(mail: Mailed, changes: Record<string, unknown> = {}) {
  return {
    From: "ann@northwind.example",
    FromFull: { Email: "ann@northwind.example", Name: "Ann" },
    OriginalRecipient: mail.to,
    ToFull: [{ Email: mail.to, Name: "" }],
    Subject: mail.subject ?? "Re: Welcome",
    MessageID: crypto.randomUUID(),
    TextBody: mail.text ?? "Yes.",
    RawEmail: mimeOf(mail),
    Headers: [],
    Attachments: [],
    ...changes,
  };
}

export function multipart(fields: Record<string, string>): { type: string; bytes: Uint8Array } {
  const boundary = `xx${crypto.randomUUID()}`;
  const parts = Object.entries(fields).map(([name, value]) =>
    `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`
  );
  return {
    type: `multipart/form-data; boundary=${boundary}`,
    bytes: new TextEncoder().encode(`${parts.join("")}--${boundary}--\r\n`),
  };
}

/** An admin enters the keys of the providers on the settings page. */
export async function enterKeys(thread: InboundApp): Promise<void> {
  const res = await thread.as("alice").post("/settings/mail", {
    mailgun: MAILGUN_KEY,
    sendgrid: thread.post.verificationKey,
    sendgrid_events: thread.post.eventsKey,
  });
  assert.equal(res.status, 303, await res.clone().text());
}

export interface InboundRow {
  id: string;
  state: string;
  kind: string | null;
  problem: string | null;
  matched_by: string | null;
  account_id: string | null;
}

export function inboundRows(thread: TestApp): Promise<InboundRow[]> {
  return thread.rows<InboundRow>("select * from inbound_mails order by id");
}
