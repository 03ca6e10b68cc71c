import { sql } from "kysely";
import type { OrgDb, SystemDb } from "../base/db.ts";
import { enqueue } from "../base/queue.ts";
import { goOn, journeysOf } from "./advances.ts";
import type { Bounds } from "./interpreter.ts";
import { lockRuns } from "./journeys.ts";
import type { Heard, Rehearsal, Wake } from "./node.ts";
import { parentOf, type ParentStep } from "./starts.ts";

/** One visit of one step of one run. */
export type WaitingStep = ParentStep;

/**
 * Brings a run what it waits for, in the transaction that made it so, and follows it on. False where
 * it no longer waits there: somebody was faster, or it was cancelled.
 */
export async function wakeRun(
  tx: OrgDb,
  { runId, nodeId, visit }: WaitingStep,
  wake: Wake,
  { bounds, rehearsal }: { bounds?: Bounds; rehearsal?: Rehearsal } = {},
): Promise<boolean> {
  const [run] = await lockRuns(tx, [runId]);
  if (!run || run.state !== "waiting" || run.node_id !== nodeId || run.visit !== visit) {
    return false;
  }
  const { rows: [wait] } = await sql`
    select 1 from run_waits where org_id = current_org() and run_id = ${runId}`.execute(tx);
  if (!wait) return false;
  const [journey] = await journeysOf(tx, [run], rehearsal);
  await goOn(tx, journey!, { wake, bounds });
  return true;
}

const AT_ONCE = 50;

/** For the clock: reads what is due and nothing of what is not, however many runs wait. */
export async function orgsWithDueRuns(tx: SystemDb): Promise<string[]> {
  const { rows } = await sql<{ org_id: string }>`
    select distinct org_id from run_waits where wake_at <= now()`.execute(tx);
  return rows.map(({ org_id }) => org_id);
}

/** Wakes runs whose time has come, the longest due first. Answers whether more are due. */
export async function wakeDueRuns(tx: OrgDb, limit = AT_ONCE): Promise<boolean> {
  const { rows } = await sql<WaitingStep>`
    select run_id as "runId", node_id as "nodeId", visit from run_waits
    where org_id = current_org() and wake_at <= now() order by wake_at limit ${limit}`.execute(tx);
  for (const one of rows.toSorted((a, b) => a.runId < b.runId ? -1 : 1)) {
    await wakeRun(tx, one, { timer: true });
  }
  if (rows.length === limit) await enqueue(tx, "wake_due_runs", {}, { key: "clock" });
  return rows.length === limit;
}

/** What has just happened wakes whoever waits for it: a kind of event, of anybody or of one. */
export async function wakeListeners(tx: OrgDb, eventIds: number[]): Promise<void> {
  const { rows } = await sql<WaitingStep & Heard>`
    select w.run_id as "runId", w.node_id as "nodeId", w.visit, e.kind,
      e.subject_id as "subjectId", e.account_id as "accountId", e.data
    from events e join run_waits w on w.org_id = e.org_id and w.kind = 'event' and w.key = any(array[
      e.kind, e.kind || ' ' || e.account_id, e.kind || ' ' || e.subject_id, '* ' || e.subject_id])
    where e.org_id = current_org() and e.id = any(${eventIds}::bigint[])
      and e.at <> w.since and not pg_visible_in_snapshot(e.xid, w.seen)
    order by w.run_id, e.id`.execute(tx);
  for (const { runId, nodeId, visit, ...event } of rows) {
    await wakeRun(tx, { runId, nodeId, visit }, { event });
  }
}

/**
 * The same for all that was sealed just now, in the order in which it was settled: nothing that a
 * run waits for is missed because both were written at one moment.
 */
export async function wakeListenersToSealed(tx: OrgDb, sealed: number): Promise<void> {
  if (sealed === 0) return;
  const { rows } = await sql<{ id: number }>`
    select s.event_id as id from event_seals s
    where s.org_id = current_org()
      and exists (select from run_waits where org_id = current_org() and kind = 'event')
    order by s.seal_no desc limit ${sealed}`.execute(tx);
  if (rows.length > 0) await wakeListeners(tx, rows.map(({ id }) => id));
}

/** Tells the run that started this one how it has ended. */
export async function wakeParent(tx: OrgDb, runId: string): Promise<void> {
  const run = await tx.selectFrom("runs").select(["id", "cause", "state", "outcome"])
    .where("id", "=", runId).executeTakeFirst();
  const parent = run && parentOf(run.cause);
  if (!parent || (run.state !== "completed" && run.state !== "cancelled")) return;
  const { id, state, outcome } = run;
  await wakeRun(tx, parent, { run: { id, state, outcome } });
}
