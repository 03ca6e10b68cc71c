import { Buffer } from "node:buffer";
import { scrypt, timingSafeEqual } from "node:crypto";
import { Busy } from "../base/errors.ts";

export type PasswordAlgorithm = "argon2id" | "scrypt";

const MAY_WAIT = 64;

const SALT_BYTES = 16;
const HASH_BYTES = 32;
const ARGON2 = { m: 12_288, t: 3, p: 1 };
const SCRYPT = { ln: 15, r: 8, p: 3 };

/**
 * The runtime's Argon2id keeps the memory of each of its threads: after many hashes a process held
 * 770 MB with two at once of 19 MiB, 400 MB with two of 12 MiB, and 200 MB with one. Scrypt stayed
 * at 50 MB.
 */
const AT_ONCE = preferredAlgorithm() === "argon2id" ? 1 : 2;

/** Bounds for parameters read back, so that a damaged row cannot ask for all the memory there is. */
const ARGON2_MOST = { m: 262_144, t: 16, p: 8 };
const SCRYPT_MOST = { ln: 18, r: 16, p: 8 };

interface Stored {
  algorithm: PasswordAlgorithm;
  params: Record<string, number>;
  salt: Uint8Array;
  hash: Uint8Array;
}

export async function hashPassword(
  password: string,
  algorithm = preferredAlgorithm(),
): Promise<string> {
  const salt = crypto.getRandomValues(new Uint8Array(SALT_BYTES));
  const params = paramsOf(algorithm);
  const hash = await inTurn(() => derive(algorithm, params, salt, HASH_BYTES, password));
  return written({ algorithm, params, salt, hash });
}

/** Answers false for a wrong password, and throws when the stored text is not one of ours. */
export async function verifyPassword(password: string, stored: string): Promise<boolean> {
  const { algorithm, params, salt, hash } = read(stored);
  const given = await inTurn(() => derive(algorithm, params, salt, hash.length, password));
  return timingSafeEqual(given, hash);
}

/** Does the work of `verifyPassword` for an address nobody has, so that time tells nothing. */
export async function hashDummy(password: string): Promise<false> {
  const algorithm = preferredAlgorithm();
  const salt = new Uint8Array(SALT_BYTES);
  await inTurn(() => derive(algorithm, paramsOf(algorithm), salt, HASH_BYTES, password));
  return false;
}

export function needsRehash(stored: string, algorithm = preferredAlgorithm()): boolean {
  const { algorithm: used, params, salt, hash } = read(stored);
  if (used !== algorithm || salt.length < SALT_BYTES || hash.length < HASH_BYTES) return true;
  return Object.entries(paramsOf(algorithm)).some(([name, value]) => params[name] !== value);
}

/** Older runtimes, some hosted ones among them, have no Argon2id. */
export function preferredAlgorithm(): PasswordAlgorithm {
  const { supports } = SubtleCrypto as unknown as {
    supports?: (operation: string, algorithm: object, length: number) => boolean;
  };
  const params = argon2Params(ARGON2, new Uint8Array(SALT_BYTES));
  return supports?.("deriveBits", params, HASH_BYTES * 8) ? "argon2id" : "scrypt";
}

/** Derives by either algorithm, without the queue; exported for the known-answer vectors. */
export async function derive(
  algorithm: PasswordAlgorithm,
  params: Record<string, number>,
  salt: Uint8Array,
  length: number,
  password: string,
): Promise<Uint8Array> {
  const secret = new TextEncoder().encode(password.normalize("NFC"));
  if (algorithm === "scrypt") return await deriveScrypt(params, salt, length, secret);
  const key = await crypto.subtle.importKey(
    "raw-secret" as "raw",
    secret,
    "Argon2id",
    false,
    ["deriveBits"],
  );
  return new Uint8Array(
    await crypto.subtle.deriveBits(argon2Params(params, salt), key, length * 8),
  );
}

function argon2Params(params: Record<string, number>, nonce: Uint8Array) {
  return {
    name: "Argon2id",
    nonce,
    memory: params.m,
    passes: params.t,
    parallelism: params.p,
  };
}

function deriveScrypt(
  params: Record<string, number>,
  salt: Uint8Array,
  length: number,
  secret: Uint8Array,
): Promise<Uint8Array> {
  const { ln = 0, r = 0, p = 0 } = params;
  const N = 2 ** ln;
  const options = { N, r, p, maxmem: 128 * r * (N + p) + 1_048_576 };
  return new Promise((resolve, reject) => {
    scrypt(secret, salt, length, options, (error, key) => {
      if (error) reject(error);
      else resolve(new Uint8Array(key));
    });
  });
}

let running = 0;
const waiting: (() => void)[] = [];

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= AT_ONCE) {
    if (waiting.length >= MAY_WAIT) {
      throw new Busy("Too many people are signing in at this moment. Try again shortly.");
    }
    await new Promise<void>((resolve) => waiting.push(resolve));
  } else {
    running++;
  }
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else running--;
  }
}

function paramsOf(algorithm: PasswordAlgorithm): Record<string, number> {
  return algorithm === "argon2id" ? ARGON2 : SCRYPT;
}

function written({ algorithm, params, salt, hash }: Stored): string {
  const version = algorithm === "argon2id" ? "$v=19" : "";
  const list = Object.entries(params).map(([name, value]) => `${name}=${value}`).join(",");
  return `$${algorithm}${version}$${list}$${toBase64(salt)}$${toBase64(hash)}`;
}

const PHC =
  /^\$(?:argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,3}),p=(\d{1,2})|scrypt\$ln=(\d{1,2}),r=(\d{1,3}),p=(\d{1,2}))\$([A-Za-z0-9+/]{11,86})\$([A-Za-z0-9+/]{22,86})$/;

function read(stored: string): Stored {
  const match = PHC.exec(stored);
  if (!match) throw new Error("Cannot read a stored password: unknown form");
  const [, m, t, argonP, ln, r, scryptP, salt, hash] = match;
  const isArgon = m !== undefined;
  const params: Record<string, number> = isArgon
    ? { m: Number(m), t: Number(t), p: Number(argonP) }
    : { ln: Number(ln), r: Number(r), p: Number(scryptP) };
  const most: Record<string, number> = isArgon ? ARGON2_MOST : SCRYPT_MOST;
  if (Object.entries(params).some(([name, value]) => value < 1 || value > most[name]!)) {
    throw new Error("Cannot read a stored password: parameters out of bounds");
  }
  return {
    algorithm: isArgon ? "argon2id" : "scrypt",
    params,
    salt: new Uint8Array(Buffer.from(salt!, "base64")),
    hash: new Uint8Array(Buffer.from(hash!, "base64")),
  };
}

function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("base64").replace(/=+$/, "");
}
