import { Buffer } from "node:buffer";
// Read on first use: most processes start without a mail to read.
import defer * as postalMime from "postal-mime";
import type { Email } from "postal-mime";
import { Refused } from "../base/errors.ts";
import type { MailSource } from "../base/schema.ts";
import { readEmail } from "../people/work_email.ts";
import { textOfHtml } from "./html_text.ts";
import {
  jsonOf,
  keysIn,
  nameFor,
  plainAddresses,
  proofIn,
  shortText,
  worst,
} from "./mail_lines.ts";
import { type Part, readParts, textOf } from "./multipart.ts";
import { oneLine } from "./outgoing.ts";

/** A mail as every source is read: what it says of itself, none of it proven. */
export interface ReadMail {
  from: Mailbox | undefined;
  /** Where the servers took it to, and whom its lines name. */
  recipients: string[];
  /** Of the envelope; empty where it is nobody, as for reports of servers. */
  returnPath: string | undefined;
  subject: string;
  messageKey: string | undefined;
  /** What it answers, the nearest first. */
  threadKeys: string[];
  text: string;
  headers: [string, string][];
  attachments: MailFile[];
  /** What the provider itself found out about the sender, where it says so. */
  proof: "passed" | "failed" | undefined;
}

export interface Mailbox {
  name: string;
  address: string;
}

export interface MailFile {
  name: string;
  type: string;
  bytes: Uint8Array;
  /** A picture within the text, such as a logo of a signature. */
  isInline: boolean;
}

const MOST_FILES = 100;
const LIMITS = { maxNestingDepth: 30, maxHeadersSize: 256 * 1024, maxRfc822NestingDepth: 3 };

/** Throws `Refused` with the reason where nobody could read it. */
export async function readMail(
  source: MailSource,
  contentType: string,
  bytes: Uint8Array,
): Promise<ReadMail> {
  try {
    if (contentType.startsWith("too large")) throw new Refused("it is larger than 36 MB");
    if (source === "postmark") return await readPostmark(bytes);
    if (source === "sendgrid") return await readSendgrid(readParts(contentType, bytes));
    if (source === "mailgun") return await readMailgun(readParts(contentType, bytes));
    return await readMime(bytes);
  } catch (cause) {
    throw new Refused(`It could not be read: ${oneLine((cause as Error).message, 300)}`, { cause });
  }
}

async function readMime(bytes: Uint8Array): Promise<ReadMail> {
  if (bytes.length === 0) throw new Refused("it is empty");
  const mail = await postalMime.default.parse(bytes, LIMITS);
  const headers = mail.headers.map(({ key, value }): [string, string] => [key, value]);
  const all = (name: string) => headers.filter(([key]) => key === name).map(([, value]) => value);
  return {
    from: oneSender(mail),
    recipients: plainAddresses([
      ...all("x-original-to"),
      ...all("delivered-to"),
      ...all("envelope-to"),
      ...addressesOf(mail.to),
      ...addressesOf(mail.cc),
    ]),
    returnPath: all("return-path")[0]?.replaceAll(/[<>\s]/g, "").toLowerCase(),
    subject: oneLine(mail.subject ?? "", 500),
    messageKey: keysIn(all("message-id").join(" "))[0],
    threadKeys: keysIn(
      `${mail.inReplyTo ?? ""} ${keysIn(mail.references ?? "").reverse().join(" ")}`,
    ),
    text: shortText(mail.text?.trim() ? mail.text : textOfHtml(mail.html ?? "")),
    headers,
    attachments: mail.attachments.slice(0, MOST_FILES).map((file) => ({
      name: file.filename ?? nameFor(file.mimeType),
      type: file.mimeType,
      bytes: new Uint8Array(file.content as ArrayBuffer),
      isInline: Boolean(file.related) ||
        file.disposition === "inline" && file.mimeType.startsWith("image/"),
    })),
    proof: undefined,
  };
}

interface PostmarkMail {
  From?: string;
  FromName?: string;
  FromFull?: { Email?: string; Name?: string };
  OriginalRecipient?: string;
  ToFull?: { Email?: string }[];
  CcFull?: { Email?: string }[];
  Subject?: string;
  TextBody?: string;
  HtmlBody?: string;
  RawEmail?: string;
  Headers?: { Name?: string; Value?: string }[];
  Attachments?: { Name?: string; Content?: string; ContentType?: string; ContentID?: string }[];
}

async function readPostmark(bytes: Uint8Array): Promise<ReadMail> {
  const mail = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)) as PostmarkMail;
  if (typeof mail !== "object" || mail === null || !mail.FromFull && !mail.RawEmail) {
    throw new Refused("it is not what Postmark sends for a mail");
  }
  const named = plainAddresses([
    text(mail.OriginalRecipient),
    ...list(mail.ToFull).map(({ Email }) => text(Email)),
    ...list(mail.CcFull).map(({ Email }) => text(Email)),
  ]);
  const lines = list(mail.Headers).map(({ Name, Value }): [string, string] => [
    text(Name).toLowerCase(),
    text(Value),
  ]);
  const proof = proofIn(lines.find(([name]) => name === "received-spf")?.[1]);
  if (text(mail.RawEmail)) {
    const read = await readMime(new TextEncoder().encode(text(mail.RawEmail)));
    return { ...read, recipients: [...new Set([...named, ...read.recipients])], proof };
  }
  return {
    from: mailbox(text(mail.FromFull?.Name), text(mail.FromFull?.Email)),
    recipients: named,
    subject: oneLine(text(mail.Subject), 500),
    ...threadIn(lines),
    text: shortText(
      text(mail.TextBody).trim() ? text(mail.TextBody) : textOfHtml(text(mail.HtmlBody)),
    ),
    headers: lines,
    attachments: list(mail.Attachments).slice(0, MOST_FILES).map((file) => ({
      name: text(file.Name) || nameFor(text(file.ContentType)),
      type: text(file.ContentType).toLowerCase(),
      bytes: new Uint8Array(Buffer.from(text(file.Content), "base64")),
      isInline: Boolean(file.ContentID) && text(file.ContentType).startsWith("image/"),
    })),
    proof,
  };
}

