import { type Selectable, sql } from "kysely";
import type { AccountDb, Db, OrgDb, SystemDb } from "../base/db.ts";
import { NotFound, Refused } from "../base/errors.ts";
import { recordEvent } from "../base/events.ts";
import { enqueue } from "../base/queue.ts";
import type { Domains } from "../base/schema.ts";
import { newId, newToken } from "../base/tokens.ts";

export type Domain = Selectable<Domains>;
export type DomainKind = Domain["kind"];

/** Those that are in use, one of a kind at most. */
export async function listDomains(tx: OrgDb): Promise<Domain[]> {
  return await tx.selectFrom("domains").selectAll().where("state", "!=", "removed").execute();
}

/** Taken by another organisation, it is refused without a word about whose it is. */
export async function addDomain(
  tx: OrgDb,
  { kind, name, mailbox = null }: Pick<Domain, "kind" | "name"> & { mailbox?: string | null },
  by: string,
): Promise<void> {
  const others = await listDomains(tx);
  const former = others.find((one) => one.kind === kind);
  if (former) throw new Refused(`Remove ${former.name} first: there is one of a kind.`);
  if (kind === "portal" && await isTaken(tx, name)) throw new Refused(TAKEN);
  const id = newId();
  await tx.insertInto("domains")
    .values({ id, kind, name, mailbox, token: newToken(), added_by: by, is_asked: true })
    .execute();
  await recordEvent(tx, { kind: "domain.added", subjectId: id, data: { name } });
  await enqueue(tx, "check_domains", {});
}

/** Now, not when it would be its turn. */
export async function askForCheck(tx: OrgDb, id: string): Promise<void> {
  const { name } = await lockDomain(tx, id);
  await tx.updateTable("domains").set({ next_check_at: sql<Date>`now()`, is_asked: true })
    .where("id", "=", id).execute();
  await recordEvent(tx, { kind: "domain.check_asked", subjectId: id, data: { name } });
  await enqueue(tx, "check_domains", {});
}

/** From the next request on nothing answers there, and letters lead to Thread's own address. */
export async function removeDomain(tx: OrgDb, id: string): Promise<Domain> {
  const domain = await lockDomain(tx, id);
  await tx.updateTable("domains")
    .set({
      state: "removed",
      is_ready: false,
      removed_at: sql<Date>`now()`,
      next_check_at: null,
      version: sql<number>`version + 1`,
    })
    .where("id", "=", id).execute();
  if (domain.kind === "portal") await giveUpHost(tx, domain.name);
  await recordEvent(tx, { kind: "domain.removed", subjectId: id, data: { name: domain.name } });
  return domain;
}

export async function lockDomain(tx: OrgDb, id: string): Promise<Domain> {
  const domain = await tx.selectFrom("domains").selectAll().where("id", "=", id)
    .where("state", "!=", "removed").forUpdate().executeTakeFirst();
  if (!domain) throw new NotFound();
  return domain;
}

/** For the organisation of the transaction. False: another one holds the name. */
export async function claimHost(tx: OrgDb, name: string): Promise<boolean> {
  const { rows: [row] } = await sql<{ done: boolean }>`select claim_host(${name}) as done`
    .execute(tx);
  return row!.done;
}

export async function giveUpHost(tx: OrgDb, name: string): Promise<void> {
  await sql`select give_up_host(${name})`.execute(tx);
}

/** Before anything else of a request is known: whose portal answers under this name. */
export async function orgOfHost(db: Db, name: string): Promise<string | undefined> {
  const { rows: [row] } = await sql<{ id: string | null }>`select org_of_host(${name}) as id`
    .execute(db.plain);
  return row?.id ?? undefined;
}

/**
 * Where the portal of the transaction's organisation is reached: its own name while that is known to
 * lead here, else Thread's.
 */
export async function portalOrigin(tx: OrgDb | AccountDb, publicUrl: URL): Promise<URL> {
  const row = await tx.selectFrom("domains").select("name").where("kind", "=", "portal")
    .where("state", "=", "verified").where("is_ready", "=", true).executeTakeFirst();
  return row ? originUnder(row.name, publicUrl) : publicUrl;
}

export function originUnder(name: string, publicUrl: URL): URL {
  const { protocol, port } = publicUrl;
  return new URL(`${protocol}//${name}${port && `:${port}`}`);
}

/** For the clock. */
export async function orgsWithDomainsToCheck(tx: SystemDb): Promise<string[]> {
  const rows = await tx.selectFrom("domains").select("org_id").distinct()
    .where("state", "!=", "removed").where(sql<boolean>`next_check_at <= now()`).execute();
  return rows.map(({ org_id }) => org_id);
}

const TAKEN = "This domain cannot be used here. If it is yours, ask whoever runs this Thread.";

async function isTaken(tx: OrgDb, name: string): Promise<boolean> {
  const { rows: [row] } = await sql<{ taken: boolean }>`select is_host_taken(${name}) as taken`
    .execute(tx);
  return row!.taken;
}
