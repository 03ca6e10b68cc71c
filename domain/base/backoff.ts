export interface Backoff {
  firstMs: number;
  mostMs: number;
}

/** Tries of a job: about 2 s at first, and at most 10 minutes apart. */
export const JOB_BACKOFF: Backoff = { firstMs: 2_000, mostMs: 600_000 };

/** The longest wait before the next try, after `failures` of them. It doubles up to the most. */
export function longestWait(failures: number, { firstMs, mostMs }: Backoff = JOB_BACKOFF): number {
  const doublings = Number.isFinite(failures) ? Math.max(0, Math.floor(failures) - 1) : 64;
  return Math.min(mostMs, firstMs * 2 ** Math.min(doublings, 64));
}

/**
 * Anywhere between a short moment and the longest wait, so that jobs which failed together do not
 * come back together. `random` answers from 0 up to 1.
 */
export function waitBeforeRetry(
  failures: number,
  random: () => number,
  backoff: Backoff = JOB_BACKOFF,
): number {
  const longest = longestWait(failures, backoff);
  const shortest = Math.min(longest, backoff.firstMs / 4);
  return Math.round(shortest + (longest - shortest) * Math.min(1, Math.max(0, random())));
}

/** A server's own `Retry-After`, in seconds or as a date; undefined where it is neither. */
export function retryAfterMs(header: string | null, now: Date, mostMs = 3_600_000) {
  const text = header?.trim() ?? "";
  const ms = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now.getTime();
  return Number.isNaN(ms) || text === "" ? undefined : Math.min(mostMs, Math.max(0, ms));
}
