import { sql } from "kysely";
import type { OrgDb } from "../base/db.ts";
import { inputOf } from "./asked_values.ts";
import type { Graph } from "./graph.ts";
import { labelOf, startIn } from "./trials.ts";

/** What has started a workflow once, as it is kept. */
export interface StoredStart {
  id: string;
  /** Another system's own words, to be read as the start says; else a person's answers. */
  arrived: boolean;
  body: Record<string, unknown>;
  key: string;
  at: Date;
  accountId: string | null;
}

/** Deliveries that were taken, and what people began by hand. Runs that other runs began are theirs. */
const STARTS = (workflowId: string) =>
  sql`(
    select t.id, true as arrived, t.body, t.dedupe_key as key, t.arrived_at as at,
      null::uuid as "accountId"
    from trigger_events t
    where t.org_id = current_org() and t.workflow_id = ${workflowId} and t.fate <> 'refused'
    union all
    select r.id, false, coalesce(r.input, '{}'), coalesce(r.input ->> 'record_name', a.name, 'Started by hand'), r.started_at,
      r.account_id
    from runs r left join accounts a on a.org_id = r.org_id and a.id = r.account_id
    where r.org_id = current_org() and r.workflow_id = ${workflowId}
      and (r.cause in ('member', 'form') or r.cause like 'delivery:%') and not r.sandbox
  )`;

const DAYS = sql`interval '90 days'`;

export async function countStarts(tx: OrgDb, workflowId: string): Promise<number> {
  const { rows: [row] } = await sql<{ count: number }>`
    select count(*)::integer as count from ${STARTS(workflowId)} starts
    where at > now() - ${DAYS}`.execute(tx);
  return row!.count;
}

/** The next ones after the last that was replayed, of as many as are replayed at all. */
export async function nextStarts(
  tx: OrgDb,
  whatIf: { id: string; workflow_id: string; starts: number; until: Date; replayed: number },
  limit: number,
): Promise<StoredStart[]> {
  const { rows } = await sql<StoredStart>`
    with newest as (
      select * from ${STARTS(whatIf.workflow_id)} starts
      where at > ${whatIf.until}::timestamptz - ${DAYS}
        and at <= (select until from what_ifs where org_id = current_org() and id = ${whatIf.id})
      order by at desc, id desc limit ${whatIf.starts}
    )
    select * from newest
    where not exists (select from what_if_starts done where done.org_id = current_org()
      and done.what_if_id = ${whatIf.id} and done.start_id = newest.id)
    order by at, id limit ${limit}`.execute(tx);
  return rows;
}

/** Read as the start of this drawing reads it: another drawing may ask for other fields. */
export function inputFor(graph: Graph, { arrived, body }: StoredStart): Record<string, unknown> {
  return arrived ? inputOf(startIn(graph), body) : body;
}

export const labelOfStart = ({ body, key }: StoredStart) => labelOf(body, key);
