import { sql } from "kysely";
import { asSystem, type Db, sendAlong, sendLast } from "./db.ts";
import type { JobKind, Lane } from "./queue.ts";

/** What a worker knows of a job it holds. The payload is read in the job's own organisation. */
export interface Claimed {
  orgId: string;
  id: number;
  kind: JobKind;
  /** This try included. */
  attempts: number;
  token: string;
}

export interface ClaimOptions {
  lane: Lane;
  /** What this process can do. Another version of Thread beside it may know more. */
  kinds: JobKind[];
  limit: number;
  leaseMs: number;
  /** The organisation served last; the round goes on behind it. */
  after?: string;
  /** How many jobs an organisation may have running here, and how many it has. */
  perOrg?: number;
  running?: Record<string, number>;
}

export interface Claim {
  jobs: Claimed[];
  after?: string;
  /** Whether there may be more that is due: some organisation had at least its share. */
  more: boolean;
}

const BACKLOG = 500;
const VISITS = 200;

/**
 * Takes due jobs, the same number from each organisation. With fewer due than `BACKLOG`, the oldest
 * name every organisation there is; with more, one may hide the others, so the index is also walked
 * from organisation to organisation, going on where the last claim ended.
 */
export async function claimJobs(db: Db, options: ClaimOptions): Promise<Claim> {
  const { lane, kinds, limit, leaseMs, after, perOrg = limit, running = {} } = options;
  const token = crypto.randomUUID();
  const claim = sql<ClaimedRow>`
    with recursive oldest as materialized (
      select org_id from jobs
      where lane = ${lane} and lease_token is null and parked_at is null and run_at <= now()
      order by run_at limit ${BACKLOG}
    ), visited as (
      (select org_id, run_at, 1 as visit from jobs
       where lane = ${lane} and lease_token is null and parked_at is null
         and org_id >= coalesce(${after ?? null}::uuid, '00000000-0000-0000-0000-000000000000')
         and (select count(*) from oldest) = ${BACKLOG}
       order by org_id, run_at limit 1)
      union all
      select next.org_id, next.run_at, visit + 1
      from visited cross join lateral (
        select org_id, run_at from jobs
        where lane = ${lane} and lease_token is null and parked_at is null
          and org_id > visited.org_id
        order by org_id, run_at limit 1
      ) next where visit < ${VISITS}
    ), due as materialized (
      select org_id, count(*) over () as orgs from (
        select org_id from oldest union select org_id from visited where run_at <= now()
      ) found
      order by org_id <= ${after ?? null}::uuid nulls first, org_id
    ), picked as materialized (
      select job.org_id, job.id from due cross join lateral (
        select org_id, id from jobs
        where lane = ${lane} and org_id = due.org_id and run_at <= now()
          and lease_token is null and parked_at is null and kind = any(${kinds}::text[])
        order by run_at, id
        limit least(ceil(${limit}::numeric / due.orgs),
          greatest(0, ${perOrg} - coalesce((${running}::jsonb ->> due.org_id::text)::integer, 0)))
        for update skip locked
      ) job limit ${limit}
    )
    update jobs set lease_token = ${token}, key = null, attempts = attempts + 1,
      leased_until = clock_timestamp() + make_interval(secs => ${leaseMs / 1000})
    from picked where jobs.org_id = picked.org_id and jobs.id = picked.id
    returning jobs.org_id, jobs.id, jobs.kind, jobs.attempts,
      (select org_id from visited where visit = ${VISITS}) as visited_to,
      (select max(orgs) from due) as orgs`;
  const rows = await asSystem(db, (tx) => {
    sendAlong(tx, byIndexAtOnce);
    return sendLast(tx, claim);
  });
  const jobs = rows.map(({ org_id, id, kind, attempts }) => (
    { orgId: org_id, id, kind, attempts, token }
  ));
  const visitedTo = rows[0]?.visited_to ?? undefined;
  return {
    jobs,
    after: lastServed(jobs, after, visitedTo),
    more: visitedTo !== undefined || jobs.length >= limit ||
      hasFullShare(
        jobs,
        (orgId) => Math.min(Math.ceil(limit / rows[0]!.orgs), perOrg - (running[orgId] ?? 0)),
      ),
  };
}

/**
 * A queue grows and empties faster than its statistics are taken; by them, it would be scanned.
 * And a claim need not survive a crash of the server: forgotten, the job is simply not claimed.
 */
const byIndexAtOnce = sql`select set_config('enable_seqscan', 'off', true),
  set_config('enable_bitmapscan', 'off', true), set_config('enable_hashjoin', 'off', true),
  set_config('enable_mergejoin', 'off', true),
  set_config('plan_cache_mode', 'force_generic_plan', true),
  set_config('synchronous_commit', 'off', true)`;

interface ClaimedRow {
  org_id: string;
  id: number;
  kind: JobKind;
  attempts: number;
  visited_to: string | null;
  orgs: number;
}

function hasFullShare(jobs: Claimed[], share: (orgId: string) => number): boolean {
  const taken = Map.groupBy(jobs, ({ orgId }) => orgId);
  return [...taken].some(([orgId, { length }]) => length >= share(orgId));
}

/** Never behind what was not visited yet, or the organisations in between would be passed over. */
function lastServed(jobs: Claimed[], after = "", visitedTo?: string): string | undefined {
  const orgs = [...new Set(jobs.map(({ orgId }) => orgId))].sort();
  const round = [...orgs.filter((org) => org > after), ...orgs.filter((org) => org <= after)];
  const last = round.at(-1);
  return last && visitedTo && (last > visitedTo || last <= after) ? visitedTo : last;
}

/** How long until a job falls due, by the database's clock; undefined when none waits. */
export async function untilNextDue(db: Db): Promise<number | undefined> {
  const [row] = await asSystem(db, (tx) =>
    sendLast(
      tx,
      sql<{ ms: number | null }>`
    select extract(epoch from least(
      (select min(run_at) from jobs
       where lane = 'inside' and lease_token is null and parked_at is null),
      (select min(run_at) from jobs
       where lane = 'outside' and lease_token is null and parked_at is null)
    ) - clock_timestamp()) * 1000 as ms`,
    ));
  return row?.ms == null ? undefined : Math.max(0, Number(row.ms));
}
