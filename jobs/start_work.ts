import type { Db, Topic } from "../domain/base/db.ts";
import type { Log } from "../domain/base/log.ts";
import type { Outside } from "../domain/base/outside.ts";
import type { Ticker } from "../domain/base/ticker.ts";
import type { Traffic } from "../domain/base/traffic.ts";
import { followEvents } from "./follow_events.ts";
import type { Handlers } from "./handler.ts";
import { handlers as allHandlers } from "./handlers.ts";
import { LIMITS, type Limits, refuseUnsafeLimits } from "./limits.ts";
import { ringDue } from "./schedule.ts";
import { makeWorkers, type Workers } from "./workers.ts";

export interface StartWorkOptions {
  handlers?: Handlers;
  limits?: Partial<Limits>;
  /** Requests that go before. */
  traffic?: Traffic;
}

/**
 * Works for as long as the process lives: woken by a commit here or by another process, when a job
 * falls due, and every few seconds in case all of that was missed.
 */
export function startWork(
  db: Db,
  ticker: Ticker,
  out: Outside,
  log: Log,
  options: StartWorkOptions = {},
): { stop(): Promise<void> } {
  const limits = { ...LIMITS, ...options.limits };
  refuseUnsafeLimits(limits);
  const { handlers = allHandlers, traffic } = options;
  const workers = makeWorkers({ db, out, handlers, log, traffic }, limits);
  const hear = (topics: ReadonlySet<Topic>) => workers.wake(topics);
  const ignore = ticker.onWake(hear);
  db.listeners.add(hear);
  const timers = [
    every(limits.beatMs, () => workers.keepLeases(), log),
    every(limits.beatMs / 2, () => workers.takeBack(), log),
    every(limits.pollMs, () => ringDue(db, out), log),
  ];
  const working = keepWorking(workers, limits, log);
  const following = followEvents(db, ticker, log);
  return {
    async stop() {
      ignore();
      db.listeners.delete(hear);
      for (const timer of timers) timer.stop();
      await Promise.all([
        workers.stop(),
        following.stop(),
        ...timers.map(({ ended }) => ended()),
      ]);
      await working;
    },
  };
}

const SHORT_MS = 20;

async function keepWorking(workers: Workers, { pollMs }: Limits, log: Log): Promise<void> {
  let failures = 0;
  while (!workers.stopping.aborted) {
    const heard = workers.bell.rings();
    try {
      await workers.lull();
      if (await workers.claim() > 0) continue;
      await workers.bell.after(heard, SHORT_MS);
      if (workers.bell.rings() > heard) continue;
      const due = await workers.untilNextDue() ?? pollMs;
      await workers.bell.after(heard, Math.min(pollMs, Math.max(due, SHORT_MS)));
      if (workers.bell.rings() === heard) workers.listenAgain();
      failures = 0;
    } catch (error) {
      log.error("Work could not be claimed", error);
      workers.listenAgain();
      await workers.bell.after(workers.bell.rings(), Math.min(pollMs, 250 * 2 ** failures++));
    }
  }
}

/** Begins at once, then goes on; never twice at the same time. */
function every(ms: number, work: () => Promise<unknown>, log: Log) {
  let stopped = false;
  let running: Promise<unknown> = Promise.resolve();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const turn = () => {
    running = work().catch((error) => log.error("Regular work failed", error)).then(() => {
      if (!stopped) timer = setTimeout(turn, ms);
    });
  };
  turn();
  return {
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
    ended: () => running,
  };
}
