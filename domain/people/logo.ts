import { Buffer } from "node:buffer";
import { Refused } from "../base/errors.ts";
import { jpegSize, pngSize, webpSize } from "../base/picture_size.ts";

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
  const size = pngSize(bytes);
  // Without its end, something else hides behind the picture.
  if (!size || bytes.length < 45 || text(bytes.subarray(-8, -4)) !== "IEND") return;
  return { type: "image/png", ...size };
}

function jpeg(bytes: Uint8Array): Found {
  const size = jpegSize(bytes);
  return size && { type: "image/jpeg", ...size };
}

function webp(bytes: Uint8Array): Found {
  const size = webpSize(bytes);
  if (!size || Buffer.from(bytes).readUInt32LE(4) + 8 > bytes.length + 1) return;
  return { type: "image/webp", ...size };
}

function text(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("latin1");
}