/** Of the raw form the whole mail, else its fields, each in the letters that `charsets` says. */
async function readSendgrid(parts: Part[]): Promise<ReadMail> {
  const envelope = jsonOf(textOf(parts, "envelope")) as { to?: unknown; from?: unknown };
  const to = Array.isArray(envelope.to) ? envelope.to.map(text) : [];
  const proof = worst(proofIn(textOf(parts, "SPF")), proofIn(textOf(parts, "dkim")));
  const around = { returnPath: text(envelope.from).toLowerCase(), proof };
  const raw = parts.find(({ name }) => name === "email")?.bytes;
  if (raw) {
    const read = await readMime(raw);
    return { ...read, ...around, recipients: both(plainAddresses(to), read.recipients) };
  }
  const head = textOf(parts, "headers");
  if (head === "") throw new Refused("it is not what SendGrid sends for a mail");
  const charsets = jsonOf(textOf(parts, "charsets")) as Record<string, unknown>;
  const field = (name: string) => textOf(parts, name, text(charsets[name]) || "utf-8");
  const read = await readMime(new TextEncoder().encode(`${head.trimEnd()}\r\n\r\n`
    .replaceAll(/^content-(type|transfer-encoding):[^\r\n]*(\r?\n[ \t][^\r\n]*)*\r?\n/gim, "")));
  return {
    ...read,
    ...around,
    recipients: both(plainAddresses(to), read.recipients),
    text: shortText(field("text").trim() ? field("text") : textOfHtml(field("html"))),
    attachments: filesIn(parts),
  };
}

async function readMailgun(parts: Part[]): Promise<ReadMail> {
  const recipient = plainAddresses([textOf(parts, "recipient")]);
  const around = {
    returnPath: textOf(parts, "sender").toLowerCase(),
    proof: worst(
      proofIn(textOf(parts, "X-Mailgun-Spf")),
      proofIn(textOf(parts, "X-Mailgun-Dkim-Check-Result")),
    ),
  };
  const raw = parts.find(({ name }) => name === "body-mime")?.bytes;
  if (raw) {
    const read = await readMime(raw);
    return { ...read, ...around, recipients: both(recipient, read.recipients) };
  }
  const lines = list(jsonOf(textOf(parts, "message-headers")) as unknown[])
    .filter((pair): pair is [string, string] => Array.isArray(pair) && pair.length === 2)
    .map(([name, value]): [string, string] => [text(name).toLowerCase(), text(value)]);
  const from = textOf(parts, "from");
  if (from === "") throw new Refused("it is not what Mailgun sends for a mail");
  const head = await readMime(new TextEncoder().encode(`From: ${oneLine(from, 1000)}\r\n\r\n`));
  const plain = textOf(parts, "body-plain");
  return {
    ...around,
    from: head.from,
    recipients: recipient,
    subject: oneLine(textOf(parts, "subject"), 500),
    ...threadIn(lines),
    ...around,
    text: shortText(plain.trim() ? plain : textOfHtml(textOf(parts, "body-html"))),
    headers: lines,
    attachments: filesIn(parts),
  };
}

function filesIn(parts: Part[]): MailFile[] {
  return parts.filter(({ name, filename }) => filename !== undefined && /^attachment/.test(name))
    .slice(0, MOST_FILES)
    .map(({ filename, type, bytes }) => ({
      name: filename || nameFor(type),
      type,
      bytes: new Uint8Array(bytes),
      isInline: false,
    }));
}

function threadIn(lines: [string, string][]) {
  const value = (name: string) => lines.find(([key]) => key === name)?.[1] ?? "";
  return {
    messageKey: keysIn(value("message-id"))[0],
    threadKeys: keysIn(
      `${value("in-reply-to")} ${keysIn(value("references")).reverse().join(" ")}`,
    ),
    returnPath: lines.some(([key]) => key === "return-path")
      ? value("return-path").replaceAll(/[<>\s]/g, "").toLowerCase()
      : undefined,
  };
}

/** A mail that names two senders names nobody. */
function oneSender({ from, headers }: Email): Mailbox | undefined {
  if (headers.filter(({ key }) => key === "from").length !== 1) return undefined;
  const list = headers.find(({ key }) => key === "from")!.value;
  const named = postalMime.addressParser(list, { flatten: true });
  return named.length === 1 && from?.address ? mailbox(from.name, from.address) : undefined;
}

function mailbox(name: string, address: string): Mailbox | undefined {
  const read = readEmail(address.trim());
  return read.ok ? { name: oneLine(name, 120), address: read.email } : undefined;
}

function addressesOf(list: Email["to"]): string[] {
  return (list ?? []).flatMap((one) =>
    one.address ?? one.group?.map(({ address }) => address) ?? []
  );
}

const both = (first: string[], others: string[]) => [...new Set([...first, ...others])];

/** Whoever sends a mail may send anything in any field of it. */
const text = (value: unknown) => typeof value === "string" ? value : "";
const list = <T>(value: T[] | undefined): T[] => Array.isArray(value) ? value : [];
