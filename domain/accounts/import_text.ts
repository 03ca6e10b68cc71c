import { Refused } from "../base/errors.ts";
import type { Encoding } from "./import_words.ts";

const SAMPLE = 4096;

/** A byte order mark decides; else where the zeros stand; else whether the bytes are UTF-8. */
export function detectEncoding(bytes: Uint8Array): Encoding {
  const [a, b, c] = bytes;
  if (a === 0xef && b === 0xbb && c === 0xbf) return "utf-8";
  if (a === 0xff && b === 0xfe) return "utf-16le";
  if (a === 0xfe && b === 0xff) return "utf-16be";
  const zeros = [0, 0];
  const sample = bytes.subarray(0, SAMPLE);
  for (const [at, byte] of sample.entries()) if (byte === 0) zeros[at % 2]!++;
  const many = sample.length / 8;
  if (zeros[1]! > many && zeros[0]! < many / 4) return "utf-16le";
  if (zeros[0]! > many && zeros[1]! < many / 4) return "utf-16be";
  return isUtf8(bytes) ? "utf-8" : "windows-1252";
}

/** What cannot be read becomes a visible mark, and nothing that the database cannot hold is left. */
export function decodeText(bytes: Uint8Array, encoding: Encoding): string {
  const text = new TextDecoder(encoding).decode(bytes);
  return text.includes("\0") ? text.replaceAll("\0", "\ufffd") : text;
}

const SIGNATURES: [number[], string][] = [
  [[0x50, 0x4b, 3, 4], "This is an Excel workbook or a ZIP file. Save the sheet as CSV."],
  [[0xd0, 0xcf, 0x11, 0xe0], "This is an old Excel workbook. Save the sheet as CSV."],
  [[0x25, 0x50, 0x44, 0x46], "This is a PDF. Copy its text and paste it."],
  [[0x89, 0x50, 0x4e, 0x47], "This is a picture. Thread reads CSV, JSON and text."],
  [[0xff, 0xd8, 0xff], "This is a picture. Thread reads CSV, JSON and text."],
  [[0x1f, 0x8b], "This file is compressed. Unpack it first."],
];

/** Files that are certainly no text are refused by what they are. */
export function refuseBinary(bytes: Uint8Array, encoding: Encoding): void {
  for (const [signature, says] of SIGNATURES) {
    if (signature.every((byte, at) => bytes[at] === byte)) throw new Refused(says);
  }
  const sample = new TextDecoder(encoding).decode(bytes.subarray(0, SAMPLE));
  const odd = sample.match(/[^\P{Cc}\t\n\v\f\r]|\ufffd/gu)?.length ?? 0;
  if (odd > sample.length / 10) {
    throw new Refused("This does not look like text. Thread reads CSV, JSON and text.");
  }
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}
