const INSPECT = Symbol.for("nodejs.util.inspect.custom");
const DENO_INSPECT = Symbol.for("Deno.customInspect");

/** A value that prints as `[redacted]` wherever it is logged, rendered or serialised by accident. */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return "[redacted]";
  }

  toJSON(): string {
    return "[redacted]";
  }

  [Symbol.toPrimitive](): string {
    return "[redacted]";
  }

  [INSPECT](): string {
    return "[redacted]";
  }

  [DENO_INSPECT](): string {
    return "[redacted]";
  }
}

export interface SealedParts {
  keyId: string;
  wrappedKey: Uint8Array<ArrayBuffer>;
  iv: Uint8Array<ArrayBuffer>;
  ciphertext: Uint8Array<ArrayBuffer>;
}

/** An encrypted value. Only `parts()` gives the bytes, for the row they are kept in. */
export class Sealed {
  readonly #parts: SealedParts;

  constructor(parts: SealedParts) {
    this.#parts = parts;
  }

  parts(): SealedParts {
    return this.#parts;
  }

  toString(): string {
    return "[sealed]";
  }

  toJSON(): string {
    return "[sealed]";
  }

  [Symbol.toPrimitive](): string {
    return "[sealed]";
  }

  [INSPECT](): string {
    return "[sealed]";
  }

  [DENO_INSPECT](): string {
    return "[sealed]";
  }
}
