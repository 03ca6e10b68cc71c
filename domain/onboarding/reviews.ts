import { sql } from "kysely";
import type { OrgDb } from "../base/db.ts";
import type { ActionType } from "./action_types.ts";

/** A draft that waits for somebody's approval. */
export interface Reviewed {
  id: string;
  account_id: string;
  type: ActionType;
  label: string;
  account: string;
  csm: string | null;
  due_at: Date;
  /** As exact as the database knows it, for an edge. */
  due_key: string;
}

export interface ReviewEdge {
  key: string;
  id: string;
}

export interface ReviewQuery {
  /** Whose accounts; left out, everybody's. */
  csmId?: string;
  after?: ReviewEdge;
  before?: ReviewEdge;
}

export interface ReviewPage {
  drafts: Reviewed[];
  previous?: ReviewEdge;
  next?: ReviewEdge;
}

const PAGE = 20;
/** Counted so far and no further, so that it costs the same in any organisation. */
export const COUNTED = 1000;

/** The longest due first. One statement over the index that holds only what waits. */
export async function listReviews(
  tx: OrgDb,
  { csmId, after, before }: ReviewQuery,
): Promise<ReviewPage> {
  const backwards = Boolean(before && !after);
  const edge = after ?? before;
  const [than, direction] = backwards ? [sql`<`, sql`desc`] : [sql`>`, sql`asc`];
  const { rows } = await sql<Reviewed>`
    select a.id, a.account_id, a.type, a.label, a.due_at, 
      to_char(a.due_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US') as due_key,
      c.name as account, m.name as csm
    from actions a
    join accounts c on c.org_id = a.org_id and c.id = a.account_id
    left join members m on m.org_id = c.org_id and m.id = c.csm_id
    where a.org_id = current_org() and a.state = 'draft_ready' and not a.held
      ${csmId ? sql`and c.csm_id = ${csmId} and ${HAS_DRAFTS}` : sql``}
      ${
    edge
      ? sql`and (a.due_at, a.id) ${than} (${edge.key}::text::timestamp at time zone 'UTC', ${edge.id}::uuid)`
      : sql``
  }
    order by a.due_at ${direction}, a.id ${direction}
    limit ${PAGE + 1}`.execute(tx);
  const more = rows.length > PAGE;
  const drafts = rows.slice(0, PAGE);
  if (backwards) drafts.reverse();
  const [first, last] = [drafts[0], drafts.at(-1)];
  return {
    drafts,
    previous: (backwards ? more : Boolean(edge)) && first ? edgeOf(first) : undefined,
    next: (backwards || more) && last ? edgeOf(last) : undefined,
  };
}

/** In the words of the index over accounts that have any. */
const HAS_DRAFTS = sql`c.archived_at is null and c.drafts_waiting > 0`;

export function edgeOf({ due_key: key, id }: Reviewed): ReviewEdge {
  return { key, id };
}

/** How many wait for this CSM, and for everybody, both up to `COUNTED`. */
export async function countReviews(
  tx: OrgDb,
  csmId: string,
): Promise<{ mine: number; all: number }> {
  const { rows: [row] } = await sql<{ mine: number; all: number }>`
    select ${mineCounted(csmId)} as mine,
      (select count(*)::int from (select from actions
        where org_id = current_org() and state = 'draft_ready' and not held
        limit ${COUNTED}) counted) as "all"`.execute(tx);
  return row!;
}

/** Read from what the accounts say of themselves, so the sidebar costs a few rows. */
export function mineCounted(csmId: string) {
  return sql<number>`(select least(coalesce(sum(drafts_waiting), 0), ${COUNTED})::int from accounts
    where org_id = current_org() and csm_id = ${csmId} and archived_at is null
      and drafts_waiting > 0)`;
}

export interface LeavingDraft {
  action_id: string;
  account_id: string;
  label: string;
  account: string;
  seconds_left: number;
}

/** What somebody approved a moment ago and can still take back. */
export async function findLeaving(tx: OrgDb, draftId: string): Promise<LeavingDraft | undefined> {
  return await tx.selectFrom("drafts as d")
    .innerJoin("actions as a", "a.id", "d.action_id")
    .innerJoin("accounts as c", "c.id", "d.account_id")
    .select(["d.action_id", "d.account_id", "a.label", "c.name as account"])
    .select(
      sql<number>`greatest(0, ceil(extract(epoch from d.leaves_at - now())))::int`
        .as("seconds_left"),
    )
    .where("d.id", "=", draftId).where("d.state", "=", "approved")
    .executeTakeFirst();
}
