import { quantile } from "./commits.ts";

export interface LoadOptions {
  /** On this machine only. */
  url: string;
  connections: number;
  seconds: number;
  /** Whole requests, asked in turn. */
  requests: Uint8Array[];
  /** Ends after the last request instead of beginning again. */
  once?: boolean;
  /** At most so many a second; without it, each connection asks again as soon as it is answered. */
  rate?: number;
  stop?: AbortSignal;
}

export interface Load {
  rate: number;
  p50: number;
  p99: number;
  done: number;
  /** Answers of 400 and more, and lost connections. */
  errors: number;
}

/**
 * Asks over plain sockets that stay open, like wrk: `fetch` would cost as much as the server that
 * it measures.
 */
export async function load(options: LoadOptions): Promise<Load> {
  const { hostname, port } = new URL(options.url);
  if (hostname !== "127.0.0.1") throw new Error("Only this machine may be put under load");
  const waits: number[] = [];
  let asked = 0;
  let errors = 0;
  const since = performance.now();
  const end = since + options.seconds * 1000;
  const goesOn = () =>
    performance.now() < end && !options.stop?.aborted &&
    (!options.once || asked < options.requests.length);
  await Promise.all(Array.from({ length: options.connections }, async () => {
    using socket = await Deno.connect({ hostname, port: Number(port) });
    socket.setNoDelay();
    const inbox = openInbox(socket);
    try {
      while (goesOn()) {
        if (options.rate) await until(since + asked / options.rate * 1000);
        const request = options.requests[asked++ % options.requests.length]!;
        const asking = performance.now();
        await send(socket, request);
        if (await readAnswer(inbox) >= 400) errors++;
        waits.push(performance.now() - asking);
      }
    } catch {
      errors++;
    }
  }));
  const seconds = (performance.now() - since) / 1000;
  const [p50, p99] = waits.length > 0 ? [quantile(waits, 0.5), quantile(waits, 0.99)] : [NaN, NaN];
  return { rate: waits.length / seconds, p50, p99, done: waits.length, errors };
}

async function until(at: number) {
  const ms = at - performance.now();
  if (ms > 0) await new Promise((done) => setTimeout(done, ms));
}

export interface Asking {
  method?: "GET" | "POST";
  path: string;
  token?: string;
  /** Of whose cookie; left out, a member's. */
  cookie?: "thread" | "portal";
  form?: Record<string, string>;
  fragment?: boolean;
}

export function request(
  { method = "GET", path, token, cookie = "thread", form, fragment }: Asking,
): Uint8Array {
  const body = form ? new URLSearchParams(form).toString() : "";
  const lines = [
    `${method} ${path} HTTP/1.1`,
    "host: 127.0.0.1",
    "sec-fetch-site: same-origin",
    token && `cookie: ${cookie}=${token}`,
    fragment && "hx-request: true",
    form && "content-type: application/x-www-form-urlencoded",
    form && `content-length: ${body.length}`,
  ];
  return new TextEncoder().encode(`${lines.filter(Boolean).join("\r\n")}\r\n\r\n${body}`);
}

export async function send(socket: Deno.Conn, bytes: Uint8Array) {
  for (let sent = 0; sent < bytes.length;) sent += await socket.write(bytes.subarray(sent));
}

interface Inbox {
  socket: Deno.Conn;
  bytes: Uint8Array;
  start: number;
  end: number;
}

function openInbox(socket: Deno.Conn): Inbox {
  return { socket, bytes: new Uint8Array(128 * 1024), start: 0, end: 0 };
}

const decoder = new TextDecoder();

/** Answers the status, once the whole body has been read and thrown away. */
async function readAnswer(inbox: Inbox): Promise<number> {
  const head = await readUntil(inbox, "\r\n\r\n");
  const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
  if (length) await skip(inbox, Number(length));
  else if (/\r\ntransfer-encoding: *chunked/i.test(head)) {
    let size = Infinity;
    while (size > 0) {
      size = parseInt(await readUntil(inbox, "\r\n"), 16);
      await skip(inbox, size + 2);
    }
  }
  return Number(head.slice(9, 12));
}

async function readUntil(inbox: Inbox, mark: "\r\n" | "\r\n\r\n"): Promise<string> {
  for (let from = inbox.start;;) {
    const at = indexOf(inbox, mark, from);
    if (at >= 0) {
      const text = decoder.decode(inbox.bytes.subarray(inbox.start, at));
      inbox.start = at + mark.length;
      return text;
    }
    from = Math.max(inbox.start, inbox.end - mark.length);
    const before = inbox.start;
    await fill(inbox);
    from -= before - inbox.start;
  }
}

function indexOf({ bytes, end }: Inbox, mark: string, from: number): number {
  for (let at = bytes.indexOf(13, from); at >= 0 && at < end; at = bytes.indexOf(13, at + 1)) {
    if (at + mark.length > end) return -1;
    if (mark.length === 2 || bytes[at + 2] === 13 && bytes[at + 3] === 10) return at;
  }
  return -1;
}

async function skip(inbox: Inbox, count: number) {
  for (let left = count;;) {
    const here = Math.min(left, inbox.end - inbox.start);
    inbox.start += here;
    left -= here;
    if (left === 0) return;
    await fill(inbox);
  }
}

async function fill(inbox: Inbox) {
  inbox.bytes.copyWithin(0, inbox.start, inbox.end);
  inbox.end -= inbox.start;
  inbox.start = 0;
  const read = await inbox.socket.read(inbox.bytes.subarray(inbox.end));
  if (!read) throw new Error("The server closed the connection");
  inbox.end += read;
}
