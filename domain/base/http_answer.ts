/** What came back, before it is unpacked. */
export interface RawAnswer {
  status: number;
  headers: Headers;
  raw: Uint8Array<ArrayBuffer>;
}

export class TooLarge extends Error {
  override name = "TooLarge";
}

interface Reader {
  line(): Promise<string>;
  take(length: number): Promise<Uint8Array>;
  rest(most: number): Promise<Uint8Array<ArrayBuffer>>;
}

const HEAD_MOST = 65_536;

/** Reads one HTTP/1.1 answer of a connection that is closed afterwards, strictly. */
export async function readAnswer(
  connection: { read(into: Uint8Array): Promise<number | null> },
  method: string,
  maxBytes: number,
): Promise<RawAnswer> {
  const reader = readerOf(connection);
  let { status, headers } = await readHead(reader);
  for (let early = 0; status >= 100 && status < 200; early++) {
    if (status === 101 || early === 5) throw new Error("The server wants another protocol");
    ({ status, headers } = await readHead(reader));
  }
  const isEmpty = method === "HEAD" || status === 204 || status === 304;
  const raw = isEmpty ? new Uint8Array(0) : await readBody(reader, headers, maxBytes);
  return { status, headers, raw };
}

async function readHead(reader: Reader) {
  const match = /^HTTP\/1\.[01] (\d{3})(?: |$)/.exec(await reader.line());
  if (!match) throw new Error("The answer is not HTTP");
  const headers = new Headers();
  let size = 0;
  for (let line = await reader.line(); line !== ""; line = await reader.line()) {
    size += line.length;
    const colon = line.indexOf(":");
    if (size > HEAD_MOST || colon < 1) throw new Error("The answer has a damaged head");
    headers.append(line.slice(0, colon), line.slice(colon + 1).trim());
  }
  return { status: Number(match[1]), headers };
}

async function readBody(reader: Reader, headers: Headers, most: number) {
  const coding = headers.get("transfer-encoding");
  if (coding !== null) {
    if (coding.toLowerCase() !== "chunked") throw new Error("The answer has an unknown coding");
    return await readChunks(reader, most);
  }
  const length = headers.get("content-length");
  if (length === null) return await reader.rest(most);
  if (!/^\d{1,15}$/.test(length)) throw new Error("The answer has a damaged length");
  if (Number(length) > most) throw new TooLarge("The answer is too large");
  return new Uint8Array(await reader.take(Number(length)));
}

async function readChunks(reader: Reader, most: number): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  for (let total = 0;;) {
    const size = /^([0-9a-f]{1,8})[ \t]*(?:;|$)/i.exec(await reader.line());
    if (!size) throw new Error("The answer has a damaged chunk");
    const length = parseInt(size[1]!, 16);
    if (length === 0) return joined(chunks);
    total += length;
    if (total > most) throw new TooLarge("The answer is too large");
    chunks.push(await reader.take(length));
    if (await reader.line() !== "") throw new Error("The answer has a damaged chunk");
  }
}

function readerOf(connection: { read(into: Uint8Array): Promise<number | null> }): Reader {
  let held: Uint8Array = new Uint8Array(0);

  async function more(): Promise<boolean> {
    const buffer = new Uint8Array(16_384);
    const count = await connection.read(buffer);
    if (count === null) return false;
    held = joined([held, buffer.subarray(0, count)]);
    return true;
  }

  async function line(): Promise<string> {
    for (let from = 0;;) {
      const end = held.indexOf(10, from);
      if (end >= 0) {
        const text = Array.from(held.subarray(0, end), (byte) => String.fromCharCode(byte)).join(
          "",
        );
        held = held.subarray(end + 1);
        return text.replace(/\r$/, "");
      }
      from = held.length;
      if (held.length > HEAD_MOST || !await more()) throw new Error("The answer broke off");
    }
  }

  async function take(length: number): Promise<Uint8Array> {
    const parts: Uint8Array[] = [];
    for (let missing = length; missing > 0;) {
      if (held.length === 0 && !await more()) throw new Error("The answer broke off");
      const part = held.subarray(0, missing);
      held = held.subarray(part.length);
      missing -= part.length;
      parts.push(part);
    }
    return joined(parts);
  }

  async function rest(most: number): Promise<Uint8Array<ArrayBuffer>> {
    const parts: Uint8Array[] = [held];
    let total = held.length;
    for (held = new Uint8Array(0); await more(); held = new Uint8Array(0)) {
      parts.push(held);
      total += held.length;
      if (total > most) break;
    }
    if (total > most) throw new TooLarge("The answer is too large");
    return joined(parts);
  }

  return { line, take, rest };
}

export function joined(chunks: Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(chunks.reduce((size, chunk) => size + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
}
