import { asSystem, type Db, type Topic } from "../domain/base/db.ts";
import type { Log } from "../domain/base/log.ts";
import { enqueueIn } from "../domain/base/queue.ts";
import type { Ticker } from "../domain/base/ticker.ts";
import { orgsToTell } from "../domain/messages/notification_telling.ts";
import { makeBell } from "./bell.ts";

/** What is committed within this time is told together. */
const GATHER_MS = 250;
/** Looking takes at most this share of the time. */
const SHARE = 20;

/**
 * Asks for the telling of events soon after they are committed, here or in another process. The
 * clock does it every minute, in case all of that was missed.
 */
export function followEvents(db: Db, ticker: Ticker, log: Log): { stop(): Promise<void> } {
  const bell = makeBell();
  const ending = makeBell();
  const state = { stopped: false };
  const hear = (topics: ReadonlySet<Topic>) => {
    if (topics.has("events")) bell.ring();
  };
  const ignore = ticker.onWake(hear);
  db.listeners.add(hear);

  async function follow() {
    for (let heard = 0; !state.stopped;) {
      await bell.after(heard);
      if (state.stopped) return;
      heard = bell.rings();
      const since = performance.now();
      try {
        await asSystem(
          db,
          async (tx) => enqueueIn(tx, await orgsToTell(tx), "tell_notifications"),
        );
      } catch (error) {
        log.warn("Events could not be followed", {}, error);
      }
      const took = performance.now() - since;
      await ending.after(0, Math.max(GATHER_MS, took * SHARE));
    }
  }

  const following = follow();
  return {
    async stop() {
      state.stopped = true;
      ignore();
      db.listeners.delete(hear);
      bell.ring();
      ending.ring();
      await following;
    },
  };
}
