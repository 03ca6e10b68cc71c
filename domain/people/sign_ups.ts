import { asSystem, type Db } from "../base/db.ts";
import { openChallenge, type Secrets } from "./challenges.ts";
import { DISPOSABLE_DOMAINS } from "./disposable_domains.ts";
import { findIdentity } from "./identities.ts";
import { personalDomain, readEmail } from "./work_email.ts";

/** An address to sign up with: it belongs to a company, so that colleagues can be told apart. */
export function readWorkEmail(
  typed: string,
): { ok: true; email: string } | { ok: false; problem: string } {
  const read = readEmail(typed);
  const domain = read.ok ? personalDomain(read.email) : undefined;
  if (!domain) return read;
  const why = DISPOSABLE_DOMAINS.has(domain)
    ? `Addresses at ${domain} are throw-away ones.`
    : `Addresses at ${domain} are personal ones.`;
  return { ok: false, problem: `${why} Thread is for teams: sign up with your work address.` };
}

/**
 * Opens the proof that a sign-up needs. No account is made before it is proved. Somebody who has an
 * account already gets a way into it instead, and only the letter tells the two apart.
 */
export function beginSignUp(
  db: Db,
  email: string,
  next: string,
): Promise<{ secrets: Secrets; isKnown: boolean }> {
  return asSystem(db, async (tx) => {
    const identity = await findIdentity(tx, email);
    const secrets = await openChallenge(tx, {
      purpose: identity ? "sign_in" : "verify",
      email,
      identityId: identity?.id,
      next,
    });
    return { secrets, isKnown: identity !== undefined };
  });
}
