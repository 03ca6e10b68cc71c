import { joined, readAnswer, TooLarge } from "./http_answer.ts";

/** One request to one address that was already found good. */
export interface Exchange {
  url: URL;
  address: string;
  method: string;
  headers: Headers;
  body?: Uint8Array<ArrayBuffer>;
  maxBytes: number;
  signal: AbortSignal;
  /** Trusted beside the public authorities; for tests. */
  caCerts?: string[];
  dial?: Dial;
}

export interface Answer {
  status: number;
  headers: Headers;
  body: Uint8Array<ArrayBuffer>;
}

export type Dial = (address: string, port: number) => Promise<Deno.TcpConn>;

/** Nothing was sent yet, so that another address may be tried. */
export class NotConnected extends Error {
  override name = "NotConnected";
}

const SLICE = 1024;

/**
 * The socket is opened to the address, not to the name, and the certificate is checked for the name:
 * a name that resolves elsewhere a moment later changes nothing. Deno's own clients cannot be told
 * an address on every runtime Thread runs on, so the request is written here.
 */
export async function exchange(one: Exchange): Promise<Answer> {
  const tcp = await dialled(one);
  tcp.setNoDelay(true);
  let connection: Deno.Conn = tcp;
  const stop = () => close(connection);
  one.signal.addEventListener("abort", stop);
  try {
    one.signal.throwIfAborted();
    if (one.url.protocol === "https:") connection = await secured(tcp, one);
    one.signal.throwIfAborted();
    await writeAll(connection, requestBytes(one));
    const { status, headers, raw } = await readAnswer(connection, one.method, one.maxBytes);
    const body = await decoded(raw, headers.get("content-encoding"), one);
    headers.delete("content-encoding");
    headers.delete("content-length");
    headers.delete("set-cookie");
    return { status, headers, body };
  } finally {
    one.signal.removeEventListener("abort", stop);
    close(connection);
  }
}

async function dialled({ url, address, signal, dial = dialTcp }: Exchange): Promise<Deno.TcpConn> {
  const port = Number(url.port) || (url.protocol === "https:" ? 443 : 80);
  const dialling = dial(address, port);
  const stopped = Promise.withResolvers<never>();
  const stop = () => stopped.reject(signal.reason);
  signal.addEventListener("abort", stop);
  try {
    signal.throwIfAborted();
    return await Promise.race([dialling, stopped.promise]);
  } catch (cause) {
    dialling.then(close, () => {});
    throw new NotConnected("The connection failed", { cause });
  } finally {
    signal.removeEventListener("abort", stop);
  }
}

function dialTcp(address: string, port: number): Promise<Deno.TcpConn> {
  return Deno.connect({ hostname: address, port });
}

async function secured(tcp: Deno.TcpConn, { url, caCerts }: Exchange): Promise<Deno.TlsConn> {
  try {
    const hostname = url.hostname.replace(/\.$/, "");
    const tls = await Deno.startTls(tcp, { hostname, caCerts, alpnProtocols: ["http/1.1"] });
    await tls.handshake().catch((error) => {
      close(tls);
      throw error;
    });
    return tls;
  } catch (cause) {
    throw new NotConnected("The connection is not secure", { cause });
  }
}

function requestBytes({ url, method, headers, body }: Exchange): Uint8Array<ArrayBuffer> {
  const lines = [`${method} ${url.pathname}${url.search} HTTP/1.1`];
  for (const [name, value] of headers) lines.push(`${name}: ${value}`);
  const head = Uint8Array.from(`${lines.join("\r\n")}\r\n\r\n`, (letter) => letter.charCodeAt(0));
  return joined(body ? [head, body] : [head]);
}

async function writeAll(connection: Deno.Conn, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length;) at += await connection.write(bytes.subarray(at));
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

function close(connection: Deno.Conn): void {
  try {
    connection.close();
  } catch {
    // It is closed already, by the other side or by the deadline.
  }
}
