import { sql } from "kysely";
import type { OrgDb } from "./db.ts";
import { NotFound } from "./errors.ts";
import { recordEvent } from "./events.ts";
import { type JobKind, wakeWorkers } from "./queue.ts";

export interface ParkedJob {
  id: number;
  kind: JobKind;
  error: string;
  attempts: number;
  parkedAt: Date;
  createdAt: Date;
  /** What it works on, where that is a mail. */
  mailId: string | null;
  /** Where the next page begins after this one. */
  key: string;
}

export interface JobCounts {
  waiting: number;
  running: number;
  parked: number;
}

/** Counts end here: nobody decides anything by the difference above it. */
export const COUNTED = 1000;

export async function countJobs(tx: OrgDb): Promise<JobCounts> {
  const { rows: [counts] } = await sql<JobCounts>`
    select
      (select count(*) from (select from jobs where org_id = current_org()
        and lane in ('inside', 'outside') and lease_token is null and parked_at is null
        limit ${COUNTED}) w) as waiting,
      (select count(*) from (select from jobs where org_id = current_org()
        and lease_token is not null and leased_until is not null limit ${COUNTED}) r) as running,
      (select count(*) from (select from jobs where org_id = current_org()
        and parked_at is not null limit ${COUNTED}) p) as parked`.execute(tx);
  return counts!;
}

/** Newest first. */
export async function listParked(
  tx: OrgDb,
  { before, size = 50 }: { before?: string; size?: number } = {},
): Promise<{ jobs: ParkedJob[]; older?: string }> {
  const [micros, id] = readKey(before);
  const rows = await parked(tx)
    .$if(micros !== undefined, (q) =>
      q.where(
        sql<boolean>`(parked_at, id) <
          (timestamptz 'epoch' + ${micros}::bigint * interval '1 microsecond', ${id}::bigint)`,
      ))
    .orderBy("parked_at", "desc").orderBy("id", "desc").limit(size + 1).execute();
  const jobs = rows.slice(0, size);
  return { jobs, older: rows.length > size ? jobs.at(-1)!.key : undefined };
}

export async function findParked(tx: OrgDb, id: number): Promise<ParkedJob> {
  const job = await parked(tx).where("id", "=", id).executeTakeFirst();
  if (!job) throw new NotFound("This job is not parked any more");
  return job;
}

/** How many are parked for the same reason, this one included. */
export async function countAlike(tx: OrgDb, job: ParkedJob): Promise<number> {
  const { alike } = await tx.selectFrom("jobs").select(sql<number>`count(*)`.as("alike"))
    .where("parked_at", "is not", null)
    .where("kind", "=", job.kind).where("last_error", "=", job.error)
    .executeTakeFirstOrThrow();
  return alike;
}

export async function retryJob(tx: OrgDb, id: number): Promise<void> {
  const job = await findParked(tx, id);
  await retry(tx, job, (q) => q.where("id", "=", id));
}

/** Every parked job of the same kind and error. Answers how many. */
export async function retryAlike(tx: OrgDb, id: number): Promise<number> {
  const job = await findParked(tx, id);
  return await retry(
    tx,
    job,
    (q) => q.where("kind", "=", job.kind).where("last_error", "=", job.error),
  );
}

export async function discardJob(tx: OrgDb, id: number, reason: string): Promise<void> {
  const { kind, error } = await findParked(tx, id);
  await tx.deleteFrom("jobs").where("id", "=", id).where("parked_at", "is not", null).execute();
  const data = { jobId: id, jobKind: kind, error, reason };
  await recordEvent(tx, { kind: "job.discarded", data });
}

const toRetry = (tx: OrgDb) =>
  tx.updateTable("jobs")
    .set({ parked_at: null, attempts: 0, run_at: sql<Date>`now()` })
    .where("parked_at", "is not", null);

async function retry(
  tx: OrgDb,
  { id, kind, error }: ParkedJob,
  which: (all: ReturnType<typeof toRetry>) => ReturnType<typeof toRetry>,
): Promise<number> {
  const { numUpdatedRows } = await which(toRetry(tx)).executeTakeFirst();
  const jobs = Number(numUpdatedRows);
  await recordEvent(tx, { kind: "job.retried", data: { jobId: id, jobKind: kind, error, jobs } });
  wakeWorkers(tx);
  return jobs;
}

function parked(tx: OrgDb) {
  return tx.selectFrom("jobs").select([
    "id",
    sql<JobKind>`kind`.as("kind"),
    sql<string>`coalesce(last_error, '')`.as("error"),
    "attempts",
    sql<Date>`parked_at`.as("parkedAt"),
    "created_at as createdAt",
    sql<string | null>`payload ->> 'mailId'`.as("mailId"),
    sql<string>`(extract(epoch from parked_at) * 1000000)::bigint::text || '-' || id`.as("key"),
  ]).where("parked_at", "is not", null);
}

/** Anything but a key of ours is the first page. */
function readKey(key = ""): [string, string] | [undefined, undefined] {
  const match = /^(\d{1,17})-(\d{1,15})$/.exec(key);
  return match ? [match[1]!, match[2]!] : [undefined, undefined];
}
