import { Buffer } from "node:buffer";
import { Refused } from "../base/errors.ts";

export type LogoType = "image/png" | "image/jpeg" | "image/webp";

export interface Logo {
  type: LogoType;
  bytes: Uint8Array;
  width: number;
  height: number;
}

export const LOGO_TAKES = "PNG, JPEG or WebP, up to 512 KB and 2000 × 2000 pixels";

const MOST_BYTES = 512 * 1024;
const MOST_PIXELS = 2000;
const LEAST_PIXELS = 16;

/**
 * Reads what a browser would have to decode, from the file's own header: neither its name nor its
 * declared type counts, and a picture that claims to be huge is refused before anybody opens it.
 */
export function readLogo(bytes: Uint8Array): Logo {
  if (bytes.length === 0) throw new Refused("The file is empty.");
  if (bytes.length > MOST_BYTES) throw new Refused("The file is larger than 512 KB.");
  const found = png(bytes) ?? jpeg(bytes) ?? webp(bytes);
  if (!found) {
    throw new Refused("This is not a PNG, JPEG or WebP picture, whatever its name says.");
  }
  const { width, height } = found;
  if (width > MOST_PIXELS || height > MOST_PIXELS) {
    throw new Refused(`The picture is ${width} × ${height} pixels; 2000 × 2000 is the most.`);
  }
  if (width < LEAST_PIXELS || height < LEAST_PIXELS) {
    throw new Refused(`The picture is ${width} × ${height} pixels; 16 × 16 is the least.`);
  }
  return { ...found, bytes };
}

type Found = Omit<Logo, "bytes"> | undefined;

function png(bytes: Uint8Array): Found {
  const begins = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
  if (!startsWith(bytes, begins) || text(bytes, 12, 16) !== "IHDR" || bytes.length < 45) return;
  const ends = bytes.subarray(-8, -4);
  if (text(ends, 0, 4) !== "IEND") return; // Something else hides behind the picture.
  const view = viewOf(bytes);
  return { type: "image/png", width: view.getUint32(16), height: view.getUint32(20) };
}

/** The frame header follows segments of other kinds, each with its length. */
function jpeg(bytes: Uint8Array): Found {
  if (!startsWith(bytes, [0xff, 0xd8, 0xff])) return;
  const view = viewOf(bytes);
  for (let at = 2; at + 9 < bytes.length;) {
    if (bytes[at] !== 0xff) return;
    const marker = bytes[at + 1]!;
    if (marker === 0xff) {
      at++;
      continue;
    }
    if (isFrame(marker)) {
      return { type: "image/jpeg", height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
    }
    const length = view.getUint16(at + 2);
    if (length < 2) return;
    at += 2 + length;
  }
}

function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
}

function webp(bytes: Uint8Array): Found {
  if (bytes.length < 30 || text(bytes, 0, 4) !== "RIFF" || text(bytes, 8, 12) !== "WEBP") return;
  const view = viewOf(bytes);
  if (view.getUint32(4, true) + 8 > bytes.length + 1) return;
  const kind = text(bytes, 12, 16);
  const size = kind === "VP8X"
    ? [1 + uint24(bytes, 24), 1 + uint24(bytes, 27)]
    : kind === "VP8L"
    ? losslessSize(view)
    : kind === "VP8 "
    ? [view.getUint16(26, true) & 0x3fff, view.getUint16(28, true) & 0x3fff]
    : undefined;
  return size && { type: "image/webp", width: size[0]!, height: size[1]! };
}

function losslessSize(view: DataView): number[] {
  const bits = view.getUint32(21, true);
  return [1 + (bits & 0x3fff), 1 + (bits >>> 14 & 0x3fff)];
}

function uint24(bytes: Uint8Array, at: number): number {
  return bytes[at]! | bytes[at + 1]! << 8 | bytes[at + 2]! << 16;
}

function startsWith(bytes: Uint8Array, begins: number[]): boolean {
  return begins.every((byte, at) => bytes[at] === byte);
}

function text(bytes: Uint8Array, from: number, to: number): string {
  return Buffer.from(bytes.subarray(from, to)).toString("latin1");
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
