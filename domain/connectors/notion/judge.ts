import type { Verdict } from "../service.ts";

const MOST_SECONDS = 3600;

/** What an answer of Notion means. A proxy before it answers in HTML, so no body is counted on. */
export function judge(answer: { status: number; headers: Headers; text: string }): Verdict {
  const { status, headers } = answer;
  if (status >= 200 && status < 300) return "fine";
  const { code, message } = errorOf(answer.text);
  if (status === 401) return "renew";
  if (status === 403 && code === undefined) return later("Notion's gate turned the call away", 60);
  if (status === 409) return later("Notion was changing the same thing", 2);
  if (status === 429) return later("Notion takes no more calls for now", waitOf(headers) ?? 30);
  if (status === 529) return later("Notion is overloaded", waitOf(headers) ?? 30);
  if (status >= 500) return later(`Notion has trouble (${status})`, waitOf(headers) ?? 20);
  if (status === 408) return later("Notion did not hear the whole call", 5);
  if (status < 400) return later("Notion sent the call elsewhere", 60);
  return { refused: message ?? `Notion refuses the call (${status})` };
}

function later(words: string, seconds: number): Verdict {
  return { later: words, seconds };
}

/** Both bodies that are seen: Notion's own, and the one of OAuth. */
export function errorOf(text: string): { code?: string; message?: string } {
  try {
    const body = JSON.parse(text) as unknown;
    if (typeof body !== "object" || body === null) return {};
    const { code, message, error, error_description } = body as Record<string, unknown>;
    return { code: worded(code) ?? worded(error), message: worded(message ?? error_description) };
  } catch {
    return {};
  }
}

function worded(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value.slice(0, 300) : undefined;
}

function waitOf(headers: Headers): number | undefined {
  const seconds = Number(headers.get("retry-after") ?? NaN);
  if (!Number.isFinite(seconds) || seconds < 0) return undefined;
  return Math.min(Math.max(1, Math.ceil(seconds)), MOST_SECONDS);
}
