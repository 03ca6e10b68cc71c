import { type Selectable, sql } from "kysely";
import { atOnce, type Db, type OrgDb, sendAlong, wake, wakeAfterCommit } from "../base/db.ts";
import { NotFound } from "../base/errors.ts";
import { recordEvent } from "../base/events.ts";
import { enqueue } from "../base/queue.ts";
import type { Deliveries, Fate } from "../base/schema.ts";
import { hashToken, newId } from "../base/tokens.ts";
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
  sendAlong(
    tx,
    sql`select keep_deliveries(${connectionId}, ${source}, ${rowsOf(told)})`,
  );
  wakeAfterCommit(tx, TOPIC);
}

/**
 * The same for what was told at the address of one connection, in one round trip with the look-up
 * of it. Undefined where nobody listens; false where it is told of somebody else, and not kept.
 */
export async function keepToldAt(
  db: Db,
  token: string,
  service: string,
  told: Told[],
): Promise<boolean | undefined> {
  const [row] = await atOnce(
    db,
    sql<{ kept: boolean | null }>`
      select told_at(${hashToken(token)}, ${service}, ${rowsOf(told)}) as kept`,
  );
  if (row!.kept) wake(db, new Set([TOPIC]));
  return row!.kept ?? undefined;
}

/** Whose connection an event of the service is told of. */
export interface Hearer {
  org_id: string;
  connection_id: string;
  outside_id: string;
}

/**
 * The same at the address of all connections of a service. Answers who heard it; if those are of
 * several organisations, nothing is kept yet.
 */
export async function keepToldToAll(db: Db, service: string, told: Told[]): Promise<Hearer[]> {
  const heard = await atOnce(
    db,
    sql<Hearer>`select org_id, connection_id, outside_id
      from told_to_all(${service}, ${rowsOf(told)})`,
  );
  if (heard.length > 0) wake(db, new Set([TOPIC]));
  return heard;
}

const TOPIC = "jobs:outside";

function rowsOf(told: Told[]) {
  return told.map(({ outsideId, key, kind, recordId, at, body }) => ({
    id: newId(),
    outside: outsideId,
    key: key.slice(0, 300),
    kind: kind.slice(0, 80),
    record: recordId.slice(0, 120),
    at: at && at.toISOString(),
    body,
  }));
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
