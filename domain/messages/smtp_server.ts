import { createPrivateKey } from "node:crypto";
import type { SMTPPoolOptions } from "nodemailer";
import { Refused } from "../base/errors.ts";
import type { Settings } from "../base/settings.ts";
import { SIGNED_HEADERS } from "./outgoing.ts";

/** How long each part of a try may take, so that a try ends well before its lease. */
export interface Patience {
  connectMs: number;
  silenceMs: number;
  totalMs: number;
}

export const PATIENCE: Patience = { connectMs: 10_000, silenceMs: 30_000, totalMs: 45_000 };

/**
 * Reads `smtps://user:password@host:465` (TLS from the start) or `smtp://host:587` (STARTTLS, and
 * nothing is said before it). `?tls=off` is for a relay on the same machine or a private network;
 * for a loopback host without a password it is the default.
 */
export function smtpServer(settings: Settings, patience: Patience): SMTPPoolOptions {
  const url = new URL(settings.smtpUrl!);
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const secure = url.protocol === "smtps:";
  const user = decodeURIComponent(url.username);
  const isPlain = wantsPlain(url, host, user !== "");
  return {
    host,
    port: Number(url.port) || (secure ? 465 : 587),
    secure,
    requireTLS: !secure && !isPlain,
    ignoreTLS: isPlain,
    auth: user ? { user, pass: decodeURIComponent(url.password) } : undefined,
    tls: { minVersion: "TLSv1.2", ...(settings.smtpCa ? { ca: pem(settings.smtpCa) } : {}) },
    name: settings.publicUrl.hostname,
    dkim: settings.dkim ? dkim(settings.dkim) : undefined,
    maxConnections: 4,
    maxMessages: 100,
    // Left to itself, the pool may send a mail again when its connection closes. Whether to is
    // decided here, by what the server may have.
    maxRequeues: 0,
    idleTimeout: 20_000,
    connectionTimeout: patience.connectMs,
    greetingTimeout: patience.connectMs,
    dnsTimeout: patience.connectMs,
    socketTimeout: patience.silenceMs,
    disableFileAccess: true,
    disableUrlAccess: true,
    logger: false,
  };
}

function wantsPlain(url: URL, host: string, hasPassword: boolean): boolean {
  const tls = url.searchParams.get("tls");
  if (tls !== null && tls !== "off") throw new Refused('SMTP_URL knows only "?tls=off"');
  if (tls === "off" && url.protocol === "smtps:") {
    throw new Refused('SMTP_URL says both "smtps" and "tls=off"');
  }
  return tls === "off" || (/^(localhost|127\.\d+\.\d+\.\d+|::1)$/.test(host) && !hasPassword);
}

/** nodemailer sends unsigned when a key is of no use, so the key is tried at the start. */
function dkim({ domain, selector, privateKey }: NonNullable<Settings["dkim"]>) {
  const key = pem(privateKey);
  let type: string | undefined;
  try {
    type = createPrivateKey(key).asymmetricKeyType;
  } catch {
    throw new Refused("DKIM_PRIVATE_KEY cannot be read as a private key in PEM");
  }
  if (type !== "rsa") throw new Refused(`DKIM_PRIVATE_KEY must be an RSA key, not ${type}`);
  return signingFor(domain, { selector, privateKey });
}

/** With the one key of this install, in the name of a domain whose record leads to it. */
export function signingFor(
  domainName: string,
  { selector, privateKey }: Pick<NonNullable<Settings["dkim"]>, "selector" | "privateKey">,
) {
  return {
    domainName,
    keySelector: selector,
    privateKey: pem(privateKey),
    headerFieldNames: SIGNED_HEADERS,
  };
}

/** A setting often carries its line breaks as "\n". */
function pem(text: string): string {
  return text.replaceAll("\\n", "\n");
}
