import type { MailAnswer } from "../base/outside.ts";
import type { Mails } from "../base/schema.ts";

export type MailClass = Mails["class"];

export type Step =
  | { state: "sent"; words: string; missed?: string }
  | { state: "failed"; words: string }
  | { state: "unknown"; words: string }
  | { state: "approved"; words: string; afterSeconds: number };

/** Seconds to wait before each further try. A code is dead after ten minutes, so its mail is too. */
const WAITS: Record<MailClass, number[]> = {
  sign_in: [2, 5, 15, 30, 60, 120, 240],
  notice: [15, 60, 300, 900, 3600, 10_800, 21_600, 43_200],
  customer: [15, 60, 300, 900, 3600, 10_800, 21_600, 43_200],
};

/**
 * What a try leaves the mail in. A mail of a person to a customer is never sent again by itself once
 * a server may have it; a sign-in mail is, because a lost one locks somebody out and a second copy
 * is the same mail.
 */
export function afterTry(mailClass: MailClass, attempts: number, answer: MailAnswer): Step {
  const { words } = answer;
  if (answer.kind === "accepted") {
    const { missed } = answer;
    return { state: "sent", words, ...(missed ? { missed } : {}) };
  }
  if (answer.kind === "lost" && mailClass === "customer") return { state: "unknown", words };
  const wait = WAITS[mailClass][attempts - 1];
  const isFinal = answer.kind === "refused" && !answer.again;
  if (isFinal) return { state: "failed", words };
  if (wait === undefined) return { state: answer.kind === "lost" ? "unknown" : "failed", words };
  const asked = answer.kind === "refused" ? answer.afterSeconds ?? 0 : 0;
  return { state: "approved", words, afterSeconds: Math.max(wait, asked) };
}

/** What becomes of a mail whose process died, or fell silent, while it was being sent. */
export function afterSilence(mailClass: MailClass, attempts: number): Step {
  return afterTry(mailClass, attempts, {
    kind: "lost",
    words: "Thread stopped while this mail was being sent",
  });
}
