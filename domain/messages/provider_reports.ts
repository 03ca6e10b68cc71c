import { reasonOf } from "./bounces.ts";
import type { Provider } from "./inbound_hooks.ts";
import { jsonOf, plainAddresses } from "./mail_lines.ts";
import { mailIdIn } from "./outgoing.ts";

/** What a provider tells of one mail of ours: it came back for good, or its reader called it spam. */
export interface ProviderReport {
  /** What the provider never gives twice. */
  key: string;
  kind: "bounced" | "complained";
  address: string;
  why: string;
  mailId?: string;
}

type Event = Record<string, unknown>;

/** A batch of SendGrid's has a thousand at most. */
const MOST = 1000;
export const COMPLAINED = "They called our mail spam";

/** Each thing that a provider tells at once. What nobody could read tells nothing. */
export function eventsIn(provider: Provider, body: Uint8Array): unknown[] {
  const told = jsonOf(new TextDecoder().decode(body));
  if (provider === "sendgrid") return Array.isArray(told) ? told.slice(0, MOST) : [];
  return [provider === "mailgun" ? within(told, "event-data") : told];
}

/** Mailgun signs within what it sends. */
export function mailgunProofIn(body: Uint8Array) {
  const signed = within(jsonOf(new TextDecoder().decode(body)), "signature");
  return {
    timestamp: text(signed.timestamp),
    token: text(signed.token),
    signature: text(signed.signature),
  };
}

/** Nothing where it tells of something else: a mail that was opened, or one that is tried again. */
export function reportOf(provider: Provider, event: unknown): ProviderReport | undefined {
  const told = objectOf(event);
  const read = READERS[provider](told);
  const [address] = plainAddresses([read.address]);
  if (!read.kind || !address || read.key === "") return undefined;
  const why = read.kind === "complained" ? COMPLAINED : reasonOf(read.status, read.said);
  return {
    key: `${provider} ${read.key}`,
    kind: read.kind,
    address,
    why,
    mailId: mailIdIn(read.mail),
  };
}

interface Read {
  key: string;
  kind: ProviderReport["kind"] | undefined;
  address: string;
  /** The enhanced status code, and what the server said. */
  status: string;
  said: string;
  /** The Message-ID of ours. */
  mail: string;
}

const READERS: Record<Provider, (event: Event) => Read> = {
  postmark: readPostmark,
  sendgrid: readSendgrid,
  mailgun: readMailgun,
};

const POSTMARK_KINDS: Record<string, ProviderReport["kind"]> = {
  HardBounce: "bounced",
  BadEmailAddress: "bounced",
  ManuallyDeactivated: "bounced",
  SpamComplaint: "complained",
};

/** It knows our mails by names of its own; ours comes back as what was sent along with it. */
function readPostmark(event: Event): Read {
  return {
    key: text(event.ID).slice(0, 200),
    kind: text(event.RecordType) === "SpamComplaint"
      ? "complained"
      : kindIn(POSTMARK_KINDS, event.Type),
    address: text(event.Email),
    status: "",
    said: text(event.Details) || text(event.Description),
    mail: `${text(within(event, "Metadata").mail)}@postmark`,
  };
}

const SENDGRID_DROPS: Record<string, ProviderReport["kind"]> = {
  "Bounced Address": "bounced",
  "Invalid": "bounced",
  "Spam Reporting Address": "complained",
};

function readSendgrid(event: Event): Read {
  const kinds: Record<string, Read["kind"]> = {
    // What is blocked may pass another time.
    bounce: text(event.type) === "blocked" ? undefined : "bounced",
    dropped: kindIn(SENDGRID_DROPS, event.reason),
    spamreport: "complained",
  };
  return {
    key: text(event.sg_event_id).slice(0, 200),
    kind: kindIn(kinds, event.event),
    address: text(event.email),
    status: text(event.status),
    said: text(event.reason),
    mail: text(event["smtp-id"]),
  };
}

function readMailgun(event: Event): Read {
  const status = within(event, "delivery-status");
  const kinds: Record<string, Read["kind"]> = {
    complained: "complained",
    failed: text(event.severity) === "permanent" ? ofMailgunsReason(text(event.reason)) : undefined,
  };
  return {
    key: text(event.id).slice(0, 200),
    kind: kindIn(kinds, event.event),
    address: text(event.recipient),
    status: text(status["enhanced-code"]),
    said: text(status.message) || text(status.description),
    mail: text(within(within(event, "message"), "headers")["message-id"]),
  };
}

/** It tells of mails too that it did not even try. */
function ofMailgunsReason(reason: string): Read["kind"] {
  if (reason === "suppress-complaint") return "complained";
  return reason === "suppress-unsubscribe" ? undefined : "bounced";
}

function kindIn<T>(kinds: Record<string, T>, name: unknown): T | undefined {
  return Object.hasOwn(kinds, text(name)) ? kinds[text(name)] : undefined;
}

function within(event: unknown, name: string): Event {
  return objectOf(objectOf(event)[name]);
}

function objectOf(value: unknown): Event {
  return typeof value === "object" && value !== null ? value as Event : {};
}

/** Whoever calls may send anything in any field. */
function text(value: unknown): string {
  return typeof value === "string" ? value : typeof value === "number" ? String(value) : "";
}
