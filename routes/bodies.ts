type Bytes = Uint8Array<ArrayBuffer>;

/** What a request brings, read into memory that is used again and again. */
export interface Body {
  /** Fills a part of what is given, and answers it: what was given is gone. Empty at the end. */
  read(into: Bytes): Promise<Bytes>;
  cancel(): Promise<void>;
}

/** A server's requests are read without a copy; other streams bring memory of their own. */
export function openBody(body: ReadableStream<Uint8Array>): Body {
  const reader = byteReader(body);
  if (!reader) return copying(body.getReader());
  return {
    cancel: () => reader.cancel(),
    async read(into) {
      const { value } = await reader.read(into);
      return (value ?? new Uint8Array()) as Bytes;
    },
  };
}

function byteReader(body: ReadableStream<Uint8Array>): ReadableStreamBYOBReader | undefined {
  try {
    return body.getReader({ mode: "byob" });
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

function copying(reader: ReadableStreamDefaultReader<Uint8Array>): Body {
  let rest = new Uint8Array();
  return {
    cancel: () => reader.cancel(),
    async read(into) {
      while (rest.length === 0) {
        const { value, done } = await reader.read();
        if (done) return into.subarray(0, 0);
        rest = Uint8Array.from(value);
      }
      const filled = into.subarray(0, rest.length);
      filled.set(rest.subarray(0, filled.length));
      rest = rest.subarray(filled.length);
      return filled;
    },
  };
}

/** Memory for one short body after the other. What is longer than it is not read to its end. */
export function openShelf(size: number, mostKept: number) {
  const kept: Bytes[] = [];
  return async function withBody<T>(
    stream: ReadableStream<Uint8Array>,
    work: (bytes: Bytes | undefined) => Promise<T>,
  ): Promise<T> {
    const body = openBody(stream);
    let memory: Bytes = kept.pop() ?? new Uint8Array(size);
    let length = 0;
    while (length < size) {
      const read = await body.read(memory.subarray(length));
      memory = new Uint8Array(read.buffer);
      length += read.length;
      if (read.length === 0) break;
    }
    if (length === size) await body.cancel();
    try {
      return await work(length < size ? memory.subarray(0, length) : undefined);
    } finally {
      if (kept.length < mostKept) kept.push(memory);
    }
  };
}
