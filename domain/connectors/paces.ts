import { sql } from "kysely";
import { type OrgDb, sendAlong } from "../base/db.ts";
import { NotYet } from "../base/queue_leases.ts";

/** So many failures in a row, and nothing is asked for a while. */
const FAILURES = 5;
/** Of its allowance a connection leaves this much to the people who use the service themselves. */
const SHARE = 0.9;
const WAIT_FOR_ALLOWANCE_SECONDS = 900;

interface Place {
  taken: boolean;
  wait: number;
  why: "pause" | "allowance" | "pace";
}

/**
 * A place among the requests of the present window, counted for all processes. Whoever finds none
 * comes back when there is one, and holds nobody else up meanwhile.
 */
export async function takePlace(
  tx: OrgDb,
  id: string,
  { requests, seconds }: { requests: number; seconds: number },
): Promise<void> {
  const { rows: [place] } = await sql<Place>`
    with held as (
      select id, window_at, window_count, paused_until, last_success_at,
        coalesce(window_at < now() - make_interval(secs => ${seconds}), true) as fresh,
        coalesce(used >= allowed * ${SHARE}::numeric, false)
          and last_success_at > now() - make_interval(secs => ${WAIT_FOR_ALLOWANCE_SECONDS})
          as spent
      from connections where org_id = current_org() and id = ${id} for update
    ), taken as (
      update connections c set
        window_at = case when h.fresh then now() else c.window_at end,
        window_count = case when h.fresh then 1 else c.window_count + 1 end
      from held h where c.org_id = current_org() and c.id = h.id and not h.spent
        and (h.paused_until is null or h.paused_until <= now())
        and (h.fresh or h.window_count < ${requests})
      returning c.id
    )
    select exists (select from taken) as taken,
      case when h.paused_until > now() then 'pause' when h.spent then 'allowance' else 'pace' end
        as why,
      case when h.paused_until > now() then extract(epoch from h.paused_until - now())
        when h.spent then ${WAIT_FOR_ALLOWANCE_SECONDS}
        else extract(epoch from h.window_at - now()) + ${seconds} end::float8 as wait
    from held h`.execute(tx);
  if (!place || place.taken) return;
  throw new NotYet(WHY[place.why], Math.max(1000, Math.ceil(place.wait * 1000)));
}

const WHY = {
  pause: "The service is left in peace for a while after failures",
  allowance: "Nine tenths of the service's allowance are used; the rest is left to its people",
  pace: "As many requests were made as the service takes at once",
};

/** It answers: whatever failed before is over. */
export function noteAnswer(
  tx: OrgDb,
  id: string,
  usage?: { used: number; limit: number },
): Promise<void> {
  const [used, allowed] = [usage?.used ?? null, usage?.limit ?? null];
  sendAlong(
    tx,
    sql`update connections set last_success_at = now(), failures = 0, paused_until = null,
        used = coalesce(${used}::integer, used), allowed = coalesce(${allowed}::integer, allowed)
      where org_id = current_org() and id = ${id} and (failures > 0 or paused_until is not null
        or last_success_at is null or last_success_at < now() - interval '10 seconds'
        or used is distinct from coalesce(${used}::integer, used))`,
  );
  return Promise.resolve();
}

/** With a wait that the service asks for, or one that grows with the failures in a row. */
export function noteFailure(tx: OrgDb, id: string, words: string, seconds?: number): Promise<void> {
  sendAlong(
    tx,
    sql`update connections set failures = failures + 1, last_failure_at = now(),
        last_failure = ${words.slice(0, 500)},
        paused_until = case
          when ${seconds ?? null}::float8 is not null
            then now() + make_interval(secs => ${seconds ?? 0})
          when failures + 1 >= ${FAILURES}
            then now() + make_interval(secs => least(600, 15 * 2 ^ (failures + 1 - ${FAILURES})))
          else paused_until end
      where org_id = current_org() and id = ${id}`,
  );
  return Promise.resolve();
}
