import { Buffer } from "node:buffer";
import type { Keyring } from "../base/vault.ts";

/** What a link at the foot of a mail stops, and for whom. */
export interface Unsubscribing {
  orgId: string;
  who: "member" | "contact";
  id: string;
  /** Topics, or the summary whose topics are meant. */
  scope: string[];
}

export type WriteStop = (what: Unsubscribing) => Promise<string>;

/** Makes such addresses. They hold no secret, are signed, and do not run out. */
export function stopLinks(ring: Keyring, publicUrl: URL): WriteStop {
  const keys = new Map<string, Promise<CryptoKey>>();
  return async (what) => {
    const key = keys.get(what.orgId) ?? signingKey(ring, ring.writes, what.orgId);
    keys.set(what.orgId, key);
    const said = saidBy(what, ring.writes);
    const signature = await crypto.subtle.sign("HMAC", await key, encoder.encode(said));
    const token = `${said}.${Buffer.from(signature).toString("base64url")}`;
    return new URL(`/unsubscribe/${token}`, publicUrl).href;
  };
}

/** What a token says, if Thread has written it. */
export async function readStop(ring: Keyring, token: string): Promise<Unsubscribing | undefined> {
  const parts = TOKEN.exec(token);
  if (!parts) return undefined;
  const [, said = "", who, org = "", id = "", scope = "", keyId = "", signature = ""] = parts;
  if (!ring.keys.has(keyId)) return undefined;
  const key = await signingKey(ring, keyId, uuidOf(org));
  const bytes = new Uint8Array(Buffer.from(signature, "base64url"));
  if (!await crypto.subtle.verify("HMAC", key, bytes, encoder.encode(said))) return undefined;
  return {
    orgId: uuidOf(org),
    who: who === "m" ? "member" : "contact",
    id: uuidOf(id),
    scope: scope.split("-"),
  };
}

const encoder = new TextEncoder();
const TOKEN =
  /^(([mc])([0-9a-f]{32})([0-9a-f]{32})\.([a-z_]+(?:-[a-z_]+)*)\.([a-z0-9_-]{1,32}))\.([\w-]{43})$/;

function saidBy({ orgId, who, id, scope }: Unsubscribing, keyId: string): string {
  const hex = (uuid: string) => uuid.replaceAll("-", "");
  return `${who[0] === "m" ? "m" : "c"}${hex(orgId)}${hex(id)}.${scope.join("-")}.${keyId}`;
}

function uuidOf(hex: string): string {
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)]
    .join("-");
}

function signingKey(ring: Keyring, keyId: string, orgId: string): Promise<CryptoKey> {
  const master = ring.keys.get(keyId);
  if (!master) throw new Error(`Key "${keyId}" is not in THREAD_SECRET_KEYS`);
  const info = encoder.encode(`thread unsubscribe|v1|${orgId}`);
  return crypto.subtle.deriveKey(
    { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(0), info },
    master,
    { name: "HMAC", hash: "SHA-256", length: 256 },
    false,
    ["sign", "verify"],
  );
}
