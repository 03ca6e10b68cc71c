import { gifSize, jpegSize, type PictureSize, pngSize, webpSize } from "../base/picture_size.ts";
import { type Saying, saying } from "../messages/words/words.ts";
import { typeOf } from "./file_types.ts";

/** What is read of the end of an earlier piece, so that nothing hides where two meet. */
export const OVERLAP = 1024;
const MOST_PIXELS = 200_000_000;
const MOST_ON_A_SIDE = 60_000;

type Problem = Saying | undefined;

/** What is wrong with how a file begins, given the ending of its name. */
export function problemOfStart(ending: string, head: Uint8Array): Problem {
  const type = typeOf(ending);
  if (!type) return otherInside(ending);
  if (type.starts) {
    const from = type.from ?? 0;
    const found = hexOf(head.subarray(from, from + 16));
    if (!type.starts.some((start) => found.startsWith(start))) return otherInside(ending);
    return problemOfPicture(ending, head);
  }
  const text = new TextDecoder().decode(head.subarray(0, 4096)).trimStart().toLowerCase();
  if (ending === "svg") return text.includes("<svg") ? undefined : otherInside(ending);
  if (/^(<!doctype html|<html|<head|<body|<script|<iframe)/.test(text)) {
    return saying("files.webPage");
  }
}

function problemOfPicture(ending: string, head: Uint8Array): Problem {
  const size = PICTURES[ending]?.(head);
  if (!size) return;
  const { width, height } = size;
  if (width * height > MOST_PIXELS || Math.max(width, height) > MOST_ON_A_SIDE) {
    return saying("files.pixels", { width, height });
  }
}

const PICTURES: Record<string, (bytes: Uint8Array) => PictureSize | undefined> = {
  png: pngSize,
  jpg: jpegSize,
  jpeg: jpegSize,
  gif: gifSize,
  webp: webpSize,
};

/**
 * What is wrong with a piece of a text, which any program must be able to read: no NUL, and no
 * broken letters, of which one may have begun in the piece before.
 */
export function problemOfText(
  ending: string,
  before: Uint8Array,
  piece: Uint8Array,
  isLast: boolean,
): Problem {
  if (typeOf(ending)?.starts) return;
  const begun = begunLetter(before);
  const bytes = new Uint8Array(begun.length + piece.length);
  bytes.set(begun);
  bytes.set(piece, begun.length);
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes, { stream: !isLast });
    if (text.includes("\0")) return otherInside(ending);
    if (ending === "svg" && ACTIVE.test(new TextDecoder().decode(before) + text)) {
      return saying("files.script");
    }
  } catch {
    return otherInside(ending);
  }
}

const ACTIVE = /<script|<foreignobject|<iframe|javascript:|[\s"'/]on[a-z]{3,}\s*=/i;

/** The first bytes of a letter whose others come with the next piece. */
function begunLetter(bytes: Uint8Array): Uint8Array {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back]!;
    if ((byte & 0xc0) === 0x80) continue;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    return length > back ? bytes.subarray(-back) : bytes.subarray(bytes.length);
  }
  return bytes.subarray(bytes.length);
}

export function otherInside(ending: string): Saying {
  return saying("files.broken", { ending });
}

function hexOf(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
