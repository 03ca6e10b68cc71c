import { sql } from "kysely";
import { waitBeforeRetry } from "./backoff.ts";
import { asSystem, type Db, inOrg, type OrgDb, sendAlong } from "./db.ts";
import { Upstream } from "./errors.ts";
import { recordEvent } from "./events.ts";
import { tellError } from "./log_errors.ts";
import type { Claimed } from "./queue_claims.ts";
import { type JobKind, type JobPayloads, wakeWorkers } from "./queue.ts";

export const MOST_TRIES = 8;

/** Thrown by a job that knows when trying again makes sense, such as after a `Retry-After`. */
export class PutOff extends Error {
  override name = "PutOff";
  constructor(message: string, readonly afterMs: number, options?: ErrorOptions) {
    super(message, options);
  }
}

/** Thrown by a job that was not let begin, as others are before it: that is no try of its own. */
export class NotYet extends PutOff {
  override name = "NotYet";
}

/** The job is no longer this worker's: its lease ran out, or somebody discarded it. */
export class LeaseLost extends Error {
  override name = "LeaseLost";
  constructor() {
    super("The job is no longer held by this worker");
  }
}

export interface Taken<K extends JobKind = JobKind> {
  id: number;
  payload: JobPayloads[K];
}

/**
 * Reads the payloads and completes the jobs in one statement, before their work: it all commits or
 * none of it does. What this lease does not hold any more is not answered, so it is not done.
 * The `coalesce` keeps the planner from reading all leases instead of these few rows.
 */
export async function takeJobs(tx: OrgDb, token: string, ids: number[]): Promise<Taken[]> {
  const { rows } = await sql<Taken>`
    delete from jobs
    where org_id = current_org() and id = any(${ids}::bigint[])
      and lease_token = ${token} and coalesce(leased_until > clock_timestamp(), false)
    returning id, payload`.execute(tx);
  return rows.sort((a, b) => a.id - b.id);
}

/** The same for work of several transactions: its jobs stay until `completeJobs`. */
export async function holdJobs(tx: OrgDb, token: string, ids: number[]): Promise<Taken[]> {
  const { rows } = await sql<Taken>`
    select id, payload from jobs
    where org_id = current_org() and id = any(${ids}::bigint[])
      and lease_token = ${token} and coalesce(leased_until > clock_timestamp(), false)
    order by id for update`.execute(tx);
  return rows;
}

/** One that somebody else holds by now is theirs to complete. */
export function completeJobs(tx: OrgDb, token: string, ids: number[]): void {
  if (ids.length === 0) return;
  sendAlong(
    tx,
    sql`delete from jobs
      where org_id = current_org() and id = any(${ids}::bigint[]) and lease_token = ${token}`,
  );
}

/** What to do outside; undefined when the lease is lost. */
export async function readJob(tx: OrgDb, job: Claimed): Promise<JobPayloads[JobKind] | undefined> {
  const { rows: [row] } = await sql<Taken>`
    select payload from jobs
    where org_id = current_org() and id = ${job.id}
      and lease_token = ${job.token} and leased_until > clock_timestamp()`.execute(tx);
  return row?.payload;
}

/** Completes a job together with what it brought back; throws, and so undoes that, for a zombie. */
export async function finishJob(tx: OrgDb, job: Pick<Claimed, "id" | "token">): Promise<void> {
  if ((await takeJobs(tx, job.token, [job.id])).length === 0) throw new LeaseLost();
}

/** Sets a failed try aside for later, or parks the job when that was the last. */
export async function failJob(db: Db, job: Claimed, error: unknown): Promise<"later" | "parked"> {
  const words = describe(error);
  const hopeless = error instanceof Upstream && !error.retry;
  const tried = !(error instanceof NotYet);
  if (hopeless || tried && job.attempts >= MOST_TRIES) {
    await parkJob(db, job, words);
    return "parked";
  }
  const waitMs = error instanceof PutOff
    ? error.afterMs
    : waitBeforeRetry(job.attempts, Math.random);
  await asSystem(db, (tx) =>
    sql`
    update jobs set lease_token = null, leased_until = null, last_error = ${words},
      attempts = attempts - ${tried ? 0 : 1}::integer,
      run_at = now() + make_interval(secs => ${waitMs / 1000})
    where org_id = ${job.orgId} and id = ${job.id} and lease_token = ${job.token}`.execute(tx));
  return "later";
}

