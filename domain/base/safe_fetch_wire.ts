import { request } from "node:http";
import { connect as connectTcp, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";

/** One request to one address that was already found good. */
export interface Exchange {
  url: URL;
  address: string;
  method: string;
  headers: Headers;
  body?: Uint8Array<ArrayBuffer>;
  maxBytes: number;
  signal: AbortSignal;
  /** Trusted instead of the public authorities; for tests. */
  caCerts?: string[];
  dial?: Dial;
}

export interface Answer {
  status: number;
  headers: Headers;
  body: Uint8Array<ArrayBuffer>;
}

export type Dial = (address: string, port: number) => Socket;

/** Nothing was sent yet, so that another address may be tried. */
export class NotConnected extends Error {
  override name = "NotConnected";
}

export class TooLarge extends Error {
  override name = "TooLarge";
}

const SLICE = 1024;

/**
 * The socket is opened to the address, not to the name, and the certificate is checked for the name:
 * a name that resolves elsewhere a moment later changes nothing.
 */
export async function exchange(one: Exchange): Promise<Answer> {
  const socket = await openSocket(one);
  const stop = () => socket.destroy(new Error("Stopped"));
  one.signal.addEventListener("abort", stop);
  try {
    const { status, headers, raw } = await send(one, socket);
    const body = await decoded(raw, headers.get("content-encoding"), one);
    headers.delete("content-encoding");
    headers.delete("content-length");
    return { status, headers, body };
  } finally {
    one.signal.removeEventListener("abort", stop);
    socket.destroy();
  }
}

async function openSocket({ url, address, signal, caCerts, dial = dialTcp }: Exchange) {
  const isTls = url.protocol === "https:";
  const socket = dial(address, Number(url.port) || (isTls ? 443 : 80));
  await ready(socket, "connect", signal);
  if (!isTls) return socket;
  const secured = connectTls({
    socket,
    servername: hostOf(url),
    ca: caCerts,
    ALPNProtocols: ["http/1.1"],
  });
  try {
    await ready(secured, "secureConnect", signal);
  } catch (error) {
    socket.destroy();
    throw error;
  }
  return secured;
}

function dialTcp(address: string, port: number): Socket {
  return connectTcp({ host: address, port });
}

function ready(socket: Socket, event: string, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (cause?: unknown) => {
      socket.destroy();
      reject(new NotConnected("The connection failed", { cause }));
    };
    const stop = () => fail(signal.reason);
    socket.once("error", fail);
    socket.once("close", fail);
    socket.once(event, () => {
      socket.removeListener("error", fail);
      socket.removeListener("close", fail);
      signal.removeEventListener("abort", stop);
      // A socket that fails between two listeners must not end the process.
      socket.on("error", () => {});
      resolve();
    });
    if (signal.aborted) stop();
    else signal.addEventListener("abort", stop, { once: true });
  });
}

function send(one: Exchange, socket: Socket) {
  type Received = { status: number; headers: Headers; raw: Uint8Array<ArrayBuffer> };
  return new Promise<Received>((resolve, reject) => {
    const outgoing = request({
      createConnection: () => socket,
      method: one.method,
      path: one.url.pathname + one.url.search,
      setHost: false,
      headers: Object.fromEntries(one.headers),
    }, (incoming) => {
      const chunks: Uint8Array[] = [];
      let size = 0;
      incoming.on("data", (chunk: Uint8Array) => {
        size += chunk.length;
        if (size <= one.maxBytes) chunks.push(chunk);
        else {
          reject(new TooLarge("The answer is too large"));
          socket.destroy();
        }
      });
      incoming.on("error", reject);
      incoming.on("aborted", () => reject(new Error("The answer broke off")));
      incoming.on("end", () => {
        if (!incoming.complete) return reject(new Error("The answer broke off"));
        resolve({
          status: incoming.statusCode ?? 0,
          headers: headersOf(incoming.rawHeaders),
          raw: joined(chunks),
        });
      });
    });
    socket.once("close", () => reject(new Error("The connection was closed")));
    outgoing.on("error", reject);
    outgoing.on("upgrade", () => reject(new Error("The server wants another protocol")));
    outgoing.end(one.body);
  });
}

/** A small input can hold gigabytes: it is fed in slices, and counted as it comes out. */
async function decoded(
  raw: Uint8Array<ArrayBuffer>,
  encoding: string | null,
  { maxBytes, signal }: Exchange,
): Promise<Uint8Array<ArrayBuffer>> {
  if (encoding === null || encoding === "identity" || raw.length === 0) return raw;
  if (encoding !== "gzip") throw new Error("The answer has an encoding that was not asked for");
  const out: Uint8Array[] = [];
  let size = 0;
  let at = 0;
  const slices = new ReadableStream<BufferSource>({
    pull(controller) {
      if (at >= raw.length) return controller.close();
      controller.enqueue(raw.slice(at, at + SLICE));
      at += SLICE;
    },
  }, { highWaterMark: 0 });
  for await (const chunk of slices.pipeThrough(new DecompressionStream("gzip"))) {
    signal.throwIfAborted();
    size += chunk.length;
    if (size > maxBytes) throw new TooLarge("The answer is too large");
    out.push(chunk);
  }
  return joined(out);
}

function hostOf(url: URL): string {
  return url.hostname.replace(/\.$/, "");
}

function headersOf(raw: string[]): Headers {
  const headers = new Headers();
  for (let at = 0; at + 1 < raw.length; at += 2) {
    if (!/^set-cookie2?$/i.test(raw[at]!)) headers.append(raw[at]!, raw[at + 1]!);
  }
  return headers;
}

function joined(chunks: Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(chunks.reduce((size, chunk) => size + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
}
