import { createHmac, createPublicKey, verify } from "node:crypto";
import { Buffer } from "node:buffer";
import type { Secret } from "../base/secret.ts";
import { sameText } from "../base/tokens.ts";

/** How far the clock of a provider may be from ours, before a request is taken for a repeated one. */
const WINDOW_SECONDS = 300;

export interface SignedForm {
  timestamp: string;
  token: string;
  signature: string;
}

/** Mailgun signs a time and a token of its own, and not the mail: TLS and the token's one use do the rest. */
export function isFromMailgun(
  { timestamp, token, signature }: SignedForm,
  key: Secret | undefined,
  now: Date,
): boolean {
  const secret = key?.reveal() ?? "";
  if (secret === "" || token.length < 20 || token.length > 100) return false;
  if (!/^[0-9a-f]{64}$/i.test(signature) || !isNow(timestamp, now)) return false;
  const wanted = createHmac("sha256", secret).update(timestamp + token).digest("hex");
  return sameText(wanted, signature.toLowerCase());
}

/** SendGrid signs the time and every byte of the request with a key whose other half it shows. */
export function isFromSendgrid(
  { timestamp, signature }: { timestamp: string; signature: string },
  body: Uint8Array,
  publicKey: string,
  now: Date,
): boolean {
  if (publicKey === "" || !isNow(timestamp, now)) return false;
  if (!/^[A-Za-z0-9+/]{80,120}={0,2}$/.test(signature)) return false;
  const key = readPublicKey(publicKey);
  const signed = Buffer.concat([Buffer.from(timestamp), body]);
  return key !== undefined && verify("sha256", signed, key, Buffer.from(signature, "base64"));
}

/** What SendGrid shows as its verification key, or nothing where it is none. */
export function readPublicKey(text: string) {
  try {
    const key = createPublicKey({
      key: Buffer.from(text.replaceAll(/\s|-----[^-]*-----/g, ""), "base64"),
      format: "der",
      type: "spki",
    });
    const { namedCurve } = key.asymmetricKeyDetails ?? {};
    return key.asymmetricKeyType === "ec" && namedCurve === "prime256v1" ? key : undefined;
  } catch {
    return undefined;
  }
}

function isNow(timestamp: string, now: Date): boolean {
  if (!/^\d{9,11}$/.test(timestamp)) return false;
  return Math.abs(now.getTime() / 1000 - Number(timestamp)) <= WINDOW_SECONDS;
}