async function parkJob(db: Db, job: Claimed, words: string): Promise<void> {
  const actor = { kind: "system", cause: `job:${job.kind}` } as const;
  await inOrg(db, job.orgId, actor, async (tx) => {
    const { numUpdatedRows } = await tx.updateTable("jobs").set({
      lease_token: null,
      leased_until: null,
      parked_at: sql<Date>`now()`,
      last_error: words,
    }).where("id", "=", job.id).where("lease_token", "=", job.token).executeTakeFirst();
    if (numUpdatedRows === 0n) return;
    const data = { jobId: job.id, jobKind: job.kind, attempts: job.attempts, error: words };
    await recordEvent(tx, { kind: "job.parked", data });
  });
}

/** For jobs that were claimed and not begun, or not ended and go `behind` others: no try is counted. */
export async function giveBack(db: Db, jobs: Claimed[], behind = false): Promise<void> {
  if (jobs.length === 0) return;
  await asSystem(db, async (tx) => {
    await sql`
      update jobs set lease_token = null, leased_until = null, attempts = greatest(0, attempts - 1),
        run_at = case when ${behind}::boolean then now() else run_at end
      from ${rowsOf(jobs)}
      where jobs.org_id = held.org_id and jobs.id = held.id and jobs.lease_token = held.token
      `.execute(tx);
    wakeWorkers(tx);
  });
}

/** The heartbeat. A job whose row is locked is being completed, which protects it as well. */
export async function keepLeases(db: Db, jobs: Claimed[], leaseMs: number): Promise<void> {
  if (jobs.length === 0) return;
  await asSystem(db, (tx) =>
    sql`
    with mine as materialized (
      select jobs.org_id, jobs.id from jobs, ${rowsOf(jobs)}
      where jobs.org_id = held.org_id and jobs.id = held.id and jobs.lease_token = held.token
        and jobs.leased_until > clock_timestamp()
      for update of jobs skip locked
    )
    update jobs set leased_until = clock_timestamp() + make_interval(secs => ${leaseMs / 1000})
    from mine where jobs.org_id = mine.org_id and jobs.id = mine.id`.execute(tx));
}

const AT_ONCE = 500;

/** Jobs whose worker died or stalled go back; its try stays counted, so a killer parks at last. */
export async function takeBackExpired(db: Db): Promise<number> {
  const expired = await asSystem(db, async (tx) => {
    const { rows } = await sql<ExpiredRow>`
      select org_id, id, kind, attempts, lease_token from jobs
      where leased_until < now()
      order by leased_until limit ${AT_ONCE} for update skip locked`.execute(tx);
    const again = rows.filter(({ attempts }) => attempts < MOST_TRIES);
    if (again.length > 0) {
      const waits = again.map(({ attempts }) => waitBeforeRetry(attempts, Math.random));
      await sql`
        update jobs set lease_token = null, leased_until = null,
          run_at = now() + make_interval(secs => wait_ms / 1000.0), last_error = ${STOPPED}
        from unnest(${again.map(({ org_id }) => org_id)}::uuid[],
          ${
        again.map(({ id }) => id)
      }::bigint[], ${waits}::bigint[]) as expired (org_id, id, wait_ms)
        where jobs.org_id = expired.org_id and jobs.id = expired.id`.execute(tx);
      wakeWorkers(tx);
    }
    return rows;
  });
  for (const row of expired.filter(({ attempts }) => attempts >= MOST_TRIES)) {
    const { org_id: orgId, id, kind, attempts, lease_token: token } = row;
    await parkJob(db, { orgId, id, kind, attempts, token }, STOPPED);
  }
  return expired.length;
}

const STOPPED = "The process that ran this stopped before it was done";

interface ExpiredRow {
  org_id: string;
  id: number;
  kind: JobKind;
  attempts: number;
  lease_token: string;
}

function rowsOf(jobs: Claimed[]) {
  return sql`unnest(${jobs.map(({ orgId }) => orgId)}::uuid[], ${
    jobs.map(({ id }) => id)
  }::bigint[],
    ${jobs.map(({ token }) => token)}::uuid[]) as held (org_id, id, token)`;
}

/** In words for an admin, without values: a database's message may repeat what it was given. */
function describe(error: unknown): string {
  const { name, message, code, table, constraint } = tellError(error);
  if (message) return message;
  const where = [code, table, constraint].filter(Boolean).join(", ");
  return where ? `The database refused it (${where})` : `It failed with ${name}`;
}
