import type { Db, OrgDb } from "../domain/base/db.ts";
import type { Outside } from "../domain/base/outside.ts";
import type { InTurns, JobKind, JobPayloads, lanes } from "../domain/base/queue.ts";
import type { Claimed } from "../domain/base/queue_claims.ts";
import type { Taken } from "../domain/base/queue_leases.ts";

/**
 * Jobs of one organisation and kind, done and completed in one transaction. If that fails, each of
 * them is tried alone, so one bad job does not stop the rest.
 */
export type InsideHandler<K extends JobKind> = (tx: OrgDb, jobs: Taken<K>[]) => Promise<unknown>;

/**
 * Jobs of one organisation and kind whose work goes on for as many transactions as it needs. They
 * are held by their lease until the turn in which their work ends, which completes them.
 */
export type TurnsHandler<K extends JobKind> = (jobs: Taken<K>[]) => Turn;

/** One transaction of such work: the jobs that are not through, and the turn that goes on with them. */
export type Turn = (tx: OrgDb) => Promise<{ left: number[]; next: Turn }>;

/**
 * One job that may wait for the network. It opens transactions of its own around that; `finishJob`
 * in the last of them completes the job together with what it wrote, else it is completed after.
 */
export type OutsideHandler<K extends JobKind> = (
  db: Db,
  out: Outside,
  job: OutsideJob<K>,
) => Promise<unknown>;

export interface OutsideJob<K extends JobKind> extends Claimed {
  payload: JobPayloads[K];
  /** Aborts when the step takes too long or Thread stops. `out.fetch` obeys it by itself. */
  signal: AbortSignal;
}

export type Handler<K extends JobKind> = K extends InTurns ? TurnsHandler<K>
  : (typeof lanes)[K] extends "inside" ? InsideHandler<K>
  : OutsideHandler<K>;

export type Handlers = { readonly [K in JobKind]: Handler<K> };
