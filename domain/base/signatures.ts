import { sameBytes } from "./tokens.ts";
import type { Keyring } from "./vault.ts";

/** What a signature is for. One made for another purpose or organisation is none here. */
export interface Purpose {
  orgId: string;
  name: "reply" | "hook" | "hook password";
}

const BYTES = 16;
const encoder = new TextEncoder();

/** 128 bits that nobody makes without the keys of the install; the first key makes them. */
export async function signed(ring: Keyring, purpose: Purpose, text: string): Promise<Uint8Array> {
  return await sign(ring.keys.get(ring.writes)!, purpose, text);
}

/** Any key of the install will do, so that a change of keys breaks nothing that is in use. */
export async function isSigned(
  ring: Keyring,
  purpose: Purpose,
  text: string,
  signature: Uint8Array,
): Promise<boolean> {
  let isOurs = false;
  for (const key of ring.keys.values()) {
    isOurs = sameBytes(await sign(key, purpose, text), signature) || isOurs;
  }
  return isOurs;
}

async function sign(master: CryptoKey, { orgId, name }: Purpose, text: string) {
  const key = await crypto.subtle.deriveKey(
    {
      name: "HKDF",
      hash: "SHA-256",
      salt: new Uint8Array(0),
      info: encoder.encode(`thread ${name}|v1|${orgId}`),
    },
    master,
    { name: "HMAC", hash: "SHA-256", length: 256 },
    false,
    ["sign"],
  );
  const whole = await crypto.subtle.sign("HMAC", key, encoder.encode(text));
  return new Uint8Array(whole, 0, BYTES);
}

const LETTERS = "abcdefghijklmnopqrstuvwxyz234567";

/** Letters of one case: the mailbox part of an address may lose it on its way. */
export function toBase32(bytes: Uint8Array): string {
  let text = "";
  let held = 0;
  let bits = 0;
  for (const byte of bytes) {
    held = (held << 8 | byte) & 0xfff;
    bits += 8;
    for (; bits >= 5; bits -= 5) text += LETTERS[held >> (bits - 5) & 31];
  }
  return bits > 0 ? text + LETTERS[held << (5 - bits) & 31] : text;
}

/** Nothing where the text holds another letter, or is not what `toBase32` writes. */
export function fromBase32(text: string): Uint8Array | undefined {
  const bytes: number[] = [];
  let held = 0;
  let bits = 0;
  for (const letter of text.toLowerCase()) {
    const value = LETTERS.indexOf(letter);
    if (value < 0) return undefined;
    held = (held << 5 | value) & 0xfff;
    bits += 5;
    if (bits >= 8) bytes.push(held >> (bits -= 8) & 255);
  }
  const read = Uint8Array.from(bytes);
  return toBase32(read) === text.toLowerCase() ? read : undefined;
}

export function uuidBytes(id: string): Uint8Array {
  return Uint8Array.from(id.replaceAll("-", "").match(/../g)!, (pair) => parseInt(pair, 16));
}

export function uuidOf(bytes: Uint8Array): string {
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)]
    .join("-");
}
