import { Buffer } from "node:buffer";

/** One field of a form, as bytes: which letters they stand for, only the sender knows. */
export interface Part {
  name: string;
  filename?: string;
  type: string;
  bytes: Uint8Array;
}

const MOST_PARTS = 300;
const MOST_HEAD = 16_384;

/**
 * The fields of a form in their order. A browser's parser takes every text for UTF-8, and mail comes
 * in others. What is cut off or endless has no fields.
 */
export function readParts(contentType: string, body: Uint8Array): Part[] {
  const [, quoted, plain] = /;\s*boundary=(?:"([^"]{1,200})"|([^\s;"]{1,200}))/i
    .exec(contentType) ?? [];
  const boundary = quoted ?? plain;
  if (/^application\/x-www-form-urlencoded/i.test(contentType)) return urlEncoded(body);
  if (!/^multipart\/form-data/i.test(contentType) || !boundary) return [];
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const mark = Buffer.from(`--${boundary}`);
  const parts: Part[] = [];
  let at = bytes.indexOf(mark);
  while (at >= 0 && parts.length < MOST_PARTS) {
    const start = at + mark.length;
    if (bytes.subarray(start, start + 2).toString() === "--") return parts;
    const end = bytes.indexOf(`\r\n--${boundary}`, start, "latin1");
    if (end < 0) return [];
    const part = readPart(bytes.subarray(start, end));
    if (part) parts.push(part);
    at = end + 2;
  }
  return [];
}

function readPart(bytes: Buffer): Part | undefined {
  const end = bytes.indexOf("\r\n\r\n");
  if (end < 0 || end > MOST_HEAD) return undefined;
  const head = bytes.subarray(0, end).toString("utf8");
  const [, name] = /^content-disposition:[^\r\n]*?[; ]name="([^"\r\n]*)"/im.exec(head) ?? [];
  if (name === undefined) return undefined;
  const [, filename] = /^content-disposition:[^\r\n]*?[; ]filename="([^"\r\n]*)"/im.exec(head) ??
    [];
  const [, type = "text/plain"] = /^content-type:\s*([^\r\n;]+)/im.exec(head) ?? [];
  return { name, filename, type: type.trim().toLowerCase(), bytes: bytes.subarray(end + 4) };
}

function urlEncoded(body: Uint8Array): Part[] {
  const fields = [...new URLSearchParams(new TextDecoder().decode(body))].slice(0, MOST_PARTS);
  const encoder = new TextEncoder();
  return fields.map(([name, value]) => ({
    name,
    type: "text/plain",
    bytes: encoder.encode(value),
  }));
}

/** A field that is there once. Twice, nobody knows which of them was signed. */
export function textOf(parts: Part[], name: string, charset = "utf-8"): string {
  const found = parts.filter((part) => part.name === name && part.filename === undefined);
  return found.length === 1 ? decode(found[0]!.bytes, charset) : "";
}

export function decode(bytes: Uint8Array, charset: string): string {
  try {
    return new TextDecoder(charset).decode(bytes);
  } catch {
    return new TextDecoder("utf-8").decode(bytes);
  }
}
