import type { Db } from "../domain/base/db.ts";
import { type Log, openLog } from "../domain/base/log.ts";
import type { Outside } from "../domain/base/outside.ts";
import type { Handlers } from "./handler.ts";
import { handlers as allHandlers } from "./handlers.ts";
import { LIMITS, type Limits, refuseUnsafeLimits } from "./limits.ts";
import { makeWorkers, type Workers } from "./workers.ts";

export interface WorkOffOptions {
  /** Ends then at the latest, giving back what is not done. Without it, ends when nothing is due. */
  forMs?: number;
  signal?: AbortSignal;
  log?: Log;
  handlers?: Handlers;
  limits?: Partial<Limits>;
}

/** Does everything that is due, and what comes of it, then returns. */
export async function workOff(db: Db, out: Outside, options: WorkOffOptions = {}): Promise<void> {
  const { forMs, signal, log = silent, handlers = allHandlers } = options;
  const limits = { ...LIMITS, ...options.limits };
  refuseUnsafeLimits(limits);
  const workers = makeWorkers({ db, out, handlers, log }, limits);
  const stop = () => void workers.stop();
  const timer = forMs === undefined ? undefined : setTimeout(stop, forMs);
  const beat = setInterval(() => workers.keepLeases().catch(() => {}), limits.beatMs);
  signal?.addEventListener("abort", stop, { once: true });
  db.listeners.add(workers.wake);
  try {
    if (!signal?.aborted) {
      await Promise.all([workers.takeBack(), untilIdle(workers, limits)]);
    }
  } finally {
    await workers.stop();
    db.listeners.delete(workers.wake);
    signal?.removeEventListener("abort", stop);
    clearInterval(beat);
    clearTimeout(timer);
  }
}

const silent = openLog({ write: () => {}, now: () => new Date(0) });

/** Another process may enqueue unheard, so nothing must be found twice before that is believed. */
async function untilIdle(workers: Workers, { pollMs }: Limits): Promise<void> {
  let empty = 0;
  while (!workers.stopping.aborted) {
    const heard = workers.bell.rings();
    if (await workers.claim() > 0) empty = 0;
    else if (workers.isRunning()) await workers.bell.after(heard, pollMs);
    else if (++empty === 2) return;
    else workers.listenAgain();
  }
}
