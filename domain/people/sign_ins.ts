import { sql } from "kysely";
import { asSystem, type Db } from "../base/db.ts";
import {
  type Challenge,
  openChallenge,
  type Proof,
  type Secrets,
  spendChallenge,
} from "./challenges.ts";
import { createIdentity, findIdentity, type Identity } from "./identities.ts";
import { hashDummy, hashPassword, needsRehash, verifyPassword } from "./passwords.ts";
import { openSession, type Visitor } from "./sessions.ts";

/**
 * Answers the person only if the password is theirs. An address that nobody has, or whose owner has
 * set no password, costs the same work.
 */
export async function checkPassword(
  db: Db,
  email: string,
  password: string,
): Promise<Identity | undefined> {
  const identity = await asSystem(db, (tx) => findIdentity(tx, email));
  const stored = identity?.passwordHash;
  const isRight = stored ? await verifyPassword(password, stored) : await hashDummy(password);
  if (!isRight) return undefined;
  if (needsRehash(stored!)) await storeBetterHash(db, identity!.id, stored!, password);
  return identity;
}

/** Opens a proof for an address, whether somebody has it or not: the same rows are written. */
export function askByMail(
  db: Db,
  purpose: "sign_in" | "reset",
  email: string,
  next = "/",
): Promise<{ secrets: Secrets; identity?: Identity }> {
  return asSystem(db, async (tx) => {
    const identity = await findIdentity(tx, email);
    const secrets = await openChallenge(tx, { purpose, email, identityId: identity?.id, next });
    return { secrets, identity };
  });
}

export interface Entered {
  token: string;
  identityId: string;
  isNew: boolean;
}

/** Spends the proof and opens the session in one transaction: one letter, one session. */
export function enterByMail(
  db: Db,
  challenge: Challenge,
  proof: Proof,
  visitor: Visitor,
): Promise<Entered | undefined> {
  return asSystem(db, async (tx) => {
    const { identityId, purpose, email } = challenge;
    if (purpose !== "verify" && purpose !== "sign_in") return undefined;
    if (!await spendChallenge(tx, challenge.id, proof)) return undefined;
    if (purpose === "sign_in" && !identityId) return undefined;
    const person = identityId
      ? { id: identityId, isNew: false }
      : await createIdentity(tx, { email });
    const token = await openSession(tx, person.id, "mail", visitor);
    return { token, identityId: person.id, isNew: person.isNew };
  });
}

/** Only over the hash that was checked: a password changed meanwhile stays changed. */
async function storeBetterHash(db: Db, identityId: string, old: string, password: string) {
  const hash = await hashPassword(password);
  await asSystem(
    db,
    (tx) =>
      tx.updateTable("identities").set({ password_hash: sql<string>`${hash}` })
        .where("id", "=", identityId)
        .where("password_hash", "=", old)
        .execute(),
  );
}
