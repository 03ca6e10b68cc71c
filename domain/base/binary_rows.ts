import { Buffer } from "node:buffer";

/** A signature, no flags, and no extension of the head. */
const HEAD = Buffer.concat([Buffer.from("PGCOPY\n\xff\r\n\0", "latin1"), Buffer.alloc(8)]);
const END = Buffer.from([0xff, 0xff]);

/**
 * One row in the binary form of `copy`, in parts to be sent one after the other. The last value may be
 * large: it is sent from where it stands.
 */
export function binaryRow(values: Uint8Array[]): Uint8Array[] {
  const count = Buffer.from([values.length >> 8, values.length & 255]);
  const short = values.slice(0, -1).flatMap((value) => [int4(value.length), value]);
  const last = values.at(-1)!;
  return [Buffer.concat([HEAD, count, ...short, int4(last.length)]), last, END];
}

export function int4(value: number): Uint8Array {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}
