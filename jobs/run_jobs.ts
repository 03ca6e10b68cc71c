import type { Taken } from "../domain/base/queue_leases.ts";
import { type Following, followInTurns } from "../domain/workflows/advances.ts";
import { startFromEvents } from "../domain/workflows/arrivals.ts";
import { doErrand } from "../domain/workflows/errands.ts";
import { retryInBulk } from "../domain/workflows/bulk_retries.ts";
import { pruneArrivals } from "../domain/workflows/old_arrivals.ts";
import { settleStoppedRuns } from "../domain/workflows/stopped_runs.ts";
import type { Bounds } from "../domain/workflows/interpreter.ts";
import { wakeDueRuns, wakeListeners, wakeParent } from "../domain/workflows/wakes.ts";
import type { Handler, Turn } from "./handler.ts";

/** The runs that go on keep their jobs, so that none of their steps is claimed anew. */
export const advancingRuns = (bounds?: Bounds): Handler<"advance_runs"> => (jobs) =>
  turnOf(jobs, followInTurns(jobs.map(({ payload }) => payload.runId), bounds));

function turnOf(jobs: Taken<"advance_runs">[], following: Following): Turn {
  return async (tx) => {
    const { open, next } = await following(tx);
    const left = jobs.filter(({ payload }) => open.has(payload.runId));
    return { left: left.map(({ id }) => id), next: turnOf(left, next) };
  };
}

export const advanceRunsOn = advancingRuns();

export const runStepOutside: Handler<"run_step_outside"> = (db, out, job) => doErrand(db, out, job);

export const wakeDue: Handler<"wake_due_runs"> = (tx) => wakeDueRuns(tx);

export const wakeParents: Handler<"wake_parents"> = async (tx, jobs) => {
  for (const { payload } of jobs) await wakeParent(tx, payload.runId);
};

export const wakeListening: Handler<"wake_listeners"> = (tx, jobs) =>
  wakeListeners(tx, jobs.map(({ payload }) => payload.eventId));

export const startArrived: Handler<"start_runs"> = (tx, jobs) =>
  startFromEvents(tx, jobs.map(({ payload }) => payload.eventId));

export const retryFailed: Handler<"retry_runs"> = (tx, jobs) =>
  retryInBulk(tx, jobs.map(({ payload }) => payload));

export const pruneArrived: Handler<"prune_arrivals"> = (tx) => pruneArrivals(tx);

export const settleStopped: Handler<"settle_runs"> = (tx) => settleStoppedRuns(tx);
