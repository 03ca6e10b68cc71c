import type { Verdict } from "../service.ts";
import { readRefusal } from "./refusals.ts";

/** In seconds, for what passes by itself. Cloudflare stands in front of HubSpot, hence 521 to 524. */
const WAITS: Record<number, number> = {
  423: 2,
  477: 3600,
  500: 60,
  502: 10,
  503: 10,
  504: 10,
  521: 30,
  523: 30,
  524: 30,
};
/** The rolling limit counts over ten seconds, and no Retry-After is promised. */
const ROLLING = 10;
/** Ends at midnight in the zone of their account, which the answer does not name. */
const DAILY = 3600;

export function judge(answer: { status: number; headers: Headers; text: string }): Verdict {
  const { status, headers, text } = answer;
  if (status >= 200 && status < 300) return "fine";
  if (status === 401) return "renew";
  const { words, policy, category } = readRefusal(status, text);
  if (status === 429) {
    const isDaily = /DAILY/i.test(policy) || /\bdaily limit\b/i.test(words);
    return isDaily
      ? { later: "The requests that HubSpot allows for today are used up.", seconds: DAILY }
      : { later: "HubSpot asks for fewer requests.", seconds: asked(headers) ?? ROLLING };
  }
  if (status === 477) {
    const later = "HubSpot is moving this account to another data centre.";
    return { later, seconds: asked(headers) ?? WAITS[477]! };
  }
  if (WAITS[status] !== undefined || status >= 500) {
    return {
      later: `HubSpot has trouble (${status}).`,
      seconds: asked(headers) ?? WAITS[status] ?? 60,
    };
  }
  if (status < 400) return { refused: `HubSpot sent Thread elsewhere (${status}).` };
  return { refused: category ? `${words} (${category})` : words };
}

/** The allowance of the day. The one of ten seconds is what the pace keeps within. */
export function usage(headers: Headers): { used: number; limit: number } | undefined {
  const limit = count(headers.get("x-hubspot-ratelimit-daily"));
  const left = count(headers.get("x-hubspot-ratelimit-daily-remaining"));
  if (!limit || left === undefined) return undefined;
  return { used: Math.max(0, limit - left), limit };
}

function asked(headers: Headers): number | undefined {
  const seconds = count(headers.get("retry-after"));
  return seconds ? Math.min(seconds, 86_400) : undefined;
}

function count(text: string | null): number | undefined {
  return text !== null && /^\d{1,10}$/.test(text.trim()) ? Number(text) : undefined;
}
