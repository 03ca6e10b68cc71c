import { sql } from "kysely";
import type { OrgDb } from "../base/db.ts";
import { newId } from "../base/tokens.ts";
import type { Activity } from "../people/activity.ts";
import type { Stage } from "./rehearsal_stage.ts";

/** What would have come of it, read inside the transaction before it is undone. */
export interface Effects {
  mails: { to: string; subject: string; body: string }[];
  tasks: { queue: string; title: string; kind: string; answered: string | null }[];
  calls: string[];
  events: Activity[];
  /** By table: how many rows would be new, and how many changed. */
  rows: { table: string; added: number; changed: number }[];
}

export interface Baseline {
  /** Ids of this process ascend, so whatever is written from now on has a greater one. */
  id: string;
  eventId: number;
  tables: Map<string, TableCount>;
}

interface TableCount {
  table: string;
  added: number;
  changed: number;
}

export async function baseline(tx: OrgDb): Promise<Baseline> {
  const [event, tables] = await Promise.all([
    tx.selectFrom("events").select("id").where("org_id", "=", sql<string>`current_org()`)
      .orderBy("id", "desc").limit(1).executeTakeFirst(),
    countWrites(tx),
  ]);
  const byName = new Map(tables.map((one) => [one.table, one]));
  return { id: newId(), eventId: event?.id ?? 0, tables: byName };
}

const MOST = 200;

export async function readEffects(
  tx: OrgDb,
  before: Baseline,
  { steps }: Stage,
): Promise<Effects> {
  const tables = await countWrites(tx);
  const [mails, tasks, events] = await Promise.all([
    mailsSince(tx, before),
    tasksSince(tx, before),
    eventsSince(tx, before),
  ]);
  return {
    mails,
    tasks,
    events,
    calls: steps.flatMap(({ would }) =>
      would.filter(({ kind }) => kind === "call").map(({ words }) => words)
    ),
    rows: tables.map((now) => since(now, before.tables.get(now.table)))
      .filter(({ added, changed }) => added + changed > 0),
  };
}

async function mailsSince(tx: OrgDb, { id }: Baseline): Promise<Effects["mails"]> {
  return await tx.selectFrom("mails").select([
    "to_address as to",
    "subject",
    "body_text as body",
  ])
    .where("org_id", "=", sql<string>`current_org()`)
    .where("id", ">", id).where(WRITTEN_HERE("created_at")).orderBy("id").limit(MOST).execute();
}

async function tasksSince(tx: OrgDb, { id }: Baseline): Promise<Effects["tasks"]> {
  const rows = await tx.selectFrom("tasks as t").innerJoin("queues as q", "q.id", "t.queue_id")
    .leftJoin("members as c", "c.id", "t.csm_id")
    .select(["q.name as queue", "t.title", "t.kind", "t.decision", "c.name as csm"])
    .where("t.id", ">", id).where(WRITTEN_HERE("opened_at")).orderBy("t.id").limit(MOST)
    .execute();
  return rows.map(({ decision, csm, ...task }) => ({
    ...task,
    answered: decision === "assigned" ? `given to ${csm}` : decision,
  }));
}

/** Stamped with the moment at which this very transaction began. */
const WRITTEN_HERE = (column: string) => sql<boolean>`${sql.ref(column)} = now()`;

/** Those of the run itself are its steps, which are told one by one. */
async function eventsSince(tx: OrgDb, { eventId }: Baseline): Promise<Activity[]> {
  const { rows } = await sql<Activity>`
    select e.id, e.at, e.kind, e.subject_id as "subjectId", e.actor_kind as "actorKind",
      e.actor_id as "actorId", m.name as actor, e.cause, e.data
    from events e left join members m on m.org_id = e.org_id and m.id = e.actor_id
    where e.org_id = current_org() and e.id > ${eventId} and e.xid = pg_current_xact_id()
      and e.kind not like 'run.%' and e.kind not like 'task.%'
    order by e.id limit ${MOST}`.execute(tx);
  return rows;
}

/** What this connection has written and not reported yet; what came before is taken away. */
async function countWrites(tx: OrgDb): Promise<TableCount[]> {
  const { rows } = await sql<TableCount>`
    select relname as table, n_tup_ins::integer as added, n_tup_upd::integer as changed
    from pg_stat_xact_user_tables
    where schemaname = 'public' and n_tup_ins + n_tup_upd > 0 and relname <> all(${OWN_BOOKS}::text[])
    order by relname`.execute(tx);
  return rows;
}

/** How a run is kept, which is no effect of it. */
const OWN_BOOKS = [
  ...["runs", "run_steps", "run_waits", "workflow_versions", "workflows", "turns"],
  ...["events", "jobs", "tasks", "mails"],
];

const since = (now: TableCount, before?: TableCount): TableCount => ({
  table: now.table,
  added: now.added - (before?.added ?? 0),
  changed: now.changed - (before?.changed ?? 0),
});
