import { Buffer } from "node:buffer";
import { Refused } from "./errors.ts";
import { Sealed, Secret } from "./secret.ts";

/** Where a secret belongs. A sealed value opens only in the place it was sealed for. */
export interface Place {
  orgId: string;
  /** What owns the secret, like `connection/<id>`. */
  owner: string;
  field: string;
}

/** The first key writes, all keys read. */
export interface Keyring {
  readonly writes: string;
  readonly keys: ReadonlyMap<string, CryptoKey>;
}

type Bytes = Uint8Array<ArrayBuffer>;

const IV_BYTES = 12;
const KEY_BYTES = 32;
const encoder = new TextEncoder();

/** Reads `k2:<base64>,k1:<base64>`. Messages name a key by its id, never by its bytes. */
export async function readKeyring(setting: string): Promise<Keyring> {
  const keys = new Map<string, CryptoKey>();
  const entries = setting.split(",").map((entry) => entry.trim()).filter((entry) => entry !== "");
  for (const [index, entry] of entries.entries()) {
    const match = /^([a-z0-9_-]{1,32}):([A-Za-z0-9+/_-]+={0,2})$/.exec(entry);
    if (!match) {
      throw new Refused(
        `Cannot read THREAD_SECRET_KEYS: entry ${index + 1} is not "id:base64 of 32 bytes"`,
      );
    }
    const id = match[1]!;
    const bytes = new Uint8Array(Buffer.from(match[2]!, "base64"));
    if (bytes.length !== KEY_BYTES) {
      throw new Refused(
        `Cannot read THREAD_SECRET_KEYS: key "${id}" has ${bytes.length} bytes instead of 32`,
      );
    }
    if (keys.has(id)) {
      throw new Refused(`Cannot read THREAD_SECRET_KEYS: key "${id}" is there twice`);
    }
    keys.set(id, await crypto.subtle.importKey("raw", bytes, "HKDF", false, ["deriveKey"]));
  }
  const writes = keys.keys().next().value;
  if (writes === undefined) {
    throw new Refused("Cannot read THREAD_SECRET_KEYS: there is no key in it");
  }
  return { writes, keys };
}

/** Makes the text of one fresh key for `THREAD_SECRET_KEYS`. */
export function newKeyringEntry(id: string): string {
  return `${id}:${
    Buffer.from(crypto.getRandomValues(new Uint8Array(KEY_BYTES))).toString("base64")
  }`;
}

/**
 * Every value has a data key of its own. That key is wrapped by the organisation's key, which is
 * derived from the master key, so that no key ever encrypts for two organisations.
 */
export async function seal(ring: Keyring, place: Place, secret: Secret): Promise<Sealed> {
  const keyId = ring.writes;
  const bound = boundTo(place, keyId);
  const dataKey = crypto.getRandomValues(new Uint8Array(KEY_BYTES));
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
  const wrapIv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
  const orgKey = await organisationKey(ring, keyId, place);
  const wrapped = await encrypt(orgKey, wrapIv, `key|${bound}`, dataKey);
  const ciphertext = await encrypt(
    await importDataKey(dataKey),
    iv,
    bound,
    encoder.encode(secret.reveal()),
  );
  return new Sealed({ keyId, wrappedKey: concat(wrapIv, wrapped), iv, ciphertext });
}

export async function open(ring: Keyring, place: Place, sealed: Sealed): Promise<Secret> {
  const { keyId, wrappedKey, iv, ciphertext } = sealed.parts();
  const orgKey = await organisationKey(ring, keyId, place);
  const bound = boundTo(place, keyId);
  try {
    const dataKey = await decrypt(
      orgKey,
      wrappedKey.slice(0, IV_BYTES),
      `key|${bound}`,
      wrappedKey.slice(IV_BYTES),
    );
    const text = await decrypt(await importDataKey(dataKey), iv, bound, ciphertext);
    return new Secret(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(text));
  } catch (cause) {
    throw new Error(
      `Cannot open "${place.field}" of ${place.owner}: it was changed, or sealed for another place`,
      { cause },
    );
  }
}

/** Seals again under the key that writes now; undefined when it already is. */
export async function rewrap(
  ring: Keyring,
  place: Place,
  sealed: Sealed,
): Promise<Sealed | undefined> {
  if (sealed.parts().keyId === ring.writes) return undefined;
  return await seal(ring, place, await open(ring, place, sealed));
}

/** The key ids that rows still name but the ring does not have: those rows cannot be opened. */
export function missingKeys(ring: Keyring, keyIdsInUse: Iterable<string>): string[] {
  return [...new Set(keyIdsInUse)].filter((id) => !ring.keys.has(id)).sort();
}

/** Parts are encoded, so that no choice of names makes two places bind alike. */
function boundTo({ orgId, owner, field }: Place, keyId: string): string {
  return ["v1", orgId, owner, field, keyId].map(encodeURIComponent).join("|");
}

async function organisationKey(ring: Keyring, keyId: string, place: Place): Promise<CryptoKey> {
  const master = ring.keys.get(keyId);
  if (!master) {
    throw new Error(
      `Cannot open "${place.field}" of ${place.owner}: key "${keyId}" is not in THREAD_SECRET_KEYS`,
    );
  }
  return await crypto.subtle.deriveKey(
    {
      name: "HKDF",
      hash: "SHA-256",
      salt: new Uint8Array(0),
      info: encoder.encode(`thread vault|v1|${place.orgId}`),
    },
    master,
    { name: "AES-GCM", length: 256 },
    false,
    ["encrypt", "decrypt"],
  );
}

function importDataKey(bytes: Bytes): Promise<CryptoKey> {
  return crypto.subtle.importKey("raw", bytes, "AES-GCM", false, ["encrypt", "decrypt"]);
}

async function encrypt(key: CryptoKey, iv: Bytes, bound: string, text: Bytes): Promise<Bytes> {
  const params = { name: "AES-GCM", iv, additionalData: encoder.encode(bound), tagLength: 128 };
  return new Uint8Array(await crypto.subtle.encrypt(params, key, text));
}

async function decrypt(key: CryptoKey, iv: Bytes, bound: string, text: Bytes): Promise<Bytes> {
  const params = { name: "AES-GCM", iv, additionalData: encoder.encode(bound), tagLength: 128 };
  return new Uint8Array(await crypto.subtle.decrypt(params, key, text));
}

function concat(a: Bytes, b: Bytes): Bytes {
  const joined = new Uint8Array(a.length + b.length);
  joined.set(a);
  joined.set(b, a.length);
  return joined;
}
