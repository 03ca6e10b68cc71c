import { sql } from "kysely";
import type { Language } from "../base/languages.ts";
import { asSystem, type Db, inAccount, type SystemDb } from "../base/db.ts";

/** One account that an address may enter, as one of its contacts. */
export interface Door {
  orgId: string;
  orgName: string;
  accountId: string;
  accountName: string;
  contactId: string;
  /** What this contact chose, and what their organisation writes otherwise. */
  language: Language | null;
  orgLanguage: Language;
}

const MOST = 50;

/** Where this address may go in, the place it was last first. */
export function doorsOf(db: Db, email: string): Promise<Door[]> {
  return asSystem(db, (tx) => findDoors(tx, email));
}

export async function findDoors(tx: SystemDb, email: string): Promise<Door[]> {
  return await tx.selectFrom("contacts as c")
    .innerJoin(
      "portal_access as p",
      (on) => on.onRef("p.org_id", "=", "c.org_id").onRef("p.contact_id", "=", "c.id"),
    )
    .innerJoin(
      "accounts as a",
      (on) => on.onRef("a.org_id", "=", "c.org_id").onRef("a.id", "=", "c.account_id"),
    )
    .innerJoin("orgs as o", "o.id", "c.org_id")
    .select([
      "o.id as orgId",
      "o.name as orgName",
      "a.id as accountId",
      "a.name as accountName",
      "c.id as contactId",
      "c.language",
      "o.language as orgLanguage",
    ])
    .where("c.email", "=", email)
    .where("c.removed_at", "is", null)
    .where("p.ended_at", "is", null)
    .where("a.archived_at", "is", null)
    .orderBy(sql`p.seen_at desc nulls last`)
    .orderBy("a.name")
    .orderBy("c.id")
    .limit(MOST)
    .execute();
}

/** As which other contact this person sees a task, if their own account does not have it. */
export async function doorTo(
  db: Db,
  own: { orgId: string; accountId: string; contactId: string; email: string },
  actionId: string,
): Promise<string | undefined> {
  const doors = (await doorsOf(db, own.email)).filter(({ orgId }) => orgId === own.orgId);
  const isOwn = ({ contactId }: Door) => contactId === own.contactId;
  for (const door of doors.sort((a, b) => Number(isOwn(b)) - Number(isOwn(a)))) {
    const { orgId, accountId, contactId } = door;
    const found = await inAccount(
      db,
      orgId,
      accountId,
      contactId,
      (tx) => tx.selectFrom("actions").select("id").where("id", "=", actionId).executeTakeFirst(),
      {
        readOnly: true,
      },
    );
    if (found) return isOwn(door) ? undefined : contactId;
  }
}
