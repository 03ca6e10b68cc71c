import { crashpoint } from "../domain/base/crashpoint.ts";
import { ConnectionLost } from "../domain/base/driver.ts";
import { type Actor, type Db, inOrg } from "../domain/base/db.ts";
import { Busy } from "../domain/base/errors.ts";
import type { Log } from "../domain/base/log.ts";
import type { Outside } from "../domain/base/outside.ts";
import type { InTurns, JobKind } from "../domain/base/queue.ts";
import type { Claimed } from "../domain/base/queue_claims.ts";
import {
  completeJobs,
  failJob,
  giveBack,
  holdJobs,
  LeaseLost,
  readJob,
  takeJobs,
  type Taken,
} from "../domain/base/queue_leases.ts";
import type { Traffic } from "../domain/base/traffic.ts";
import { countJobs } from "../domain/base/telemetry.ts";
import type { Handlers, InsideHandler, OutsideHandler, Turn } from "./handler.ts";
import type { Limits } from "./limits.ts";

/** What a process works with. */
export interface Workshop {
  db: Db;
  out: Outside;
  handlers: Handlers;
  log: Log;
  /** Absent where nobody asks this process for anything. */
  traffic?: Traffic;
}

/** Jobs of one organisation and one kind from one claim. */
export type Batch = [Claimed, ...Claimed[]];

export async function runInside(shop: Workshop, batch: Batch, limits: Limits): Promise<void> {
  try {
    await doTogether(shop, batch, limits);
  } catch (error) {
    if (batch.length === 1) await setAside(shop, batch[0], error);
    else await doOneByOne(shop, batch, limits);
  }
}

function doTogether(shop: Workshop, batch: Batch, limits: Limits): Promise<void> {
  return batch[0].kind === IN_TURNS
    ? doInTurns(shop, batch, limits)
    : doAtOnce(shop, batch, limits);
}

const IN_TURNS: InTurns = "advance_runs";

async function doAtOnce({ db, handlers }: Workshop, batch: Batch, { stepMs }: Limits) {
  const [{ orgId, kind, token }] = batch;
  const handle = handlers[kind] as InsideHandler<JobKind>;
  await inOrg(db, orgId, actorOf(kind), async (tx) => {
    const jobs = await takeJobs(tx, token, batch.map(({ id }) => id));
    if (jobs.length > 0) await handle(tx, jobs);
    crashpoint("job-before-commit");
  }, { deadlineMs: stepMs });
  crashpoint("job-after-commit");
  countJobs(kind, "done", batch.length);
}

/** What would keep its place for longer than a claim goes back into the queue, behind the others. */
async function doInTurns({ db, handlers }: Workshop, batch: Batch, { stepMs, claimMs }: Limits) {
  const [{ orgId, kind, token }] = batch;
  const since = performance.now();
  let turn: Turn = async (tx) => {
    const jobs = await holdJobs(tx, token, batch.map(({ id }) => id));
    return await (handlers[IN_TURNS](jobs as Taken<InTurns>[]))(tx);
  };
  for (let held: Claimed[] = batch; held.length > 0;) {
    const { left, next } = await inOrg(db, orgId, actorOf(kind), async (tx) => {
      const taken = await turn(tx);
      const open = new Set(taken.left);
      completeJobs(tx, token, held.flatMap(({ id }) => open.has(id) ? [] : [id]));
      crashpoint("job-before-commit");
      return taken;
    }, { deadlineMs: stepMs });
    crashpoint("job-after-commit");
    countJobs(kind, "done", held.length - left.length);
    const open = new Set(left);
    held = held.filter(({ id }) => open.has(id));
    turn = next;
    if (performance.now() - since > claimMs) return await giveBack(db, held, true);
  }
}

async function doOneByOne(shop: Workshop, batch: Batch, limits: Limits) {
  let unreachable = 0;
  for (const [index, job] of batch.entries()) {
    try {
      await doTogether(shop, [job], limits);
      unreachable = 0;
    } catch (error) {
      await setAside(shop, job, error);
      unreachable = isUnreachable(error) ? unreachable + 1 : 0;
      // The database is away: the rest would only fail for the same reason, one after the other.
      if (unreachable === 2) return await giveBack(shop.db, batch.slice(index + 1));
    }
  }
}

/** `stopping` aborts when Thread is told to stop; what is cut off by that is nobody's failure. */
export async function runOutside(
  shop: Workshop,
  job: Claimed,
  stepMs: number,
  stopping: AbortSignal,
): Promise<void> {
  const { db, handlers } = shop;
  const tooLong = new AbortController();
  const signal = AbortSignal.any([tooLong.signal, stopping]);
  const timer = setTimeout(
    () => tooLong.abort(new Error(`The step took longer than ${stepMs / 1000} seconds`)),
    stepMs,
  );
  try {
    const payload = await inOrg(db, job.orgId, actorOf(job.kind), (tx) => readJob(tx, job));
    if (!payload) return;
    const handle = handlers[job.kind] as OutsideHandler<JobKind>;
    await unlessAborted(signal, handle(db, within(shop.out, signal), { ...job, payload, signal }));
    crashpoint("job-before-completion");
    await inOrg(db, job.orgId, actorOf(job.kind), (tx) => takeJobs(tx, job.token, [job.id]));
    crashpoint("job-after-completion");
    countJobs(job.kind, "done");
  } catch (error) {
    if (stopping.aborted) await giveBack(db, [job]);
    else await setAside(shop, job, error);
  } finally {
    clearTimeout(timer);
  }
}

async function setAside({ db, log }: Workshop, job: Claimed, error: unknown) {
  if (error instanceof LeaseLost) return;
  const state = await failJob(db, job, error);
  const { orgId: org, id, kind, attempts: attempt } = job;
  countJobs(kind, state === "parked" ? "parked" : "failed");
  log.warn("A job failed", { org, job: id, kind, attempt, state }, error);
}

function within(out: Outside, signal: AbortSignal): Outside {
  const limited: typeof fetch = (input, init) => {
    const own = init?.signal;
    return out.fetch(input, { ...init, signal: own ? AbortSignal.any([own, signal]) : signal });
  };
  return { ...out, fetch: limited };
}

function unlessAborted<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const give = () => reject(signal.reason);
  if (signal.aborted) give();
  signal.addEventListener("abort", give, { once: true });
  return Promise.race([work, promise]).finally(() => signal.removeEventListener("abort", give));
}

const actorOf = (kind: JobKind): Actor => ({ kind: "system", cause: `job:${kind}` });

const isUnreachable = (error: unknown) => error instanceof Busy || error instanceof ConnectionLost;
