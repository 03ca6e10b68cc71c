import type { Db } from "../domain/base/db.ts";
import { livingSessions } from "../domain/people/sessions.ts";
import { livingPortalSessions } from "../domain/portal/portal_sessions.ts";

/** Whose stream it is: a session of a member in an organisation, or of a contact in an account. */
export interface Listener {
  sessionId: string;
  place: string;
  kind: "member" | "contact";
}

interface Stream extends Listener {
  send(message: Uint8Array): void;
  close(): void;
}

const PING = new TextEncoder().encode(": still here\n\n");
const MOST_UNREAD = 64 * 1024;

/**
 * The open event streams of this process. One timer serves them all: it keeps proxies from closing
 * them and ends those whose session was revoked, whose member was deactivated, or who went
 * elsewhere.
 */
export function openStreams(db: Db, checkEveryMs = 15_000) {
  const streams = new Set<Stream>();
  const timer = setInterval(checkAll, checkEveryMs);
  let stopped = false;

  async function checkAll() {
    for (const stream of streams) stream.send(PING);
    if (streams.size === 0) return;
    try {
      const living = {
        member: await livingSessions(db, sessionsOf("member")),
        contact: await livingPortalSessions(db, sessionsOf("contact")),
      };
      for (const stream of streams) {
        if (living[stream.kind].get(stream.sessionId) !== stream.place) stream.close();
      }
    } catch {
      // The database is away; the next round asks again.
    }
  }

  function sessionsOf(kind: Listener["kind"]): string[] {
    return [...streams].filter((one) => one.kind === kind).map(({ sessionId }) => sessionId);
  }

  /** `start` runs once the browser is listening; what it returns runs when the stream ends. */
  function open(
    who: Listener,
    start: (stream: Stream) => () => void,
  ): ReadableStream {
    let end: (() => void) | undefined;
    let stream: Stream;
    return new ReadableStream<Uint8Array>({
      start(controller) {
        stream = {
          ...who,
          send(message) {
            // A reader that stopped reading is let go; it comes back with Last-Event-ID.
            if ((controller.desiredSize ?? 0) < -MOST_UNREAD) stream.close();
            else if (streams.has(stream)) controller.enqueue(message);
          },
          close() {
            if (!streams.delete(stream)) return;
            end?.();
            controller.close();
          },
        };
        streams.add(stream);
        end = start(stream);
      },
      cancel() {
        if (streams.delete(stream)) end?.();
      },
    }, new ByteLengthQueuingStrategy({ highWaterMark: 16 * 1024 }));
  }

  return {
    open,
    checkAll,
    count: () => streams.size,
    /** Set when this process is told to end: it takes no new work from then on. */
    stopped: () => stopped,
    stop() {
      stopped = true;
      clearInterval(timer);
      for (const stream of streams) stream.close();
    },
  };
}

export type Streams = ReturnType<typeof openStreams>;
