import { asSystem, type Db } from "../base/db.ts";
import {
  type Challenge,
  openChallenge,
  type Secrets,
  spendChallenge,
} from "../people/challenges.ts";
import { type PortalSession, renewPortalSession } from "./portal_sessions.ts";

/** A code by mail, for whoever is in and is to show once more who they are. */
export function askPortalStepUp(db: Db, { email }: PortalSession): Promise<Secrets> {
  return asSystem(db, (tx) => openChallenge(tx, { purpose: "portal_step_up", email }));
}

export function portalStepUp(db: Db, { id }: PortalSession): Promise<string> {
  return asSystem(db, (tx) => renewPortalSession(tx, id));
}

/** Answers the session's new token, or nothing for a wrong code. */
export function portalStepUpByMail(
  db: Db,
  session: PortalSession,
  challenge: Challenge,
  proof: { code: string; browser?: string },
): Promise<string | undefined> {
  return asSystem(db, async (tx) => {
    if (!isForStepUp(challenge, session)) return undefined;
    if (!await spendChallenge(tx, challenge.id, proof)) return undefined;
    return await renewPortalSession(tx, session.id);
  });
}

export function isForStepUp({ purpose, email }: Challenge, session: PortalSession): boolean {
  return purpose === "portal_step_up" && email === session.email;
}
