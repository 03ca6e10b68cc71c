import { asSystem, type Db } from "../base/db.ts";
import { type Challenge, openChallenge, type Secrets, spendChallenge } from "./challenges.ts";
import { renewSession, type Session } from "./sessions.ts";

export function askToStepUp(db: Db, session: Session, next: string): Promise<Secrets> {
  const { email, identityId } = session;
  return asSystem(db, (tx) => openChallenge(tx, { purpose: "step_up", email, identityId, next }));
}

/** Answers the session's new token. The old one is worth nothing from here on. */
export function stepUp(db: Db, session: Session): Promise<string> {
  return asSystem(db, (tx) => renewSession(tx, session.id));
}

export function stepUpByMail(
  db: Db,
  session: Session,
  challenge: Challenge,
  proof: { code: string; browser?: string },
): Promise<string | undefined> {
  return asSystem(db, async (tx) => {
    const isOurs = challenge.purpose === "step_up" && challenge.identityId === session.identityId;
    if (!isOurs || !await spendChallenge(tx, challenge.id, proof)) return undefined;
    return await renewSession(tx, session.id);
  });
}
