import { createHash } from "node:crypto";
import { sql } from "kysely";
import type { OrgDb } from "../base/db.ts";
import { Refused } from "../base/errors.ts";
import { Secret } from "../base/secret.ts";
import { hashToken, newId, newToken } from "../base/tokens.ts";
import type { Keyring } from "../base/vault.ts";
import { type Connection, findConnection } from "./connections.ts";
import { findSecret, keepSecret } from "./connection_secrets.ts";

export interface Attempt {
  state: string;
  /** Of the verifier, which stays here. */
  challenge: string;
}

const MINUTES = 15;

/** Before somebody leaves for the service: what they bring back has to fit to this. */
export async function beginAttempt(
  tx: OrgDb,
  ring: Keyring,
  connectionId: string,
  memberId: string,
): Promise<Attempt> {
  const [state, verifier] = [newToken(), newToken()];
  await tx.deleteFrom("connection_attempts").where("connection_id", "=", connectionId).execute();
  await keepSecret(tx, ring, connectionId, "verifier", new Secret(verifier));
  await tx.insertInto("connection_attempts").values({
    id: newId(),
    connection_id: connectionId,
    member_id: memberId,
    state_hash: hashToken(state),
    expires_at: sql<Date>`now() + make_interval(mins => ${MINUTES})`,
  }).execute();
  return { state, challenge: challengeOf(verifier) };
}

const challengeOf = (verifier: string) => createHash("sha256").update(verifier).digest("base64url");

export interface Returned {
  connection: Connection;
  verifier: Secret;
}

/** The one who left is the one who comes back, once, and soon. */
export async function takeAttempt(
  tx: OrgDb,
  ring: Keyring,
  state: string,
  memberId: string,
): Promise<Returned> {
  const taken = await tx.updateTable("connection_attempts").set({ used_at: sql<Date>`now()` })
    .where("state_hash", "=", hashToken(state)).where("member_id", "=", memberId)
    .where("used_at", "is", null).where("expires_at", ">", sql<Date>`now()`)
    .returning("connection_id").executeTakeFirst();
  const verifier = taken && await findSecret(tx, ring, taken.connection_id, "verifier");
  if (!taken || !verifier) {
    throw new Refused(
      "This sign-in was begun too long ago, by somebody else, or is used already. Connect again.",
    );
  }
  return { connection: await findConnection(tx, taken.connection_id), verifier };
}
