import type { Outside } from "../base/outside.ts";
import {
  fromBase32,
  isSigned,
  type Purpose,
  signed,
  toBase32,
  uuidBytes,
  uuidOf,
} from "../base/signatures.ts";
import { type Keyring, readKeyring } from "../base/vault.ts";

/** Where answers by mail are taken, and what makes their addresses. */
export interface ReplyDomain {
  domain: string;
  ring: Keyring;
}

/** Absent where the operator set no domain: then answers go to the CSM's own mailbox. */
export async function replyDomainOf(
  { secret }: Pick<Outside, "secret">,
): Promise<ReplyDomain | undefined> {
  const domain = secret("INBOUND_MAIL_DOMAIN")?.toLowerCase();
  const ring = await ringOf({ secret });
  return domain && ring ? { domain, ring } : undefined;
}

export async function ringOf(
  { secret }: Pick<Outside, "secret">,
): Promise<Keyring | undefined> {
  const keys = secret("THREAD_SECRET_KEYS");
  return keys ? await readKeyring(keys) : undefined;
}

export interface MailAddresses {
  replyTo: string;
  /** Where the servers on the way send it back to. */
  bounceTo: string;
}

/**
 * The addresses of one mail of ours, in 59 letters of the 64 that fit before the "@". They say which
 * mail is answered and nothing of who answers: whoever got it may pass it on.
 */
export async function addressesOf(
  { domain, ring }: ReplyDomain,
  orgId: string,
  mailId: string,
): Promise<MailAddresses> {
  const signature = await signed(ring, reply(orgId), mailId);
  const token = toBase32(Uint8Array.from([...uuidBytes(mailId), ...signature]));
  return { replyTo: `reply+${token}@${domain}`, bounceTo: `bounce+${token}@${domain}` };
}

/** The mail that an address names, before anybody has asked whether the address is ours. */
export interface NamedMail {
  mailId: string;
  signature: Uint8Array;
}

export function namedIn(address: string): NamedMail | undefined {
  const [, token] = /^(?:reply|bounce)\+([a-z2-7]{52})@/i.exec(address) ?? [];
  const bytes = token && fromBase32(token);
  if (!bytes || bytes.length !== 32) return undefined;
  return { mailId: uuidOf(bytes.subarray(0, 16)), signature: bytes.subarray(16) };
}

export async function isOurAddress(
  ring: Keyring,
  orgId: string,
  { mailId, signature }: NamedMail,
): Promise<boolean> {
  return await isSigned(ring, reply(orgId), mailId, signature);
}

const reply = (orgId: string): Purpose => ({ orgId, name: "reply" });
