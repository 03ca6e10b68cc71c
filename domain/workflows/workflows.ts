import { type Selectable, sql } from "kysely";
import type { OrgDb } from "../base/db.ts";
import { NotFound } from "../base/errors.ts";
import type { Workflows } from "../base/schema.ts";
import { type Graph, graphSchema } from "./graph.ts";

export type Workflow = Omit<Selectable<Workflows>, "draft"> & { draft: Graph };

export type WorkflowState = Workflow["state"];

/** What a list shows: everything but the drawing, which may be large. */
export interface WorkflowRow {
  id: string;
  name: string;
  about: string;
  state: WorkflowState;
  published_number: number;
  draft_changed: boolean;
  starts_on: string | null;
  draft_starts_on: string | null;
  changed_at: Date;
  steps: number;
  runs: number;
  failed: number;
  owner: string | null;
}

export interface WorkflowFilter {
  q?: string;
  state?: WorkflowState;
  /** The id of the workflow after, or before, which the page stands. */
  after?: string;
  before?: string;
}

export interface WorkflowPage {
  workflows: WorkflowRow[];
  previous?: string;
  next?: string;
}

export async function findWorkflow(tx: OrgDb, id: string): Promise<Workflow> {
  const row = await tx.selectFrom("workflows").selectAll().where("id", "=", id)
    .executeTakeFirst();
  if (!row) throw new NotFound();
  return { ...row, draft: graphSchema.parse(row.draft) };
}

const PAGE = 50;
/** More runs than that in a week are not counted one by one. */
export const MOST_COUNTED = 1000;

/** The ones changed last come first. Archived ones are left out unless they are asked for. */
export async function listWorkflows(tx: OrgDb, filter: WorkflowFilter): Promise<WorkflowPage> {
  const backwards = filter.before !== undefined && filter.after === undefined;
  const edge = filter.after ?? filter.before;
  const direction = backwards ? "asc" : "desc";
  let query = tx.selectFrom("workflows as w").leftJoin("members as m", "m.id", "w.owner_id")
    .select(["w.id", "w.name", "w.about", "w.state", "w.published_number", "w.draft_changed"])
    .select(["w.starts_on", "w.changed_at", "m.name as owner"])
    .select([
      sql<number>`jsonb_array_length(w.draft -> 'nodes')`.as("steps"),
      sql<string | null>`jsonb_path_query_first(w.draft,
        '$.nodes[*] ? (@.kind == "start").config.on') #>> '{}'`.as("draft_starts_on"),
      countedRuns(false).as("runs"),
      countedRuns(true).as("failed"),
    ])
    .where("w.state", filter.state ? "=" : "<>", filter.state ?? "archived");
  if (filter.q) {
    query = query.where(sql<boolean>`position(lower(${filter.q}) in lower(w.name)) > 0`);
  }
  if (edge) {
    query = query.where(
      sql<boolean>`(w.changed_at, w.id) ${backwards ? sql`>` : sql`<`}
        (select changed_at, id from workflows where id = ${edge})`,
    );
  }
  const found = await query.orderBy("w.changed_at", direction).orderBy("w.id", direction)
    .limit(PAGE + 1).execute();
  const more = found.length > PAGE;
  const workflows = found.slice(0, PAGE);
  if (backwards) workflows.reverse();
  return {
    workflows,
    previous: (backwards ? more : Boolean(edge)) ? workflows[0]?.id : undefined,
    next: (backwards || more) ? workflows.at(-1)?.id : undefined,
  };
}

/** Of the last seven days. Run ids grow with time, so the newest are read and no others. */
function countedRuns(failed: boolean) {
  return sql<number>`(select count(*)::int from (
    select 1 from runs r where r.workflow_id = w.id and not r.sandbox
      and r.started_at > now() - interval '7 days' ${failed ? sql`and r.state = 'failed'` : sql``}
    order by r.id desc limit ${MOST_COUNTED}) as counted)`;
}
