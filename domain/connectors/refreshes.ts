import { type Selectable, sql } from "kysely";
import type { OrgDb } from "../base/db.ts";
import { NotFound, Refused } from "../base/errors.ts";
import { recordEvent } from "../base/events.ts";
import { enqueue } from "../base/queue.ts";
import type { Refreshes } from "../base/schema.ts";
import { newId } from "../base/tokens.ts";
import { findConnection } from "./connections.ts";

export type Refresh = Selectable<Refreshes>;

export interface RefreshPreview {
  /** How many accounts follow a record of the connection. */
  accounts: number;
  /** Of those, how many were last read by mappings that were others. */
  behind: number;
}

export async function previewRefresh(tx: OrgDb, connectionId: string): Promise<RefreshPreview> {
  const { rows: [counted] } = await sql<RefreshPreview>`
    select count(*)::integer as accounts,
      (count(*) filter (where exists (
        select from field_mappings m
        where m.org_id = r.org_id and m.connection_id = r.connection_id
          and m.removed_at is null
          and m.field is distinct from r.mapped -> m.target ->> 'field'
          and not exists (
            select from outside_records o
            where o.org_id = r.org_id and o.account_id = r.account_id and o.id <> r.id
              and o.state <> 'gone' and o.mapped -> m.target is not null
          )
      )))::integer as behind
    from outside_records r
    where r.org_id = current_org() and r.connection_id = ${connectionId}
      and r.account_id is not null`.execute(tx);
  return counted!;
}

export async function lastRefresh(tx: OrgDb, connectionId: string): Promise<Refresh | undefined> {
  return await tx.selectFrom("refreshes").selectAll().where("connection_id", "=", connectionId)
    .orderBy("id", "desc").limit(1).executeTakeFirst();
}

/** Every account that follows a record is read once more, by the mappings as they are now. */
export async function startRefresh(
  tx: OrgDb,
  connectionId: string,
  memberId: string,
): Promise<Refresh> {
  const connection = await findConnection(tx, connectionId);
  if (connection.state !== "connected") {
    throw new Refused(`${connection.name} is not connected. Connect it again first.`);
  }
  const { accounts } = await previewRefresh(tx, connectionId);
  if (accounts === 0) throw new Refused("No account follows a record of this connection yet.");
  const refresh = await tx.insertInto("refreshes")
    .values({ id: newId(), connection_id: connectionId, records: accounts, asked_by: memberId })
    .onConflict((conflict) => conflict.doNothing())
    .returningAll().executeTakeFirst();
  if (!refresh) throw new Refused("The accounts are being brought up to date already.");
  await record(tx, refresh, "mapping.refresh_asked");
  await enqueue(tx, "refresh_records", { refreshId: refresh.id });
  return refresh;
}

export async function stopRefresh(tx: OrgDb, connectionId: string): Promise<void> {
  const stopped = await endRefresh(tx, { connectionId }, "stopped", "Somebody stopped it.");
  if (stopped) await record(tx, stopped, "mapping.refresh_stopped");
}

/** Undefined where it has ended already. */
export async function endRefresh(
  tx: OrgDb,
  which: { id: string } | { connectionId: string },
  state: "done" | "stopped",
  why?: string,
): Promise<Refresh | undefined> {
  return await tx.updateTable("refreshes")
    .set({
      state,
      ended_at: sql<Date>`now()`,
      ...(why !== undefined && { why: why.slice(0, 1000) }),
    })
    .where("state", "=", "running")
    .$if("id" in which, (q) => q.where("id", "=", (which as { id: string }).id))
    .$if(
      "connectionId" in which,
      (q) => q.where("connection_id", "=", (which as { connectionId: string }).connectionId),
    )
    .returningAll().executeTakeFirst();
}

export async function findRunning(tx: OrgDb, id: string): Promise<Refresh | undefined> {
  return await tx.selectFrom("refreshes").selectAll().where("id", "=", id)
    .where("state", "=", "running").executeTakeFirst();
}

export async function record(tx: OrgDb, refresh: Refresh, kind: `mapping.${string}`) {
  const connection = await findConnection(tx, refresh.connection_id);
  if (!connection) throw new NotFound();
  await recordEvent(tx, {
    kind,
    subjectId: refresh.id,
    data: { name: connection.name, records: refresh.records, changed: refresh.changed },
  });
}
