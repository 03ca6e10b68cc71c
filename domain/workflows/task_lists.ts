import { sql } from "kysely";
import type { Viewer } from "../accounts/viewers.ts";
import type { OrgDb } from "../base/db.ts";
import type { TaskEdge, TaskPlace } from "./task_search.ts";
import { FROM, NAMES, queuesOf, type TaskWithNames, visibleTo } from "./tasks.ts";

/** Without what only its own page shows. */
export type ListedTask =
  & Omit<TaskWithNames, "detail" | "questions" | "answers">
  & { key: string; theirs: boolean };

export interface TaskPage {
  tasks: ListedTask[];
  previous?: TaskEdge;
  next?: TaskEdge;
}

const PAGE = 50;
/** Counted so far and no further, so that it costs the same in any organisation. */
export const TASKS_COUNTED = 1000;

/** The longest due first, and of what is decided the newest first. One statement over one index. */
export async function listTasks(tx: OrgDb, viewer: Viewer, place: TaskPlace): Promise<TaskPage> {
  const backwards = Boolean(place.before && !place.after);
  const edge = place.after ?? place.before;
  const decided = place.view === "decided";
  const forwards = decided !== backwards ? DOWN : UP;
  const at = decided ? sql`t.decided_at` : DUE;
  const { rows } = await sql<ListedTask>`
    select t.id, t.queue_id, t.kind, t.run_id, t.account_id, t.title, t.state, t.opened_at, t.due_at,
      t.escalated_at, t.claimed_by, t.claimed_at, t.decision, t.csm_id, t.reason, t.decided_by,
      t.decided_at, t.version, ${NAMES}, ${keyOf(at)} as key,
      t.queue_id in ${queuesOf(viewer.id)} as theirs
    ${FROM}
    where t.org_id = current_org() and ${statesOf(place)} and ${visibleTo(viewer)}
      ${mattersTo(viewer, place)}
      ${place.queue ? sql`and t.queue_id = ${place.queue}` : sql``}
      ${place.late && !decided ? sql`and t.due_at <= now()` : sql``}
      ${
    edge ? sql`and (${at}, t.id) ${forwards.than} (${momentOf(edge)}, ${edge.id}::uuid)` : sql``
  }
    order by ${at} ${forwards.order}, t.id ${forwards.order} limit ${PAGE + 1}`.execute(tx);
  const more = rows.length > PAGE;
  const tasks = rows.slice(0, PAGE);
  if (backwards) tasks.reverse();
  const [first, last] = [tasks[0], tasks.at(-1)];
  return {
    tasks,
    previous: (backwards ? more : Boolean(edge)) && first ? edgeOf(first) : undefined,
    next: (backwards || more) && last ? edgeOf(last) : undefined,
  };
}

const UP = { than: sql`>`, order: sql`asc` };
const DOWN = { than: sql`<`, order: sql`desc` };
const DUE = sql`coalesce(t.due_at, 'infinity'::timestamptz)`;

const keyOf = (at: ReturnType<typeof sql>) =>
  sql`case when ${at} = 'infinity' then 'never'
    else to_char(${at} at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US') end`;

const momentOf = ({ key }: TaskEdge) =>
  key === "never" ? sql`'infinity'::timestamptz` : sql`${key}::text::timestamp at time zone 'UTC'`;

const edgeOf = ({ id, key }: ListedTask): TaskEdge => ({ id, key });

function statesOf({ view }: TaskPlace) {
  return view === "decided" ? sql`t.state = 'decided'` : sql`t.state in ('open', 'claimed')`;
}

function mattersTo({ id }: Viewer, { view }: TaskPlace) {
  if (view === "mine") return sql`and t.claimed_by = ${id} and t.state = 'claimed'`;
  if (view === "queues") return sql`and t.queue_id in ${queuesOf(id)}`;
  return sql``;
}

export interface TaskCounts {
  queues: number;
  mine: number;
  all: number;
}

export async function countTasks(tx: OrgDb, viewer: Viewer): Promise<TaskCounts> {
  const counted = (what: ReturnType<typeof sql>) =>
    sql`(select count(*)::integer from (select ${FROM}
      where t.org_id = current_org() and t.state in ('open', 'claimed') and ${what}
      limit ${TASKS_COUNTED}) counted)`;
  const { rows: [row] } = await sql<TaskCounts>`
    select ${counted(sql`t.queue_id in ${queuesOf(viewer.id)}`)} as queues,
      ${counted(sql`t.claimed_by = ${viewer.id} and t.state = 'claimed'`)} as mine,
      ${counted(visibleTo(viewer))} as "all"`.execute(tx);
  return row!;
}

/** What waits for this person: open in their queues, or taken by them. For the sidebar. */
export function tasksWaitingFor(memberId: string) {
  return sql<number>`(select count(*)::integer from (select from tasks t
    where t.org_id = current_org() and (
      (t.state = 'claimed' and t.claimed_by = ${memberId})
      or (t.state = 'open' and t.queue_id in ${queuesOf(memberId)}))
    limit ${TASKS_COUNTED}) counted)`;
}

const SHOWN = 8;

/** For Home: the most urgent of what waits for this person. */
export async function tasksNeeding(tx: OrgDb, viewer: Viewer): Promise<ListedTask[]> {
  const { tasks } = await listTasks(tx, viewer, { view: "queues" });
  return tasks.filter(({ state, claimed_by }) => state === "open" || claimed_by === viewer.id)
    .slice(0, SHOWN);
}

/** The queues that the filter offers: one's own, or all for whoever reads them all. */
export async function queuesFor(
  tx: OrgDb,
  viewer: Viewer,
  readsAll: boolean,
): Promise<{ id: string; name: string }[]> {
  return await tx.selectFrom("queues").select(["id", "name"])
    .$if(!readsAll, (q) => q.where(sql<boolean>`id in ${queuesOf(viewer.id)}`))
    .where("archived_at", "is", null).orderBy(sql`lower(name)`).limit(200).execute();
}

/** The one that waits longest beside this one, to go on with. */
export async function nextTask(tx: OrgDb, viewer: Viewer, id: string) {
  const waiting = await tasksNeeding(tx, viewer);
  return waiting.find((task) => task.id !== id);
}
