import { refusal } from "../messages/words/refusal.ts";
import { sql } from "kysely";
import type { AccountDb } from "../base/db.ts";
import { NotFound } from "../base/errors.ts";
import { recordEvent } from "../base/events.ts";
import type { PortalRole } from "../base/schema.ts";
import type { Author } from "./submissions.ts";

/** As the database sees whoever acts; absent, they read all of it and write nothing. */
export async function readRole(tx: AccountDb): Promise<PortalRole | undefined> {
  const { rows: [row] } = await sql<{ role: PortalRole | null }>`select portal_role() as role`
    .execute(tx);
  return row?.role ?? undefined;
}

/** A member decides about their colleagues, and not about themselves. */
export async function changeTeammate(
  tx: AccountDb,
  { accountId, contactId: own }: Author,
  contactId: string,
  role: "member" | "viewer",
): Promise<string> {
  const mate = await tx.selectFrom("contacts as c")
    .innerJoin("portal_access as p", "p.contact_id", "c.id")
    .select(["c.name", "p.role", "p.ended_at"])
    .where("c.id", "=", contactId).where("c.removed_at", "is", null).executeTakeFirst();
  if (!mate) throw new NotFound();
  if (contactId === own) throw refusal("team.ownRole");
  if (mate.ended_at) throw refusal("team.accessEnded", { name: mate.name });
  if (mate.role === role) return mate.name;
  await tx.updateTable("portal_access").set({ role }).where("contact_id", "=", contactId).execute();
  await recordEvent(tx, {
    kind: "account.portal_role_changed",
    subjectId: accountId,
    accountId,
    data: { contactId, name: mate.name, role },
  });
  return mate.name;
}
