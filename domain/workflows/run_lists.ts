import { sql } from "kysely";
import type { OrgDb } from "../base/db.ts";
import type { FailureCause, RunState } from "../base/schema.ts";

export interface RunFilter {
  workflow?: string;
  account?: string;
  state?: RunState;
  cause?: FailureCause;
  /** Only of the last so many days. */
  days?: number;
  before?: string;
}

export interface RunRow {
  id: string;
  workflowId: string;
  workflow: string;
  accountId: string | null;
  account: string | null;
  /** What a service calls the record that it began with. */
  record: string | null;
  sandbox: boolean;
  state: RunState;
  outcome: string | null;
  cause: FailureCause | null;
  why: string | null;
  nodeId: string | null;
  step: string | null;
  startedAt: Date;
  endedAt: Date | null;
}

export interface RunPage {
  runs: RunRow[];
  older?: string;
}

const PAGE = 50;

/** Newest first: ids ascend with time. */
export async function listRuns(tx: OrgDb, filter: RunFilter): Promise<RunPage> {
  const { workflow, account, state, cause, days, before } = filter;
  const { rows } = await sql<RunRow>`
    select r.id, r.workflow_id as "workflowId", w.name as workflow, r.account_id as "accountId",
      a.name as account, r.input ->> 'record_name' as record, r.sandbox, r.state, r.outcome, r.failure ->> 'cause' as cause,
      r.failure ->> 'text' as why, r.node_id as "nodeId", (
        select coalesce(nullif(n ->> 'title', ''), n ->> 'kind')
        from jsonb_array_elements(v.graph -> 'nodes') n where n ->> 'id' = r.node_id
      ) as step, r.started_at as "startedAt", r.ended_at as "endedAt"
    from runs r
    join workflows w on w.org_id = r.org_id and w.id = r.workflow_id
    join workflow_versions v on v.org_id = r.org_id and v.id = r.version_id
    left join accounts a on a.org_id = r.org_id and a.id = r.account_id
    where r.org_id = current_org()
      ${workflow ? sql`and r.workflow_id = ${workflow}` : sql``}
      ${account ? sql`and r.account_id = ${account}` : sql``}
      ${state ? sql`and r.state = ${state}` : sql``}
      ${cause ? sql`and r.failure ->> 'cause' = ${cause}` : sql``}
      ${days ? sql`and r.started_at > now() - make_interval(days => ${days})` : sql``}
      ${before ? sql`and r.id < ${before}` : sql``}
    order by r.id desc limit ${PAGE + 1}`.execute(tx);
  const runs = rows.slice(0, PAGE);
  return { runs, older: rows.length > PAGE ? runs.at(-1)!.id : undefined };
}

/** Runs that stand failed at one step for one cause, so that they can be repaired together. */
export interface FailedGroup {
  workflowId: string;
  workflow: string;
  nodeId: string;
  step: string;
  cause: FailureCause;
  runs: number;
}

const MOST_FAILED = 2000;

export async function failedGroups(tx: OrgDb): Promise<FailedGroup[]> {
  const { rows } = await sql<FailedGroup>`
    select f.workflow_id as "workflowId", w.name as workflow, f.node_id as "nodeId", f.cause,
      count(*)::integer as runs, coalesce((
        select coalesce(nullif(n ->> 'title', ''), n ->> 'kind')
        from jsonb_array_elements(v.graph -> 'nodes') n where n ->> 'id' = f.node_id
      ), f.node_id) as step
    from (
      select workflow_id, node_id, failure ->> 'cause' as cause from runs
      where org_id = current_org() and state = 'failed' order by id desc limit ${MOST_FAILED}
    ) f
    join workflows w on w.org_id = current_org() and w.id = f.workflow_id
    left join workflow_versions v on v.org_id = current_org() and v.id = w.published_id
    group by f.workflow_id, w.name, f.node_id, f.cause, v.graph
    order by runs desc, w.name, f.node_id limit 20`.execute(tx);
  return rows;
}

export async function workflowChoices(tx: OrgDb): Promise<{ id: string; name: string }[]> {
  return await tx.selectFrom("workflows").select(["id", "name"])
    .where("published_id", "is not", null).orderBy("name").limit(500).execute();
}

/** The active workflows that a person can start for an account. */
export async function startableForAccounts(tx: OrgDb): Promise<{ id: string; name: string }[]> {
  const { rows } = await sql<{ id: string; name: string }>`
    select w.id, w.name from workflows w
    join workflow_versions v on v.org_id = w.org_id and v.id = w.published_id
    where w.org_id = current_org() and w.state = 'active' and w.starts_on in ('manual', 'form')
      and jsonb_path_exists(v.graph, '$.nodes[*] ? (@.kind == "start" && @.config.account == true)')
    order by w.name limit 50`.execute(tx);
  return rows;
}
