import type { ReadMail } from "./inbound_reading.ts";

const MOST_TEXT = 400_000;

/** Ours hold a plus and letters of one case, and pass where others are not plain. */
export function plainAddresses(typed: string[]): string[] {
  const found = typed.flatMap((one) => one.split(/[,\s]+/)).map((one) =>
    one.replaceAll(/[<>]/g, "").toLowerCase()
  ).filter((one) => /^[^@\s]{1,64}@[^@\s]{1,189}$/.test(one));
  return [...new Set(found)].slice(0, 50);
}

export function keysIn(text: string): string[] {
  return [...new Set(text.match(/<[^<>\s]{3,298}>/g) ?? [])].slice(0, 50);
}

/** A result of SPF or DKIM in whatever words; what is neither pass nor fail says nothing. */
export function proofIn(words: string | undefined): ReadMail["proof"] {
  if (!words) return undefined;
  if (/\b(soft)?fail\b/i.test(words)) return "failed";
  return /\bpass\b/i.test(words) ? "passed" : undefined;
}

/** Forwarding breaks one of the two often, so one that passes is enough. */
export function worst(a: ReadMail["proof"], b: ReadMail["proof"]): ReadMail["proof"] {
  return a === "passed" || b === "passed" ? "passed" : a ?? b;
}

export function shortText(text: string): string {
  return text.toWellFormed().replaceAll("\0", "").replaceAll(/\r\n?/g, "\n").slice(0, MOST_TEXT)
    .toWellFormed();
}

export function nameFor(type: string): string {
  return ENDINGS[type] ? `attachment.${ENDINGS[type]}` : "attachment";
}

export function jsonOf(typed: string): unknown {
  try {
    return JSON.parse(typed) ?? {};
  } catch {
    return {};
  }
}

const ENDINGS: Record<string, string> = {
  "application/pdf": "pdf",
  "image/png": "png",
  "image/jpeg": "jpg",
  "text/plain": "txt",
  "text/csv": "csv",
};
