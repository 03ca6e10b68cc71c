import { sql } from "kysely";
import { type AccountDb, type OrgDb, wakeAfterCommit } from "./db.ts";

/** Every kind of job and its payload: ids only. A kind without a handler does not compile. */
export interface JobPayloads {
  send_mail: { mailId: string };
  seal_events: Record<never, never>;
  rewrap_vault: Record<never, never>;
}

export type JobKind = keyof JobPayloads;

export interface EnqueueOptions {
  /** At most one job with this key waits; a claimed one does not count. */
  key?: string;
  /** Seconds from the database's now. */
  delaySeconds?: number;
}

/** Written in the transaction that made the work necessary: it runs if that commits, else never. */
export async function enqueue<K extends JobKind>(
  tx: OrgDb | AccountDb,
  kind: K,
  payload: JobPayloads[K],
  { key, delaySeconds = 0 }: EnqueueOptions = {},
): Promise<void> {
  await tx.insertInto("jobs").values({
    kind,
    payload: payload as Record<string, unknown>,
    key: key ?? null,
    ...(delaySeconds > 0
      ? { run_at: sql<Date>`now() + make_interval(secs => ${delaySeconds})` }
      : {}),
  }).onConflict((conflict) => conflict.doNothing()).execute();
  wakeAfterCommit(tx, "jobs");
}
