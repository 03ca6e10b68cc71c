import { asSystem, type Db, HOUSE, inOrg } from "../base/db.ts";
import { recordEvent } from "../base/events.ts";

export type IdentityEvent =
  | "identity.signed_up"
  | "identity.signed_in"
  | "identity.signed_out"
  | "identity.password_changed"
  | "identity.password_reset"
  | "identity.sessions_ended";

/**
 * Tells every organisation of a person what happened to their way in, because their admins answer
 * for it; the house hears of somebody without one. Identities belong to no organisation, so this is
 * a transaction after the one that did it: a crash between them loses the record, never the act.
 * Failed tries are counted in throttles and not recorded: a guesser must not fill the log.
 */
export async function recordForPerson(
  db: Db,
  identityId: string,
  kind: IdentityEvent,
  data: Record<string, unknown> = {},
): Promise<void> {
  const places = await asSystem(db, (tx) =>
    tx.selectFrom("members").select(["org_id", "id"])
      .where("identity_id", "=", identityId)
      .where("deactivated_at", "is", null)
      .execute());
  const happening = { kind, subjectId: identityId, data };
  if (places.length === 0) {
    const actor = { kind: "system", cause: "request" } as const;
    await inOrg(db, HOUSE, actor, (tx) => recordEvent(tx, happening));
  }
  for (const { org_id, id } of places) {
    const actor = { kind: "member", id, cause: "request" } as const;
    await inOrg(db, org_id, actor, (tx) => recordEvent(tx, happening));
  }
}
