import { sql } from "kysely";
import { type Db, inOrg, type OrgDb } from "../base/db.ts";
import { Refused, Upstream } from "../base/errors.ts";
import type { Outside } from "../base/outside.ts";
import { enqueue } from "../base/queue.ts";
import { finishJob, MOST_TRIES, PutOff } from "../base/queue_leases.ts";
import { openLine } from "./lines.ts";
import { listMappings, wantedOf } from "./mappings.ts";
import { endRefresh, findRunning, record, type Refresh } from "./refreshes.ts";
import type { Line } from "./service.ts";
import { recordServiceOf } from "./services.ts";
import { syncRecord } from "./syncs.ts";

interface Job {
  orgId: string;
  id: number;
  token: string;
  attempts: number;
  signal: AbortSignal;
  payload: { refreshId: string };
}

const ACTOR = { kind: "system", cause: "job:refresh_records" } as const;
const AT_ONCE = 25;

/**
 * Reads the next few records and brings their accounts up to date; the job comes again until none is
 * left. Each is settled by itself, so that a service which falls silent costs nothing that was done.
 */
export async function refreshRecords(db: Db, out: Outside, job: Job): Promise<void> {
  const { orgId, payload: { refreshId } } = job;
  const refresh = await inOrg(db, orgId, ACTOR, (tx) => findRunning(tx, refreshId));
  if (!refresh) return;
  try {
    const line = await openLine({ db, out, orgId, signal: job.signal }, refresh.connection_id);
    const { left, wanted } = await inOrg(db, orgId, ACTOR, async (tx) => ({
      left: await nextRecords(tx, refresh),
      wanted: wantedOf(await listMappings(tx, refresh.connection_id)),
    }));
    for (const one of left) {
      const settled = await refreshOne(db, orgId, line, refreshId, one, wanted);
      if (!settled) return;
    }
    const isLast = left.length < AT_ONCE;
    await inOrg(db, orgId, ACTOR, async (tx) => {
      if (isLast) {
        const done = await endRefresh(tx, { id: refreshId }, "done");
        if (done) await record(tx, done, "mapping.refreshed");
      } else await enqueue(tx, "refresh_records", { refreshId });
      await finishJob(tx, job);
    });
  } catch (error) {
    job.signal.throwIfAborted();
    await goOnLater(db, job, error);
  }
}

/** A service that asks for patience gets it. What fails again and again ends with the reason. */
async function goOnLater(db: Db, job: Job, error: unknown): Promise<void> {
  const { orgId, payload: { refreshId } } = job;
  const isHopeless = error instanceof Upstream && !error.retry || job.attempts >= MOST_TRIES;
  if (!isHopeless && !(error instanceof PutOff)) throw error;
  const why = error instanceof Error ? error.message : "It could not be read.";
  await inOrg(db, orgId, ACTOR, async (tx) => {
    if (error instanceof PutOff) {
      const delaySeconds = Math.ceil(error.afterMs / 1000);
      await enqueue(tx, "refresh_records", { refreshId }, { delaySeconds });
    } else await endRefresh(tx, { id: refreshId }, "stopped", why);
    await finishJob(tx, job);
  });
}

interface Next {
  id: string;
  record_id: string;
}

async function nextRecords(tx: OrgDb, { connection_id, reached }: Refresh): Promise<Next[]> {
  return await tx.selectFrom("outside_records").select(["id", "record_id"])
    .where("connection_id", "=", connection_id).where("account_id", "is not", null)
    .$if(reached !== null, (q) => q.where("id", ">", reached!))
    .orderBy("id").limit(AT_ONCE).execute();
}

/** Whether it is still wanted. */
async function refreshOne(
  db: Db,
  orgId: string,
  line: Line,
  refreshId: string,
  next: Next,
  wanted: string[],
): Promise<boolean> {
  const { connection } = line;
  const found = await recordServiceOf(connection.service).records.reader.record(
    line,
    next.record_id,
    wanted,
  );
  return await inOrg(db, orgId, ACTOR, async (tx) => {
    const outcome = { changed: 0, failed: 0, why: "" };
    if (!found) {
      await tx.updateTable("outside_records").set({ state: "gone" }).where("id", "=", next.id)
        .execute();
    } else {
      try {
        const synced = await syncRecord(tx, connection, found, { anew: true });
        if (synced && synced.changed.length > 0) outcome.changed = 1;
        if (synced?.why) outcome.why = synced.why;
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        Object.assign(outcome, { failed: 1, why: `${found.name}: ${error.message}` });
      }
    }
    const { numUpdatedRows } = await tx.updateTable("refreshes")
      .set({
        looked_at: sql<number>`looked_at + 1`,
        changed: sql<number>`changed + ${outcome.changed}`,
        failed: sql<number>`failed + ${outcome.failed}`,
        reached: next.id,
        ...(outcome.why && { why: outcome.why.slice(0, 1000) }),
      })
      .where("id", "=", refreshId).where("state", "=", "running").executeTakeFirst();
    return numUpdatedRows > 0n;
  });
}
