import { type Connection, ConnectionLost, type ConnectOptions, openConnection } from "./driver.ts";
import { Busy } from "./errors.ts";

export interface PoolOptions extends ConnectOptions {
  size: number;
  /** How long a caller waits for a free connection before it is told that Thread is busy. */
  acquireMs?: number;
  /** How many callers may wait at once. */
  queueLimit?: number;
}

export interface PoolFigures {
  size: number;
  open: number;
  idle: number;
  waiting: number;
  waitedMs: number;
}

interface Waiter {
  resolve: (connection: Connection) => void;
  reject: (error: Error) => void;
  timer: ReturnType<typeof setTimeout>;
}

/** Leases whole connections. postgres.js pools too, but without an acquire limit, and it wedges. */
export function openPool(options: PoolOptions) {
  const idle: Connection[] = [];
  const open = new Set<Connection>();
  const waiters: Waiter[] = [];
  let opening = 0;
  let ended = false;
  let waitedMs = 0;

  function acquire(): Promise<Connection> {
    if (ended) return Promise.reject(new Busy("Thread is stopping"));
    const free = takeIdle();
    if (free) return Promise.resolve(free);
    if (waiters.length >= (options.queueLimit ?? options.size * 50)) {
      return Promise.reject(new Busy("Too many requests are waiting for the database"));
    }
    const { promise, resolve, reject } = Promise.withResolvers<Connection>();
    const since = performance.now();
    const timer = setTimeout(() => {
      waiters.splice(waiters.indexOf(waiter), 1);
      reject(new Busy("No database connection became free in time"));
    }, options.acquireMs ?? 2000);
    const waiter: Waiter = {
      timer,
      reject,
      resolve: (connection) => {
        waitedMs += performance.now() - since;
        resolve(connection);
      },
    };
    waiters.push(waiter);
    grow();
    return promise;
  }

  function takeIdle(): Connection | undefined {
    while (idle.length > 0) {
      const connection = idle.pop()!;
      if (!connection.closed) return connection;
    }
  }

  function grow() {
    if (ended || opening >= waiters.length || open.size + opening >= options.size) return;
    opening++;
    let connection: Connection | undefined;
    const forgotten = () => {
      if (connection) open.delete(connection);
      grow();
    };
    openConnection({ ...options, onClose: forgotten }).then((made) => {
      opening--;
      connection = made;
      if (made.closed) return grow();
      open.add(made);
      release(made);
    }, (error) => {
      opening--;
      // With nothing open nobody else will serve the queue, so the waiters hear the reason now.
      if (open.size === 0) refuseWaiters(error);
    });
    grow();
  }

  function refuseWaiters(cause: unknown) {
    for (const waiter of waiters.splice(0)) {
      clearTimeout(waiter.timer);
      waiter.reject(new Busy("The database cannot be reached", { cause }));
    }
  }

  function release(connection: Connection) {
    if (connection.closed) return grow();
    if (ended) return connection.destroy(new ConnectionLost("Thread is stopping"));
    const waiter = waiters.shift();
    if (!waiter) return void idle.push(connection);
    clearTimeout(waiter.timer);
    waiter.resolve(connection);
  }

  /** Throws every connection away: what is running rejects, what comes next opens anew. */
  function replaceAll(reason: Error) {
    idle.length = 0;
    for (const connection of open) connection.destroy(reason);
    open.clear();
    grow();
  }

  function end() {
    ended = true;
    refuseWaiters(new Busy("Thread is stopping"));
    replaceAll(new ConnectionLost("Thread is stopping"));
  }

  const figures = (): PoolFigures => ({
    size: options.size,
    open: open.size,
    idle: idle.length,
    waiting: waiters.length,
    waitedMs,
  });

  return { acquire, release, replaceAll, end, figures };
}

export type Pool = ReturnType<typeof openPool>;
