import { sql } from "kysely";
import { asSystem, type Db, type SystemDb } from "../base/db.ts";
import type { Challenges } from "../base/schema.ts";
import { hashToken, isToken, newCode, newToken, sameBytes } from "../base/tokens.ts";

export type Purpose = Challenges["purpose"];

/** What is asked for by mail: the address proves itself by the link or by the code in the letter. */
export interface Challenge {
  id: string;
  purpose: Purpose;
  email: string;
  identityId: string | null;
  next: string;
  state: "open" | "used" | "old" | "guessed";
  /** The browser that asks now is the one that asked for the mail. */
  isOwnBrowser: boolean;
}

export interface NewChallenge {
  purpose: Purpose;
  email: string;
  identityId?: string;
  next?: string;
}

/** Known once, here: the database keeps hashes. `browser` is a cookie for whoever asked. */
export interface Secrets {
  token: string;
  code: string;
  browser: string;
}

/** How a person shows that the letter reached them. */
export interface Proof {
  token?: string;
  code?: string;
  browser?: string;
}

const MOST_GUESSES = 5;

/** A new letter makes the older ones for the same purpose worthless. */
export async function openChallenge(tx: SystemDb, asked: NewChallenge): Promise<Secrets> {
  await tx.updateTable("challenges").set({ expires_at: sql<Date>`now()` })
    .where("email", "=", asked.email)
    .where("purpose", "=", asked.purpose)
    .where("used_at", "is", null)
    .where("expires_at", ">", sql<Date>`now()`)
    .execute();
  const secrets = { token: newToken(), code: newCode(), browser: newToken() };
  await tx.insertInto("challenges").values({
    purpose: asked.purpose,
    email: asked.email,
    identity_id: asked.identityId ?? null,
    token_hash: hashToken(secrets.token),
    code_hash: hashToken(secrets.code),
    browser_hash: hashToken(secrets.browser),
    next: asked.next ?? "/",
  }).execute();
  return secrets;
}

/** Finds it by the link's token, else by the cookie of the browser that asked. Changes nothing. */
export async function findChallenge(db: Db, proof: Proof): Promise<Challenge | undefined> {
  const where = placeOf(proof);
  if (!where) return undefined;
  const row = await asSystem(db, (tx) =>
    tx.selectFrom("challenges")
      .select(["id", "purpose", "email", "identity_id", "next", "attempts", "used_at"])
      .select(["browser_hash", sql<boolean>`expires_at <= now()`.as("is_old")])
      .where(where.column, "=", where.hash)
      .orderBy("created_at", "desc")
      .limit(1)
      .executeTakeFirst());
  return row && {
    id: row.id,
    purpose: row.purpose,
    email: row.email,
    identityId: row.identity_id,
    next: row.next,
    state: row.used_at
      ? "used"
      : row.is_old
      ? "old"
      : row.attempts >= MOST_GUESSES
      ? "guessed"
      : "open",
    isOwnBrowser: isFrom(proof.browser, row.browser_hash),
  };
}

/**
 * Spends it, at most once. The link alone is enough in the browser that asked; the code is needed in
 * any other, so a robot that opens and presses everything in a mail spends nothing.
 */
export async function spendChallenge(tx: SystemDb, id: string, proof: Proof): Promise<boolean> {
  const row = await tx.selectFrom("challenges")
    .select(["token_hash", "code_hash", "browser_hash", "attempts"])
    .where("id", "=", id)
    .where("used_at", "is", null)
    .where("expires_at", ">", sql<Date>`now()`)
    .forUpdate()
    .executeTakeFirst();
  if (!row) return false;
  const hasLink = isFrom(proof.token, row.token_hash);
  const isOwnBrowser = isFrom(proof.browser, row.browser_hash);
  const isProved = hasLink && isOwnBrowser ||
    (hasLink || isOwnBrowser) && await isRightCode(tx, id, row, proof.code);
  if (!isProved) return false;
  const { numUpdatedRows } = await tx.updateTable("challenges")
    .set({ used_at: sql<Date>`now()` })
    .where("id", "=", id)
    .where("used_at", "is", null)
    .where("expires_at", ">", sql<Date>`now()`)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

async function isRightCode(
  tx: SystemDb,
  id: string,
  row: { code_hash: Uint8Array; attempts: number },
  code: string | undefined,
): Promise<boolean> {
  if (!code || row.attempts >= MOST_GUESSES) return false;
  await tx.updateTable("challenges").set({ attempts: sql<number>`attempts + 1` })
    .where("id", "=", id).execute();
  return sameBytes(hashToken(code), row.code_hash);
}

function placeOf({ token, browser }: Proof) {
  if (token !== undefined) {
    return isToken(token) ? { column: "token_hash", hash: hashToken(token) } as const : undefined;
  }
  if (browser && isToken(browser)) {
    return { column: "browser_hash", hash: hashToken(browser) } as const;
  }
}

function isFrom(secret: string | undefined, hash: Uint8Array): boolean {
  return secret !== undefined && sameBytes(hashToken(secret), hash);
}
