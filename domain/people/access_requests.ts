import { type Selectable, sql } from "kysely";
import { asSystem, type Db, inOrg, type OrgDb } from "../base/db.ts";
import { NotFound } from "../base/errors.ts";
import { recordEvent } from "../base/events.ts";
import type { AccessRequests } from "../base/schema.ts";
import { newId } from "../base/tokens.ts";
import type { Proven } from "./joining.ts";

export type AccessRequest = Selectable<AccessRequests>;

/** Told to the admins in the transaction that records the request. */
export interface Asked {
  orgName: string;
  admins: { name: string; email: string }[];
}

/** More would be a company that must be spoken to in another way. */
const MOST_ORGS = 5;

/**
 * Organisations with an admin at the same company. A guest with an address of that company does not
 * count, so that nobody is asked who could not know the person.
 */
export async function orgsOfCompany(db: Db, person: Proven): Promise<string[]> {
  const domain = person.email.split("@")[1]!;
  const rows = await asSystem(
    db,
    (tx) =>
      tx.selectFrom("identities as i").innerJoin("members as m", "m.identity_id", "i.id")
        .select("m.org_id").distinct()
        .where(sql<string>`split_part(i.email, '@', 2)`, "=", domain)
        .where("i.id", "!=", person.identityId)
        .where("m.deactivated_at", "is", null)
        .where(sql<boolean>`m.roles @> array['admin']`)
        .orderBy("m.org_id")
        .limit(MOST_ORGS)
        .execute(),
  );
  return rows.map((row) => row.org_id);
}

/**
 * Grants nothing. Asking again while a request waits, or within 30 days of a refusal, changes
 * nothing and tells nobody.
 */
export function askForAccess(
  db: Db,
  orgId: string,
  person: Proven,
  tell: (tx: OrgDb, asked: Asked) => Promise<void>,
): Promise<void> {
  return inOrg(db, orgId, { kind: "outside", cause: "sign-up" }, async (tx) => {
    const id = newId();
    const { numInsertedOrUpdatedRows } = await tx.insertInto("access_requests")
      .values({ id, identity_id: person.identityId, email: person.email, name: person.name })
      .onConflict((conflict) =>
        conflict.columns(["org_id", "identity_id"])
          .doUpdateSet({ created_at: sql<Date>`now()`, settled_at: null, settled_by: null })
          .where("access_requests.settled_at", "<", sql<Date>`now() - interval '30 days'`)
      ).executeTakeFirst();
    if (numInsertedOrUpdatedRows === 0n) return;
    await recordEvent(tx, {
      kind: "access.requested",
      data: { name: person.name, email: person.email },
    });
    const org = await tx.selectFrom("orgs").select("name").where("id", "=", orgId)
      .executeTakeFirstOrThrow();
    const admins = await tx.selectFrom("members").select(["name", "email"])
      .where(sql<boolean>`roles @> array['admin']`).where("deactivated_at", "is", null)
      .orderBy("joined_at").limit(10).execute();
    await tell(tx, { orgName: org.name, admins });
  });
}

/** Whether this person waits for an answer of one of these organisations. */
export async function hasAsked(db: Db, orgIds: string[], identityId: string): Promise<boolean> {
  for (const orgId of orgIds) {
    const asked = await inOrg(
      db,
      orgId,
      { kind: "outside", cause: "sign-up" },
      (tx) =>
        tx.selectFrom("access_requests").select("id").where("identity_id", "=", identityId)
          .where("settled_at", "is", null).executeTakeFirst(),
      { readOnly: true },
    );
    if (asked) return true;
  }
  return false;
}

export async function listAccessRequests(tx: OrgDb): Promise<AccessRequest[]> {
  return await tx.selectFrom("access_requests").selectAll()
    .where("settled_at", "is", null).orderBy("created_at").limit(100).execute();
}

export async function findAccessRequest(tx: OrgDb, id: string): Promise<AccessRequest> {
  const request = await tx.selectFrom("access_requests").selectAll()
    .where("id", "=", id).where("settled_at", "is", null).executeTakeFirst();
  if (!request) throw new NotFound("This request has been answered already");
  return request;
}

export async function refuseAccess(tx: OrgDb, id: string, by: string): Promise<AccessRequest> {
  const request = await findAccessRequest(tx, id);
  await settle(tx, by, "id", id);
  await recordEvent(tx, {
    kind: "access.refused",
    data: { name: request.name, email: request.email },
  });
  return request;
}

/** An invitation answers the request of the same address. */
export async function settleByInvitation(tx: OrgDb, email: string, by: string): Promise<void> {
  if (await settle(tx, by, "email", email) === 0n) return;
  await recordEvent(tx, { kind: "access.answered", data: { email } });
}

async function settle(tx: OrgDb, by: string, column: "id" | "email", value: string) {
  const { numUpdatedRows } = await tx.updateTable("access_requests")
    .set({ settled_at: sql<Date>`now()`, settled_by: by })
    .where(column, "=", value).where("settled_at", "is", null).executeTakeFirst();
  return numUpdatedRows;
}
