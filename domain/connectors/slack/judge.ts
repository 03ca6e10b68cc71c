import type { Verdict } from "../service.ts";
import { ENDED, inWords, LATER, OVER, UNSURE } from "./refusals.ts";
import { readAnswer } from "./wire.ts";

const MOST_SECONDS = 3600;

/** Slack refuses with 200, and a gate before it answers in HTML: only its own words are counted on. */
export function judge(said: { status: number; headers: Headers; text: string }): Verdict {
  const { status, headers, text } = said;
  const answer = readAnswer(text);
  if (status === 429) {
    const seconds = waitOf(headers) ?? LATER.ratelimited!.seconds;
    return { later: "Slack takes no more calls for now", seconds, undone: true };
  }
  if (status >= 300 || !answer) return { later: `Slack has trouble (${status})`, seconds: 20 };
  if (answer.ok) return "fine";
  const { error } = answer;
  if (OVER.has(error)) return "renew";
  if (ENDED[error]) return { reconnect: ENDED[error] };
  const later = LATER[error];
  if (later) {
    const seconds = waitOf(headers) ?? later.seconds;
    return { later: `Slack ${later.words}`, seconds, undone: true };
  }
  if (UNSURE.has(error)) return { later: "Slack failed halfway", seconds: 20 };
  return { refused: inWords(error) };
}

function waitOf(headers: Headers): number | undefined {
  const seconds = Number(headers.get("retry-after") ?? NaN);
  if (!Number.isFinite(seconds) || seconds < 0) return undefined;
  return Math.min(Math.max(1, Math.ceil(seconds)), MOST_SECONDS);
}
