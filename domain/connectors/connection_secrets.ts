import type { OrgDb } from "../base/db.ts";
import { NotFound } from "../base/errors.ts";
import { Secret } from "../base/secret.ts";
import type { Keyring } from "../base/vault.ts";
import { forget, keep, recall } from "../base/vault_entries.ts";
import type { Grant } from "./service.ts";

/** What of a connection is in the vault. */
export type SecretField = "access" | "refresh" | "hook" | "address" | "verifier";

export const vaultOwner = (connectionId: string) => `connection/${connectionId}`;

export interface Tokens {
  accessToken: Secret;
  refreshToken?: Secret;
}

export async function keepTokens(tx: OrgDb, ring: Keyring, id: string, grant: Grant) {
  await keepSecret(tx, ring, id, "access", grant.accessToken);
  if (grant.refreshToken) await keepSecret(tx, ring, id, "refresh", grant.refreshToken);
}

export async function tokensOf(tx: OrgDb, ring: Keyring, id: string): Promise<Tokens | undefined> {
  const accessToken = await findSecret(tx, ring, id, "access");
  if (!accessToken) return undefined;
  return { accessToken, refreshToken: await findSecret(tx, ring, id, "refresh") };
}

export async function keepSecret(
  tx: OrgDb,
  ring: Keyring,
  id: string,
  field: SecretField,
  secret: Secret,
): Promise<void> {
  await keep(tx, ring, { owner: vaultOwner(id), field }, secret);
}

export async function findSecret(
  tx: OrgDb,
  ring: Keyring,
  id: string,
  field: SecretField,
): Promise<Secret | undefined> {
  try {
    return await recall(tx, ring, { owner: vaultOwner(id), field });
  } catch (error) {
    if (error instanceof NotFound) return undefined;
    throw error;
  }
}

/** What lets it in. Its address stays known, so that a call to it is told why nothing happens. */
export async function forgetTokens(tx: OrgDb, id: string): Promise<void> {
  for (const field of ["access", "refresh", "verifier"]) await forget(tx, vaultOwner(id), field);
}
