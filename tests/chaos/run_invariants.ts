import assert from "node:assert/strict";
import type { ChaosPostgres } from "../chaos_postgres.ts";
import { STEPS } from "./deals.ts";

/** Each answers the rows that break it, so that a failure names them. */
const BREACHES: Record<string, string> = {
  "no run is left standing": `
    select id, state, node_id, failure from runs where state <> 'completed'`,
  "every step of a run is made once": `
    select run_id, count(*) as steps, count(distinct node_id) as nodes from run_steps
    group by run_id having count(*) <> ${STEPS} or count(distinct node_id) <> ${STEPS}
    union all select id, 0, 0 from runs r
      where not exists (select from run_steps s where s.org_id = r.org_id and s.run_id = r.id)`,
  "a run makes one account, of its own": `
    select r.id, count(a.id) from runs r
    left join accounts a on a.org_id = r.org_id and a.name = r.business_key
    group by r.org_id, r.id having count(a.id) <> 1 or min(a.id::text) <> min(r.account_id::text)`,
  "a run assigns one CSM, once": `
    select r.id, count(e.id) from runs r
    left join events e on e.org_id = r.org_id and e.account_id = r.account_id
      and e.kind = 'account.csm_assigned'
    group by r.org_id, r.id having count(e.id) <> 1`,
  "a run posts one mail": `
    select r.id, count(m.id) from runs r
    left join mails m on m.org_id = r.org_id and m.subject = r.business_key || ' is yours'
    group by r.org_id, r.id having count(m.id) <> 1`,
  "a run is said to begin and to end once": `
    select r.id, e.kinds from runs r
    cross join lateral (
      select array_agg(kind order by id) as kinds from events
      where org_id = r.org_id and subject_id = r.id
    ) e
    where e.kinds is distinct from '{run.started,run.completed}'`,
  "what arrived has become a run, or says why not": `
    select id, fate, why from trigger_events
    where run_id is null or (fate = 'not_started' and why = '') or fate in ('waiting', 'refused')`,
  "nothing waits for a run that does not": `
    select w.run_id::text, 'wait' as what from run_waits w
      join runs r on r.org_id = w.org_id and r.id = w.run_id where r.state <> 'waiting'
    union all select r.id::text, 'no wait' from runs r
      where r.state = 'waiting' and not exists
        (select from run_waits w where w.org_id = r.org_id and w.run_id = r.id)
    union all select r.id::text, 'no job' from runs r
      where r.state = 'running' and not exists (select from jobs j where j.kind = 'advance_runs'
        and j.org_id = r.org_id and j.payload ->> 'runId' = r.id::text)
    union all select j.id::text, j.kind from jobs j
      where j.kind in ('advance_runs', 'run_step_outside', 'start_runs')`,
};

/** What must be true of runs, whatever was struck while they went on. */
export async function checkRuns(
  postgres: ChaosPostgres,
  acknowledged: ReadonlySet<string>,
): Promise<number> {
  for (const [name, breaches] of Object.entries(BREACHES)) {
    assert.deepEqual((await postgres.ask(breaches)).slice(0, 5), [], name);
  }
  const rows = await postgres.ask<{ key: string }>("select business_key as key from runs");
  const keys = rows.map(({ key }) => key).sort();
  assert.deepEqual(keys, [...acknowledged].sort(), "a deal was lost, or became two runs");
  return keys.length;
}
