import { createHash } from "node:crypto";
import { type Insertable, type Selectable, sql } from "kysely";
import { type AccountDb, asSystem, type Db, inOrg, type OrgDb } from "../base/db.ts";
import { NotFound } from "../base/errors.ts";
import { recordEvent } from "../base/events.ts";
import type { Language } from "../base/languages.ts";
import type { Orgs } from "../base/schema.ts";
import { newId } from "../base/tokens.ts";
import { differences, staleError } from "./versions.ts";

export type Org = Selectable<Orgs>;

export interface Founder {
  identityId: string;
  email: string;
  name: string;
}

export type OrgChange =
  & Pick<Org, "name" | "support_email" | "time_zone" | "working_days">
  & Partial<Pick<Org, "language">>;

export async function findOrg(tx: OrgDb | AccountDb): Promise<Org> {
  const org = await tx.selectFrom("orgs").selectAll().where("id", "=", currentOrg)
    .executeTakeFirst();
  if (!org) throw new NotFound();
  return org;
}

/** In which it writes to customers, where they do not say. */
export async function languageOf(tx: OrgDb | AccountDb): Promise<Language | undefined> {
  const org = await tx.selectFrom("orgs").select("language").where("id", "=", currentOrg)
    .executeTakeFirst();
  return org?.language;
}

/**
 * Creates an organisation with its founder as the first admin. `once` is of the form the person
 * saw: the same form sent twice makes the same organisation. The id also comes from the person, so
 * that nobody can name the organisation of somebody else.
 */
export async function foundOrg(
  db: Db,
  once: string,
  founder: Founder,
  org: Omit<Insertable<Orgs>, "id">,
): Promise<string> {
  const id = ownId(founder.identityId, once);
  const memberId = newId();
  try {
    await inOrg(db, id, { kind: "member", id: memberId, cause: "request" }, async (tx) => {
      await tx.insertInto("orgs").values({ ...org, id }).execute();
      await tx.insertInto("brandings").defaultValues().execute();
      await tx.insertInto("members").values({
        id: memberId,
        identity_id: founder.identityId,
        email: founder.email,
        name: founder.name,
        roles: ["admin"],
      }).execute();
      await recordEvent(tx, { kind: "org.created", subjectId: id, data: { name: org.name } });
      await recordEvent(tx, {
        kind: "member.joined",
        subjectId: memberId,
        data: { name: founder.name, roles: ["admin"] },
      });
    });
  } catch (error) {
    if ((error as { code?: string }).code !== UNIQUE_VIOLATION) throw error;
  }
  return id;
}

/** The caller has just seen this person join, so their session need not list it yet. */
export async function enterOrg(db: Db, sessionId: string, orgId: string): Promise<void> {
  await asSystem(
    db,
    (tx) => tx.updateTable("sessions").set({ org_id: orgId }).where("id", "=", sessionId).execute(),
  );
}

export async function changeOrg(tx: OrgDb, version: number, change: OrgChange): Promise<void> {
  const before = await findOrg(tx);
  const { numUpdatedRows } = await tx.updateTable("orgs")
    .set({ ...change, version: sql`version + 1` })
    .where("id", "=", before.id)
    .where("version", "=", version)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) throw await staleError(tx, "these settings", before.id);
  const changes = differences<Record<string, unknown>>({ ...before }, { ...change });
  if (Object.keys(changes).length === 0) return;
  await recordEvent(tx, { kind: "org.changed", subjectId: before.id, data: { changes } });
}

export const currentOrg = sql<string>`current_org()`;

const UNIQUE_VIOLATION = "23505";

function ownId(identityId: string, once: string): string {
  const hex = createHash("sha256").update(`org ${identityId} ${once}`).digest("hex");
  return [8, 13, 18, 23].reduce(
    (id, at) => `${id.slice(0, at)}-${id.slice(at)}`,
    `${hex.slice(0, 12)}8${hex.slice(13, 16)}a${hex.slice(17, 32)}`,
  );
}
