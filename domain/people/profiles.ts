import { sql } from "kysely";
import { type Db, inOrg, type OrgDb } from "../base/db.ts";
import { recordEvent } from "../base/events.ts";
import { changePreferences } from "./identities.ts";
import type { Session } from "./sessions.ts";

/** A person is called the same in all of their organisations. */
export async function renamePerson(db: Db, session: Session, name: string): Promise<void> {
  await changePreferences(db, session.identityId, { name });
  for (const org of session.orgs) {
    await inOrg(db, org.id, { kind: "system", cause: "request" }, async (tx) => {
      const renamed = await tx.updateTable("members")
        .set({ name, version: sql<number>`version + 1` })
        .where("identity_id", "=", session.identityId)
        .where("name", "!=", name)
        .returning("id")
        .executeTakeFirst();
      if (renamed) await recordEvent(tx, { kind: "member.renamed", subjectId: renamed.id });
    });
  }
}

/** Where customers book time with this member, in one organisation. */
export async function findBookingUrl(tx: OrgDb, memberId: string): Promise<string | null> {
  const row = await tx.selectFrom("members").select("booking_url").where("id", "=", memberId)
    .executeTakeFirst();
  return row?.booking_url ?? null;
}

export async function changeBookingUrl(
  tx: OrgDb,
  memberId: string,
  url: string | null,
): Promise<void> {
  const changed = await tx.updateTable("members")
    .set({ booking_url: url, version: sql<number>`version + 1` })
    .where("id", "=", memberId)
    .where("booking_url", "is distinct from", url)
    .executeTakeFirst();
  if (changed.numUpdatedRows === 0n) return;
  await recordEvent(tx, { kind: "member.booking_changed", subjectId: memberId });
}
