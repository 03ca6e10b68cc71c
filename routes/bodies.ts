type Bytes = Uint8Array<ArrayBuffer>;

/** What a request brings, read into memory that is used again and again. */
export interface Body {
  /** Fills a part of the buffer and gives it back; what was given is gone. Nothing at the end. */
  read(into: Bytes): Promise<Bytes | undefined>;
  cancel(): Promise<void>;
}

/** A server's requests are read without a copy; other streams bring memory of their own. */
export function openBody(body: ReadableStream<Uint8Array>): Body {
  const reader = byteReader(body);
  if (!reader) return copying(body.getReader());
  return {
    cancel: () => reader.cancel(),
    async read(into) {
      const { value, done } = await reader.read(into);
      return done ? undefined : value as Bytes;
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
        if (done) return undefined;
        rest = Uint8Array.from(value);
      }
      const filled = into.subarray(0, rest.length);
      filled.set(rest.subarray(0, filled.length));
      rest = rest.subarray(filled.length);
      return filled;
    },
  };
}
