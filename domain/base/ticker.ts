import type { Db, Topic } from "./db.ts";
import { type Connection, ConnectionLost, openConnection } from "./driver.ts";

export interface Ticker {
  /** Called when another process tells of a commit; `db.listeners` hear of those here. */
  onWake(wake: Wake): () => void;
  /** Whether other processes are heard; work and live updates fall back to polling while not. */
  isListening(): boolean;
  stop(): Promise<void>;
}

export type Wake = (topics: ReadonlySet<Topic>) => unknown;

const CHANNEL = "thread";
const TICK_MS = 50;
const PROBE_MS = 10_000;
const RECONNECT_MS = [50, 250, 1000, 2000];
const ALL: Topic[] = ["jobs:inside", "jobs:outside", "events", "notifications"];

/**
 * Carries "something was committed" between processes. A notify in the transaction itself would
 * make every commit wait for the one before (0.33 of the rate), so what was committed here is told
 * at most once a tick, from a connection of its own. It is a hint: whoever hears it asks the tables.
 */
export function startTicker(db: Db, url: string): Ticker {
  const self = crypto.randomUUID();
  const wakes = new Set<Wake>();
  const untold = new Set<Topic>();
  const stopping = new AbortController();
  let connection: Connection | undefined;
  let listening = false;
  let tick: ReturnType<typeof setTimeout> | undefined;

  function hear(topics: ReadonlySet<Topic>) {
    for (const wake of wakes) wake(topics);
  }

  function committed(topics: ReadonlySet<Topic>) {
    for (const topic of topics) untold.add(topic);
    tick ??= setTimeout(tell, TICK_MS);
  }

  function tell() {
    tick = undefined;
    if (!listening || untold.size === 0) return;
    const words = `${self} ${[...untold].join(" ")}`;
    untold.clear();
    connection!.query("select pg_notify($1, $2)", [CHANNEL, words]).catch(() => {});
  }

  function told(_channel: string, words: string) {
    const [from, ...topics] = words.split(" ");
    if (from !== self) hear(new Set(topics as Topic[]));
  }

  async function keepListening() {
    for (let failures = 0; !stopping.signal.aborted; failures++) {
      const closed = new AbortController();
      try {
        connection = await openConnection({
          url,
          applicationName: "thread-ticker",
          onNotify: told,
          onClose: () => closed.abort(),
        });
        await connection.script(`listen ${CHANNEL}`);
        listening = true;
        failures = 0;
        hear(new Set(ALL)); // For whatever was told while this did not listen.
        tell();
        await probe(connection, AbortSignal.any([closed.signal, stopping.signal]));
      } catch {
        // The next round opens another connection.
      }
      listening = false;
      connection?.destroy(new ConnectionLost("The ticker's connection ended"));
      await pause(RECONNECT_MS[failures] ?? RECONNECT_MS.at(-1)!, stopping.signal);
    }
  }

  db.listeners.add(committed);
  const ended = keepListening();
  return {
    onWake(wake) {
      wakes.add(wake);
      return () => void wakes.delete(wake);
    },
    isListening: () => listening,
    async stop() {
      db.listeners.delete(committed);
      clearTimeout(tick);
      stopping.abort();
      connection?.destroy(new ConnectionLost("Thread is stopping"));
      await ended;
    },
  };
}

/** A peer that vanished without a word leaves a socket open, so it is asked now and then. */
async function probe(connection: Connection, ended: AbortSignal): Promise<void> {
  while (!ended.aborted) {
    await pause(PROBE_MS, ended);
    if (ended.aborted) return;
    const silent = setTimeout(() => connection.destroy(new ConnectionLost("No answer")), PROBE_MS);
    try {
      await connection.query("select 1", []);
    } finally {
      clearTimeout(silent);
    }
  }
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  signal.addEventListener("abort", () => resolve(), { once: true });
  await promise;
  clearTimeout(timer);
}
