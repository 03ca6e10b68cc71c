import { sql } from "kysely";
import { type Db, inOrg, type OrgDb, type SystemDb } from "../base/db.ts";
import type { Outside } from "../base/outside.ts";
import { enqueueAll } from "../base/queue.ts";
import { finishJob } from "../base/queue_leases.ts";
import { readChannels } from "./channel_reading.ts";
import { keepDeliveries } from "./deliveries.ts";
import { openLine } from "./lines.ts";
import { ACTOR } from "./renewals.ts";
import type { ChangedPage, Told } from "./service.ts";
import { hasRecords, serviceOf } from "./services.ts";

export async function orgsToPoll(tx: SystemDb): Promise<string[]> {
  const rows = await tx.selectFrom("connections").select("org_id").distinct()
    .where("state", "=", "connected").where("poll_at", "<=", sql<Date>`now()`)
    .orderBy("org_id").limit(1000).execute();
  return rows.map(({ org_id }) => org_id);
}

export async function orgsWithConnections(tx: SystemDb): Promise<string[]> {
  const rows = await tx.selectFrom("connections").select("org_id").distinct().execute();
  return rows.map(({ org_id }) => org_id);
}

/** A job for each that is due. The next time is set now, so that a slow one is not asked twice. */
export async function beginPolls(tx: OrgDb): Promise<void> {
  const due = await tx.updateTable("connections")
    .set({ poll_at: sql<Date>`now() + make_interval(secs => poll_seconds)` })
    .where("state", "=", "connected").where("poll_at", "<=", sql<Date>`now()`)
    .returning("id").execute();
  await enqueueAll(
    tx,
    "poll_connection",
    due.map(({ id }) => ({ payload: { connectionId: id }, key: `poll:${id}` })),
  );
}

interface Job {
  orgId: string;
  id: number;
  token: string;
  signal: AbortSignal;
  payload: { connectionId: string };
}

const MOST_PAGES = 50;

/**
 * Looks for what changed since the last look: the net below calls that never came. Each page is
 * kept with the place where the next begins, so a look that was cut goes on where it was.
 */
export async function pollConnection(db: Db, out: Outside, job: Job): Promise<void> {
  const { orgId, payload: { connectionId } } = job;
  const line = await openLine({ db, out, orgId, signal: job.signal }, connectionId);
  const service = serviceOf(line.connection.service);
  if (!hasRecords(service)) {
    await readChannels(db, orgId, line);
    return await inOrg(db, orgId, ACTOR, (tx) => finishJob(tx, job));
  }
  const { reader } = service.records;
  for (let pages = 0; pages < MOST_PAGES; pages++) {
    const from = await inOrg(db, orgId, ACTOR, (tx) => whereFrom(tx, connectionId));
    if (!from) return;
    const page = await reader.changed(line, from.since, from.cursor);
    const last = page.cursor === null || pages === MOST_PAGES - 1;
    await inOrg(db, orgId, ACTOR, async (tx) => {
      await takePage(tx, connectionId, line.connection.outsideId, page);
      if (last) await finishJob(tx, job);
    });
    if (last) return;
  }
}

async function whereFrom(tx: OrgDb, id: string) {
  const row = await tx.selectFrom("connections")
    .select([sql<Date>`coalesce(polled_to, now())`.as("since"), "poll_cursor as cursor"])
    .where("id", "=", id).where("state", "=", "connected").executeTakeFirst();
  return row;
}

/** What a call has told already, in the same state, is no news. */
async function takePage(tx: OrgDb, id: string, outsideId: string, page: ChangedPage) {
  const told = page.records.map(({ id: recordId, changedAt, mark }): Told => ({
    outsideId,
    key: `poll:${recordId}:${changedAt.toISOString()}${mark ? `:${mark}` : ""}`,
    recordId,
    kind: "changed",
    at: changedAt,
    body: {},
  }));
  const isMarked = page.records.some(({ mark }) => mark !== undefined);
  keepDeliveries(tx, id, "poll", isMarked ? told : await unknown(tx, id, told));
  await tx.updateTable("connections").set({
    poll_cursor: page.cursor,
    ...(page.cursor === null && { polled_to: page.next }),
    ...(page.cursor !== null && { poll_at: sql<Date>`now()` }),
  }).where("id", "=", id).execute();
}

async function unknown(tx: OrgDb, id: string, told: Told[]): Promise<Told[]> {
  if (told.length === 0) return [];
  const rows = await tx.selectFrom("outside_records").select(["record_id", "changed_at"])
    .where("connection_id", "=", id)
    .where("record_id", "=", sql<string>`any(${told.map(({ recordId }) => recordId)}::text[])`)
    .execute();
  const known = new Map(rows.map((row) => [row.record_id, row.changed_at?.getTime() ?? 0]));
  return told.filter(({ recordId, at }) => (known.get(recordId) ?? -1) < at!.getTime());
}
