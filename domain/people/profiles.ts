import { sql } from "kysely";
import { type Db, inOrg } from "../base/db.ts";
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
