import { connect as connectSocket, type Socket } from "node:net";
import type { Writable } from "node:stream";
import postgres from "postgres";
import { columnTypes } from "./column_types.ts";

export interface Rows {
  rows: Record<string, unknown>[];
  command: string;
  count: number;
}

/**
 * One connection that is never revived. postgres.js pools and reconnects by itself, and in both it
 * can lose a query or end the process when a backend dies in a transaction (its issues 1066, 1154,
 * 1186, 1208). So each instance gets a single socket: when that closes, everything pending rejects
 * here, nothing more is handed to the library, and the pool opens a new one.
 */
export interface Connection {
  readonly closed: boolean;
  /** The same promise, but rejecting as soon as the connection is lost. */
  whileOpen<T>(promise: Promise<T>): Promise<T>;
  query(text: string, parameters: readonly unknown[]): Promise<Rows>;
  /** Several statements in one message, without parameters. Sent at once, not when awaited. */
  script(text: string): Promise<Rows>;
  /**
   * `copy … from stdin` in a transaction, with what the server is to read. As a parameter, postgres.js
   * writes bytes out in hex and holds them eleven times.
   */
  copyIn(text: string, parts: Uint8Array[]): Promise<void>;
  destroy(reason: Error): void;
}

export interface ConnectOptions {
  url: string;
  applicationName: string;
  connectTimeoutMs?: number;
  statementTimeoutMs?: number;
  lockTimeoutMs?: number;
  idleInTransactionMs?: number;
  onClose?: () => void;
  onNotify?: (channel: string, payload: string) => void;
}

export class ConnectionLost extends Error {
  override name = "ConnectionLost";
}

export async function openConnection(options: ConnectOptions): Promise<Connection> {
  const url = new URL(options.url);
  const socket = await openSocket(url, options.connectTimeoutMs ?? 5000);
  let lost: Error | undefined;
  const pending = new Set<(reason: Error) => void>();

  function lose(reason: Error) {
    if (lost) return;
    lost = reason;
    for (const reject of pending) reject(reason);
    pending.clear();
    options.onClose?.();
  }
  socket.once("close", () => lose(new ConnectionLost("The database closed the connection")));
  socket.once("error", (cause) => lose(new ConnectionLost("The connection failed", { cause })));

  let taken = false;
  const sql = postgres(options.url, {
    max: 1,
    max_lifetime: null,
    idle_timeout: 0,
    fetch_types: false,
    onnotice: () => {},
    onclose: () => lose(new ConnectionLost("The database closed the connection")),
    onnotify: options.onNotify,
    types: columnTypes,
    // deno-lint-ignore no-explicit-any
    ...{ socket: takeSocket } as any,
    connection: {
      application_name: options.applicationName,
      statement_timeout: options.statementTimeoutMs ?? 15_000,
      lock_timeout: options.lockTimeoutMs ?? 5_000,
      idle_in_transaction_session_timeout: options.idleInTransactionMs ?? 20_000,
    },
  });
  function takeSocket(): Socket {
    if (taken || lost) throw lost ?? new ConnectionLost("This connection is not reopened");
    taken = true;
    return socket;
  }

  const connection: Connection = {
    get closed() {
      return lost !== undefined;
    },
    whileOpen,
    query: (text, parameters) => run(text, parameters, false),
    script: (text) => run(text, [], true),
    copyIn,
    destroy(reason) {
      lose(reason);
      socket.destroy();
    },
  };

  function run(text: string, parameters: readonly unknown[], simple: boolean): Promise<Rows> {
    if (lost) return Promise.reject(lost);
    // A postgres.js query is lazy: without execute() it would leave after the statements behind it.
    const protocol = { prepare: !simple, simple }; // `simple` is read, though its types omit it.
    const query = sql.unsafe(text, parameters as never[], protocol).execute();
    return whileOpen(query.then(readResult));
  }

  async function copyIn(text: string, parts: Uint8Array[]): Promise<void> {
    if (lost) throw lost;
    const stream: Writable = await whileOpen(sql.unsafe(text).writable());
    stream.on("error", () => {}); // It is told to whoever writes.
    for (const part of parts) {
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      stream.write(part, (error) => error ? reject(error) : resolve());
      await whileOpen(promise);
    }
    stream.end();
    // What fails from here on, postgres.js tells nobody; the next statement fails of it too.
    await run("select 1", [], true);
  }

  // Not Promise.race with one lasting promise: that would keep every query's result for ever.
  function whileOpen<T>(promise: Promise<T>): Promise<T> {
    if (lost) return promise.catch(() => {}).then(() => Promise.reject(lost));
    return new Promise((resolve, reject) => {
      pending.add(reject);
      promise.then((value) => {
        pending.delete(reject);
        resolve(value);
      }, (error) => {
        pending.delete(reject);
        reject(error);
      });
    });
  }

  const silent = setTimeout(
    () => connection.destroy(new ConnectionLost(`The database at ${url.host} does not answer`)),
    options.connectTimeoutMs ?? 5000,
  );
  try {
    await connection.query("select 1", []);
  } catch (error) {
    connection.destroy(error as Error);
    throw error;
  } finally {
    clearTimeout(silent);
  }
  return connection;
}

function openSocket(url: URL, timeoutMs: number): Promise<Socket> {
  const { promise, resolve, reject } = Promise.withResolvers<Socket>();
  const path = url.searchParams.get("host");
  const port = Number(url.port || 5432);
  const socket = path?.startsWith("/")
    ? connectSocket(`${path}/.s.PGSQL.${port}`)
    : connectSocket(port, url.hostname.replace(/^\[|\]$/g, ""));
  socket.setNoDelay(true);
  const timer = setTimeout(
    () => socket.destroy(new ConnectionLost("Connecting took too long")),
    timeoutMs,
  );
  socket.once("connect", () => {
    clearTimeout(timer);
    socket.removeAllListeners("error");
    socket.removeAllListeners("close");
    Object.assign(socket, { host: url.hostname, port });
    resolve(socket);
  });
  socket.once("error", (cause) => {
    clearTimeout(timer);
    reject(new ConnectionLost(`Cannot reach the database at ${url.host}`, { cause }));
  });
  return promise;
}

function readResult(result: unknown): Rows {
  const last = result as { command: string; count: number } & Record<string, unknown>[];
  return { rows: last.slice(), command: last.command ?? "", count: last.count ?? 0 };
}
