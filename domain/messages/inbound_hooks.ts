import { Buffer } from "node:buffer";
import { sql } from "kysely";
import type { OrgDb } from "../base/db.ts";
import { recordEvent } from "../base/events.ts";
import { Secret } from "../base/secret.ts";
import { isSigned, signed, toBase32 } from "../base/signatures.ts";
import { fromBase32, uuidBytes, uuidOf } from "../base/signatures.ts";
import { sameText } from "../base/tokens.ts";
import type { Keyring } from "../base/vault.ts";
import { forget, keep, recall } from "../base/vault_entries.ts";

/** The providers that deliver mail to an address of ours. */
export const PROVIDERS = ["postmark", "sendgrid", "mailgun"] as const;
export type Provider = typeof PROVIDERS[number];

export interface HookSettings {
  generation: number;
  rotatedAt: Date | null;
  sendgridKey: string;
  sendgridEventsKey: string;
  hasMailgunKey: boolean;
  version: number;
}

const VAULT = "inbound_mail";
/** After a rotation a provider may still know the old address for this long. */
const OVERLAP = sql<boolean>`coalesce(rotated_at > now() - interval '1 day', false)`;

export async function readHookSettings(tx: OrgDb): Promise<HookSettings> {
  const row = await tx.selectFrom("inbound_settings").selectAll().executeTakeFirst();
  return {
    generation: row?.generation ?? 1,
    rotatedAt: row?.rotated_at ?? null,
    sendgridKey: row?.sendgrid_key ?? "",
    sendgridEventsKey: row?.sendgrid_events_key ?? "",
    hasMailgunKey: row?.has_mailgun_key ?? false,
    version: row?.version ?? 0,
  };
}

/** What a provider is told: the path of its address, and what stands before the host for Postmark. */
export interface HookAddress {
  path: string;
  password: string;
}

/** Nobody can guess it, and nothing of it is stored: the keys of the install make it. */
export async function hookAddress(
  ring: Keyring,
  orgId: string,
  provider: Provider,
  generation: number,
): Promise<HookAddress> {
  const key = await signed(ring, { orgId, name: "hook" }, `${provider} ${generation}`);
  const password = await signed(ring, { orgId, name: "hook password" }, String(generation));
  return {
    path: `/hooks/mail/${provider}/${toBase32(Uint8Array.from([...uuidBytes(orgId), ...key]))}`,
    password: toBase32(password),
  };
}

/** The organisation that an address names, before anybody knows whether the address is ours. */
export function orgNamedIn(key: string): { orgId: string; signature: Uint8Array } | undefined {
  const bytes = fromBase32(key);
  if (bytes?.length !== 32) return undefined;
  return { orgId: uuidOf(bytes.subarray(0, 16)), signature: bytes.subarray(16) };
}

/** The numbers of the addresses that are taken now: this one, and for a day the one before. */
export async function generationsOf(tx: OrgDb): Promise<number[]> {
  const row = await tx.selectFrom("inbound_settings").select("generation")
    .select(OVERLAP.as("overlaps")).executeTakeFirst();
  if (!row) return [1];
  return row.overlaps ? [row.generation, row.generation - 1] : [row.generation];
}

/** Which of these numbers the address was made with. Each is tried, so none takes longer. */
export async function generationOf(
  ring: Keyring,
  { orgId, signature }: { orgId: string; signature: Uint8Array },
  provider: Provider,
  generations: number[],
): Promise<number | undefined> {
  let found: number | undefined;
  for (const number of generations) {
    if (await isSigned(ring, { orgId, name: "hook" }, `${provider} ${number}`, signature)) {
      found ??= number;
    }
  }
  return found;
}

/** Postmark signs nothing, so its address carries a name and a password for Basic authentication. */
export async function isHookPassword(
  ring: Keyring,
  orgId: string,
  generation: number,
  authorization: string | null,
): Promise<boolean> {
  const [, encoded = ""] = /^Basic ([A-Za-z0-9+/=]{1,400})$/i.exec(authorization ?? "") ?? [];
  const [name = "", password = ""] = Buffer.from(encoded, "base64").toString().split(":");
  const bytes = fromBase32(password) ?? new Uint8Array(16);
  const isOurs = await isSigned(
    ring,
    { orgId, name: "hook password" },
    String(generation),
    bytes,
  );
  return sameText(name, HOOK_NAME) && isOurs;
}

export const HOOK_NAME = "thread";

/** The key with which Mailgun signs, for as long as it is asked for. */
export async function mailgunKey(tx: OrgDb, ring: Keyring): Promise<Secret | undefined> {
  const { hasMailgunKey } = await readHookSettings(tx);
  return hasMailgunKey ? await recall(tx, ring, { owner: VAULT, field: "mailgun" }) : undefined;
}

/** From now on only the new address is shown; the one before is taken for another day. */
export async function rotateHook(tx: OrgDb): Promise<void> {
  await tx.insertInto("inbound_settings")
    .values({ generation: 2, rotated_at: sql<Date>`now()` })
    .onConflict((conflict) =>
      conflict.column("org_id").doUpdateSet({
        generation: sql<number>`inbound_settings.generation + 1`,
        rotated_at: sql<Date>`now()`,
        version: sql<number>`inbound_settings.version + 1`,
      })
    ).execute();
  await recordEvent(tx, { kind: "org.mail_hook_rotated" });
}

export interface ProviderKeys {
  sendgrid: string;
  sendgridEvents: string;
  /** Left out, the one that is kept stays. */
  mailgun?: string;
}

export async function keepProviderKeys(
  tx: OrgDb,
  ring: Keyring,
  { sendgrid, sendgridEvents, mailgun }: ProviderKeys,
): Promise<void> {
  if (mailgun === "") await forget(tx, VAULT, "mailgun");
  else if (mailgun) await keep(tx, ring, { owner: VAULT, field: "mailgun" }, new Secret(mailgun));
  const kept = {
    sendgrid_key: sendgrid,
    sendgrid_events_key: sendgridEvents,
    ...(mailgun === undefined ? {} : { has_mailgun_key: mailgun !== "" }),
  };
  await tx.insertInto("inbound_settings").values(kept)
    .onConflict((conflict) =>
      conflict.column("org_id").doUpdateSet({
        ...kept,
        version: sql<number>`inbound_settings.version + 1`,
      })
    ).execute();
  await recordEvent(tx, { kind: "org.mail_keys_changed" });
}
