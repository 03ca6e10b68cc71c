import { Buffer } from "node:buffer";

export interface PictureSize {
  width: number;
  height: number;
}

type Found = PictureSize | undefined;

/**
 * What a browser would have to decode, from the picture's own header. The beginning of the file is
 * enough; where it does not tell, nothing is answered.
 */
export function pngSize(bytes: Uint8Array): Found {
  const begins = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
  if (bytes.length < 24 || !startsWith(bytes, begins) || text(bytes, 12, 16) !== "IHDR") return;
  const view = viewOf(bytes);
  return { width: view.getUint32(16), height: view.getUint32(20) };
}

/** The frame header follows segments of other kinds, each with its length. */
export function jpegSize(bytes: Uint8Array): Found {
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
      return { height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
    }
    const length = view.getUint16(at + 2);
    if (length < 2) return;
    at += 2 + length;
  }
}

export function webpSize(bytes: Uint8Array): Found {
  if (bytes.length < 30 || text(bytes, 0, 4) !== "RIFF" || text(bytes, 8, 12) !== "WEBP") return;
  const view = viewOf(bytes);
  switch (text(bytes, 12, 16)) {
    case "VP8X":
      return { width: 1 + uint24(bytes, 24), height: 1 + uint24(bytes, 27) };
    case "VP8L":
      return losslessSize(view);
    case "VP8 ":
      return {
        width: view.getUint16(26, true) & 0x3fff,
        height: view.getUint16(28, true) & 0x3fff,
      };
  }
}

export function gifSize(bytes: Uint8Array): Found {
  if (bytes.length < 10 || !/^GIF8[79]a$/.test(text(bytes, 0, 6))) return;
  const view = viewOf(bytes);
  return { width: view.getUint16(6, true), height: view.getUint16(8, true) };
}

function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
}

function losslessSize(view: DataView): PictureSize {
  const bits = view.getUint32(21, true);
  return { width: 1 + (bits & 0x3fff), height: 1 + (bits >>> 14 & 0x3fff) };
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
