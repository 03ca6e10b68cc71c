import { type Selectable, sql } from "kysely";
import type { OrgDb } from "../base/db.ts";
import type { Deliveries } from "../base/schema.ts";

/** For this long somebody looks whether the service tells anything. */
const PATIENCE_MINUTES = 15;
const SHOWN = 5;

/** What came since somebody has begun to wait for it. */
export interface AwaitedCalls {
  since: Date;
  calls: Selectable<Deliveries>[];
  /** Nothing came, and it is not looked for any more. */
  isOver: boolean;
}

/** By the clock that also stamps what comes. */
export async function beginWaiting(tx: OrgDb): Promise<Date> {
  const { rows: [row] } = await sql<{ now: Date }>`select now() as now`.execute(tx);
  return row!.now;
}

export async function awaitedCalls(
  tx: OrgDb,
  connectionId: string,
  since: Date,
): Promise<AwaitedCalls> {
  const calls = await tx.selectFrom("deliveries").selectAll()
    .where("connection_id", "=", connectionId).where("source", "=", "hook")
    .where("arrived_at", ">=", since).orderBy("id", "desc").limit(SHOWN).execute();
  const { rows: [row] } = await sql<{ over: boolean }>`
    select now() > ${since}::timestamptz + make_interval(mins => ${PATIENCE_MINUTES}) as over`
    .execute(tx);
  return { since, calls, isOver: calls.length === 0 && row!.over };
}

/** From the address of the page, which anybody may have changed. */
export function readSince(text: string | undefined): Date | undefined {
  if (!text || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(text)) return undefined;
  const since = new Date(text);
  return Number.isNaN(since.getTime()) ? undefined : since;
}
