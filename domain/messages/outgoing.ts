import { Buffer } from "node:buffer";
import type { MailAnswer, OutgoingMail } from "../base/outside.ts";
import { readEmail } from "../people/work_email.ts";

/** What both wires say about a mail beside its own words. Names and values, one line each. */
export function headersOf(mail: OutgoingMail, homeAddress: string): Record<string, string> {
  const unsubscribe = webAddress(mail.unsubscribeUrl);
  const ask = mail.automatic ? null : mail.replyTo;
  return {
    ...(mail.list ? { "List-Id": `<${mail.list.id}.${domainOf(homeAddress)}>` } : {}),
    ...(mail.automatic
      ? { "Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "OOF, AutoReply" }
      : {}),
    ...(unsubscribe
      ? { "List-Unsubscribe": `<${unsubscribe}>` }
      // A person wrote it, so a person reads who wants no more of it.
      : ask
      ? { "List-Unsubscribe": `<mailto:${ask}?subject=Unsubscribe>` }
      : {}),
    // RFC 8058 asks for https; over plain http the one click would be open to everyone between.
    ...(unsubscribe?.startsWith("https:")
      ? { "List-Unsubscribe-Post": "List-Unsubscribe=One-Click" }
      : {}),
  };
}

/** RFC 8058 wants both unsubscribe lines signed, and nodemailer's own list lacks the second. */
export const SIGNED_HEADERS = [
  ...[
    "From",
    "Reply-To",
    "Subject",
    "Date",
    "Message-ID",
    "To",
    "Cc",
    "MIME-Version",
    "Content-Type",
    "In-Reply-To",
    "References",
  ],
  ...[
    "Content-Transfer-Encoding",
    "Auto-Submitted",
    "List-Id",
    "List-Unsubscribe",
    "List-Unsubscribe-Post",
  ],
].join(":");

/** Everybody whom the mail goes to, each once. */
export function readersOf({ to, moreTo = [], cc = [], bcc = [] }: OutgoingMail): string[] {
  return [...new Set([to.address, ...moreTo, ...cc, ...bcc])];
}

/** Both wires parse addresses, and would find whatever was put in one that is not plain. */
export function refusalOf(mail: OutgoingMail): MailAnswer | undefined {
  const odd = readersOf(mail).find((address) => !isPlainAddress(address));
  if (odd === undefined) return undefined;
  return { kind: "refused", again: false, words: shortWords(`"${odd}" is not a plain address`) };
}

/** The mail of ours that a Message-ID stands for. */
export function mailIdIn(key: string): string | undefined {
  return /^<?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@[^@\s<>]+>?$/i.exec(key)?.[1]
    ?.toLowerCase();
}

export function isPlainAddress(address: string): boolean {
  const read = readEmail(address);
  return read.ok && read.email === address;
}

/** The same for every try, also where the address it comes from changes between two of them. */
export function messageId(mailId: string, homeAddress: string): string {
  return `<${mailId}@${domainOf(homeAddress)}>`;
}

export function domainOf(address: string): string {
  return address.slice(address.lastIndexOf("@") + 1);
}

/** A mail without a subject line is taken for spam. */
export function subjectOf(mail: OutgoingMail): string {
  return oneLine(mail.subject, 500) || "(no subject)";
}

/** One line without control characters, line separators, or marks that turn the text around. */
export function oneLine(text: string, limit: number): string {
  const line = text.toWellFormed()
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ")
    .replace(/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffd]/gu, "")
    .trim();
  return [...line].slice(0, limit).join("").trimEnd();
}

/** An http or https address in the one spelling a parser gives it, or nothing. */
export function webAddress(url: string | null | undefined): string | undefined {
  const parsed = url ? URL.parse(url) : null;
  return parsed && /^https?:$/.test(parsed.protocol) ? parsed.href : undefined;
}

/** A server's words for a person's eyes: short, one line, and without our own secrets. */
export function shortWords(words: string, secrets: readonly string[] = []): string {
  let text = words;
  for (const secret of secrets.flatMap(spellings)) text = text.replaceAll(secret, "[hidden]");
  return oneLine(text, 300);
}

/** A server may echo what it was told, and SMTP tells passwords in base64. */
function spellings(secret: string): string[] {
  if (secret === "") return [];
  return [secret, encodeURIComponent(secret), Buffer.from(secret).toString("base64")];
}
