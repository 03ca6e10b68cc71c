import { sql } from "kysely";
import { type Db, inOrg, type OrgDb } from "../base/db.ts";
import { newId } from "../base/tokens.ts";
import { findConnection } from "./connections.ts";
import { openLine } from "./lines.ts";
import { ACTOR } from "./renewals.ts";
import { readOffer } from "./schemas.ts";
import type { OutsideChannel } from "./messenger.ts";
import type { Line } from "./service.ts";
import { hasRecords, messageServiceOf, serviceOf } from "./services.ts";

/** Asks a service for whatever it has to offer: fields and stages, or channels. */
export async function readService(
  ways: Parameters<typeof readOffer>[0],
  connectionId: string,
): Promise<void> {
  const { db, orgId } = ways;
  const { service } = await inOrg(db, orgId, ACTOR, (tx) => findConnection(tx, connectionId));
  if (hasRecords(serviceOf(service))) return await readOffer(ways, connectionId);
  await readChannels(db, orgId, await openLine(ways, connectionId));
}

/** More are never offered: by then nobody finds one in a list. */
const MOST_PAGES = 20;

/** Page by page; what none of them names any more is gone. */
export async function readChannels(db: Db, orgId: string, line: Line): Promise<void> {
  const { id, service } = line.connection;
  const { messages } = messageServiceOf(service);
  const { faults, facts } = await messages.check(line);
  const { begun } = await inOrg(db, orgId, ACTOR, (tx) => keepHome(tx, id, faults, facts));
  let cursor: string | null = null;
  for (let pages = 0; pages < MOST_PAGES; pages++) {
    const page = await messages.channels(line, cursor);
    await inOrg(db, orgId, ACTOR, (tx) => keepChannels(tx, id, page.channels));
    if (page.cursor === null || page.cursor === cursor) {
      return await inOrg(db, orgId, ACTOR, (tx) => noteGone(tx, id, begun));
    }
    cursor = page.cursor;
  }
}

async function keepHome(
  tx: OrgDb,
  id: string,
  faults: string[],
  facts: Record<string, string>,
): Promise<{ begun: Date }> {
  const offer = { faults: faults.map((one) => one.slice(0, 500)), read_at: sql<Date>`now()` };
  await tx.insertInto("connection_schemas").values({ connection_id: id, ...offer })
    .onConflict((same) => same.columns(["org_id", "connection_id"]).doUpdateSet(offer)).execute();
  return await tx.updateTable("connections")
    .set({ settings: sql`settings || ${facts}::jsonb` })
    .where("id", "=", id).returning(sql<Date>`now()`.as("begun")).executeTakeFirstOrThrow();
}

export async function keepChannels(
  tx: OrgDb,
  connectionId: string,
  found: OutsideChannel[],
): Promise<void> {
  if (found.length === 0) return;
  const once = [...new Map(found.map((one) => [one.id, one])).values()];
  await tx.insertInto("channels").values(once.map((one) => ({
    id: newId(),
    connection_id: connectionId,
    outside_id: one.id,
    name: one.name.toWellFormed().replaceAll("\0", "") || one.id,
    is_private: one.private,
    is_archived: one.archived,
    is_member: one.member,
    is_shared: one.shared,
  }))).onConflict((same) =>
    same.columns(["org_id", "connection_id", "outside_id"]).doUpdateSet((e) => ({
      name: e.ref("excluded.name"),
      is_private: e.ref("excluded.is_private"),
      is_archived: e.ref("excluded.is_archived"),
      is_member: e.ref("excluded.is_member"),
      is_shared: e.ref("excluded.is_shared"),
      gone_at: null,
      seen_at: sql<Date>`now()`,
    }))
  ).execute();
}

async function noteGone(tx: OrgDb, connectionId: string, begun: Date): Promise<void> {
  await tx.updateTable("channels").set({ gone_at: sql<Date>`now()` })
    .where("connection_id", "=", connectionId).where("seen_at", "<", begun)
    .where("gone_at", "is", null).execute();
}
