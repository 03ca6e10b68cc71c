export interface LoopProbe {
  /** Milliseconds, of the last minute. */
  worst(): number;
  stop(): void;
}

const EVERY_MS = 100;
const KEPT = 600;

/**
 * Rings ten times a second and notes how late: whatever computes without a pause delays everybody's
 * requests by that much.
 */
export function openLoopProbe(
  tell: (lagMs: number) => void,
  clock: () => number = () => performance.now(),
): LoopProbe {
  const lags: number[] = [];
  let expected = clock() + EVERY_MS;
  const timer = setInterval(() => {
    const now = clock();
    const lag = Math.max(0, now - expected);
    expected = now + EVERY_MS;
    lags.push(lag);
    if (lags.length > KEPT) lags.shift();
    tell(lag);
  }, EVERY_MS);
  Deno.unrefTimer(timer);
  return {
    worst: () => lags.reduce((most, lag) => Math.max(most, lag), 0),
    stop: () => clearInterval(timer),
  };
}
