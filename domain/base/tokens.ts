import { Buffer } from "node:buffer";
import { createHash, timingSafeEqual } from "node:crypto";

/** 256 random bits for a cookie or a link. Store only `hashToken` of it. */
export function newToken(): string {
  return Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString("base64url");
}

export function isToken(text: string): boolean {
  return /^[A-Za-z0-9_-]{43}$/.test(text);
}

/** SHA-256 is enough here because a token, unlike a password, cannot be guessed. */
export function hashToken(token: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash("sha256").update(token, "utf8").digest());
}

export function hashTokenHex(token: string): string {
  return Buffer.from(hashToken(token)).toString("hex");
}

const CODES = 1_000_000;
const FAIR = Math.floor(2 ** 32 / CODES) * CODES;

/** Six digits, each code equally likely. `draw` answers 32 random bits. */
export function newCode(draw: () => number = drawUint32): string {
  let number = draw();
  while (number >= FAIR) number = draw();
  return String(number % CODES).padStart(6, "0");
}

export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}

/** Compares secrets in a time that depends on neither their content nor their length. */
export function sameText(a: string, b: string): boolean {
  return sameBytes(hashToken(a), hashToken(b));
}

let latest = 0n;

/**
 * A UUID of version 7: new rows land at the right edge of an index, not all over it. Its time is the
 * process's monotonic clock and decides nothing; ids made by one process always ascend.
 */
export function newId(): string {
  const now = performance.timeOrigin + performance.now();
  const milliseconds = Math.floor(now);
  const tick = BigInt(milliseconds) * 4096n + BigInt(Math.floor((now - milliseconds) * 4096));
  latest = tick > latest ? tick : latest + 1n;
  const time = (latest >> 12n).toString(16).padStart(12, "0");
  const part = (latest & 0xfffn).toString(16).padStart(3, "0");
  const random = crypto.getRandomValues(new Uint8Array(8));
  random[0] = random[0]! & 0x3f | 0x80;
  const rest = Buffer.from(random).toString("hex");
  return `${time.slice(0, 8)}-${time.slice(8)}-7${part}-${rest.slice(0, 4)}-${rest.slice(4)}`;
}

function drawUint32(): number {
  return crypto.getRandomValues(new Uint32Array(1))[0]!;
}
