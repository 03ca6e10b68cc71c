import { Buffer } from "node:buffer";
import { createHmac } from "node:crypto";
import type { Secret } from "../../base/secret.ts";
import { sameBytes } from "../../base/tokens.ts";

/** How far the clock that signed may be from ours, either way. */
const WINDOW_MS = 300_000;

export interface SignedCall {
  method: string;
  /** As it is configured at HubSpot. */
  url: string;
  body: Uint8Array;
  timestamp: string;
}

/**
 * Whether HubSpot's third signature is on it. The first and second are never enough: they know no
 * time, so whoever once saw a call could send it for ever.
 */
export function isSigned(
  call: SignedCall,
  signature: string,
  secret: Secret | undefined,
  now: Date,
): boolean {
  const key = secret?.reveal() ?? "";
  if (key === "" || !/^\d{1,15}$/.test(call.timestamp)) return false;
  if (Math.abs(now.getTime() - Number(call.timestamp)) > WINDOW_MS) return false;
  if (!/^[A-Za-z0-9+/]{43}=$/.test(signature)) return false;
  return sameBytes(signatureOf(call, key), Buffer.from(signature, "base64"));
}

export function signatureOf({ method, url, body, timestamp }: SignedCall, key: string): Buffer {
  return createHmac("sha256", key)
    .update(method.toUpperCase() + asSigned(url)).update(body).update(timestamp).digest();
}

/** HubSpot signs the address with these few characters plain, and all others as they were sent. */
function asSigned(url: string): string {
  return url.replaceAll(/%(3A|2F|3F|40|21|24|27|28|29|2A|2C|3B)/gi, decodeURIComponent);
}
