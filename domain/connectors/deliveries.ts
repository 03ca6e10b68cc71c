import { type Selectable, sql } from "kysely";
import { type OrgDb, sendAlong, wakeAfterCommit } from "../base/db.ts";
import { NotFound } from "../base/errors.ts";
import { recordEvent } from "../base/events.ts";
import { enqueue } from "../base/queue.ts";
import type { Deliveries, Fate } from "../base/schema.ts";
import { newId } from "../base/tokens.ts";
import { type Connection, findConnection } from "./connections.ts";
import type { Told } from "./service.ts";

export type Delivery = Selectable<Deliveries>;

/**
 * Keeps all that was told at once, each with a job that reads the record and decides. What was
 * told before is counted and not done again.
 */
export function keepDeliveries(
  tx: OrgDb,
  connectionId: string,
  source: Delivery["source"],
  told: Told[],
): void {
  if (told.length === 0) return;
  const once = new Map(told.map((one) => [one.key, one]));
  const rows = [...once.values()].map(({ key, kind, recordId, at, body }) => ({
    id: newId(),
    key: key.slice(0, 300),
    kind: kind.slice(0, 80),
    record: recordId.slice(0, 120),
    at: at && at.toISOString(),
    body,
  }));
  sendAlong(
    tx,
    sql`with kept as (
        insert into deliveries (id, connection_id, source, dedupe_key, kind, record_id, said_at, body)
        select id, ${connectionId}::uuid, ${source}, key, kind, record, at, body
        from jsonb_to_recordset(${rows}::jsonb)
          as a (id uuid, key text, kind text, record text, at timestamptz, body jsonb)
        on conflict (org_id, connection_id, dedupe_key)
        do update set times = deliveries.times + 1
        returning id, times
      )
      insert into jobs (kind, lane, payload)
      select 'take_delivery', 'outside', jsonb_build_object('deliveryId', id)
      from kept where times = 1`,
  );
  if (source !== "poll") {
    sendAlong(
      tx,
      sql`update connections set last_event_at = now()
        where org_id = current_org() and id = ${connectionId}
          and (last_event_at is null or last_event_at < now() - interval '5 seconds')`,
    );
  }
  wakeAfterCommit(tx, "jobs:outside");
}

export async function findDelivery(tx: OrgDb, id: string): Promise<Delivery> {
  const found = await tx.selectFrom("deliveries").selectAll().where("id", "=", id)
    .executeTakeFirst();
  if (!found) throw new NotFound();
  return found;
}

export type DeliveryFilter = "all" | "failed";

const PAGE = 50;

/** Newest first. */
export async function listDeliveries(
  tx: OrgDb,
  connectionId: string,
  { before, only = "all" }: { before?: string; only?: DeliveryFilter } = {},
): Promise<{ rows: Delivery[]; more: string | undefined }> {
  const rows = await tx.selectFrom("deliveries").selectAll()
    .where("connection_id", "=", connectionId)
    .$if(only === "failed", (q) => q.where("state", "=", "failed"))
    .$if(before !== undefined, (q) => q.where("id", "<", before!))
    .orderBy("id", "desc").limit(PAGE + 1).execute();
  return { rows: rows.slice(0, PAGE), more: rows.length > PAGE ? rows[PAGE - 1]!.id : undefined };
}

/** As the page of a connection shows them: how many of the last day came to nothing. */
export async function failuresToday(tx: OrgDb, connectionId: string): Promise<number> {
  const { rows: [row] } = await sql<{ failed: number }>`
    select count(*)::integer as failed from (
      select from deliveries d where d.org_id = current_org() and d.connection_id = ${connectionId}
        and d.state = 'failed' and d.arrived_at > now() - interval '24 hours' limit 1000
    ) few`.execute(tx);
  return row!.failed;
}

/** The record is read again and decided upon anew; what it has started already it does not again. */
export async function resend(tx: OrgDb, id: string): Promise<Delivery> {
  const delivery = await findDelivery(tx, id);
  const again = newId();
  const { connection_id, kind, record_id, record_name, body, said_at } = delivery;
  await tx.insertInto("deliveries").values({
    id: again,
    connection_id,
    source: "resent",
    dedupe_key: `resent:${again}`,
    kind,
    record_id,
    record_name,
    body,
    said_at,
  }).execute();
  await recordEvent(tx, {
    kind: "connection.resent",
    subjectId: connection_id,
    data: { record: record_name ?? record_id },
  });
  await enqueue(tx, "take_delivery", { deliveryId: again });
  return await findDelivery(tx, again);
}

export interface Outcome {
  state: "done" | "failed";
  why: string;
  fates?: Fate[];
  recordName?: string;
}

export async function settleDelivery(tx: OrgDb, id: string, outcome: Outcome): Promise<void> {
  await tx.updateTable("deliveries").set({
    state: outcome.state,
    why: outcome.why.slice(0, 1000),
    fates: sql`${outcome.fates ?? []}::jsonb`,
    done_at: sql<Date>`now()`,
    ...(outcome.recordName && { record_name: outcome.recordName.slice(0, 300) }),
  }).where("id", "=", id).execute();
}

/** What is waiting to be read, with what reads it. */
export async function deliveryToTake(
  tx: OrgDb,
  id: string,
): Promise<{ delivery: Delivery; connection: Connection } | undefined> {
  const delivery = await tx.selectFrom("deliveries").selectAll().where("id", "=", id)
    .where("state", "=", "waiting").executeTakeFirst();
  if (!delivery) return undefined;
  return { delivery, connection: await findConnection(tx, delivery.connection_id) };
}

const KEEP_DAYS = 90;

/** The log is for questions that somebody still asks. */
export async function pruneDeliveries(tx: OrgDb): Promise<void> {
  await sql`delete from deliveries where org_id = current_org() and id in (
    select id from deliveries where org_id = current_org() and state <> 'waiting'
      and arrived_at < now() - make_interval(days => ${KEEP_DAYS}) limit 5000)`.execute(tx);
}
