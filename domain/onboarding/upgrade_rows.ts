import { sql } from "kysely";
import { type OrgDb, sendAlong } from "../base/db.ts";
import type { RemovedRows } from "../base/schema.ts";
import { newId } from "../base/tokens.ts";
import { type Action, type Content, contentSchema, type Milestone } from "./template_content.ts";
import { same } from "./upgrade_parts.ts";
import { contentOf } from "./upgrade_merge.ts";
import { oursOf, type PlanToUpgrade } from "./upgrade_plans.ts";

export interface Written {
  /** The rows of actions that are new, or say something else than before. */
  touched: Touched[];
  removed: RemovedRows;
}

export interface Touched {
  id: string;
  before: Action | undefined;
  after: Action;
}

/**
 * Makes a plan say this, row by row. States are left alone: what follows for them is up to the
 * caller. Rows that were there before come back as they were.
 */
export async function writePlan(
  tx: OrgDb,
  plan: PlanToUpgrade,
  content: Content,
  returning: RemovedRows = { milestones: [], actions: [], drafts: [] },
): Promise<Written> {
  const ids = idsOf(plan, returning);
  const milestones = milestoneRows(plan, content, ids);
  const actions = actionRows(plan, content, ids);
  const removed = await saveRemoved(tx, plan, content);
  for (const table of ["milestones", "actions", "drafts"] as const) {
    bringBack(tx, table, returning[table]);
  }
  putMilestones(tx, plan, milestones);
  putActions(tx, plan, actions);
  forgetRows(tx, removed);
  const before = new Map(
    plan.milestones.flatMap(({ actions }) => actions).map((row) => [row.key, row.id]),
  );
  const said = new Map(
    contentOf(oursOf(plan)).milestones.flatMap((one) => one.actions).map((one) => [one.id, one]),
  );
  return {
    touched: actions.filter(({ changed }) => changed)
      .map(({ id, action }) => ({
        id,
        before: before.has(action.id) ? said.get(action.id) : undefined,
        after: action,
      })),
    removed,
  };
}

/** The row of each milestone and action, by its key; those without one get a new one. */
function idsOf(plan: PlanToUpgrade, returning: RemovedRows) {
  const known = new Map<string, string>();
  for (const { key, id, actions } of plan.milestones) {
    known.set(`m:${key}`, id);
    for (const action of actions) known.set(`a:${action.key}`, action.id);
  }
  for (const { key, id } of returning.milestones) known.set(`m:${key}`, String(id));
  for (const { key, id } of returning.actions) known.set(`a:${key}`, String(id));
  return (key: string) => known.get(key) ?? known.set(key, newId()).get(key)!;
}

type Ids = ReturnType<typeof idsOf>;

function milestoneRows(plan: PlanToUpgrade, { milestones }: Content, ids: Ids) {
  const before = new Map(plan.milestones.map((row) => [row.key, row]));
  return milestones.map(({ actions: _, id: key, ...facts }: Milestone, at) => ({
    id: ids(`m:${key}`),
    key,
    position: at + 1,
    ...facts,
  })).filter((row) => {
    const old = before.get(row.key);
    return !old || Object.entries(row).some(([name, value]) => old[name as "id"] !== value);
  });
}

function actionRows(plan: PlanToUpgrade, { milestones }: Content, ids: Ids) {
  const before = new Map(
    plan.milestones.flatMap(({ id, actions }) =>
      actions.map((row) => [row.key, { row, milestoneId: id }])
    ),
  );
  const said = new Map(
    contentOf(oursOf(plan)).milestones.flatMap((one) => one.actions).map((one) => [one.id, one]),
  );
  return milestones.flatMap((milestone) =>
    milestone.actions.map((action, at) => {
      const old = before.get(action.id);
      const milestoneId = ids(`m:${milestone.id}`);
      const changed = !old || old.milestoneId !== milestoneId || !same(said.get(action.id), action);
      const moved = changed || old.row.position !== at + 1;
      return { id: ids(`a:${action.id}`), milestoneId, position: at + 1, action, changed, moved };
    })
  ).filter(({ moved }) => moved);
}

function putMilestones(tx: OrgDb, { plan }: PlanToUpgrade, rows: { id: string }[]) {
  if (rows.length === 0) return;
  sendAlong(
    tx,
    sql`insert into milestones (id, plan_id, account_id, key, position, name, duration_days,
        our_text, your_text)
      select id, ${plan.id}, ${plan.account_id}, key, position, name, duration_days, our_text,
        your_text
      from jsonb_to_recordset(${rows}::jsonb) as r (id uuid, key text, position int, name text,
        duration_days int, our_text text, your_text text)
      on conflict (org_id, id) do update set position = excluded.position, name = excluded.name,
        duration_days = excluded.duration_days, our_text = excluded.our_text,
        your_text = excluded.your_text, version = milestones.version + 1`,
  );
}

function putActions(
  tx: OrgDb,
  { plan }: PlanToUpgrade,
  rows: { id: string; milestoneId: string; position: number; action: Action }[],
) {
  if (rows.length === 0) return;
  const flat = rows.map(({ id, milestoneId, position, action }) => {
    const { id: key, trigger, due_days = null, ...facts } = action;
    const delay_hours = trigger.kind === "manual" ? 0 : trigger.delay_hours;
    const place = { id, key, milestone_id: milestoneId, position };
    return { ...facts, ...place, trigger: trigger.kind, delay_hours, due_days };
  });
  sendAlong(
    tx,
    sql`insert into actions (id, plan_id, account_id, milestone_id, key, position, type, label,
        trigger, delay_hours, owner, due_days, dashboard_visible, portal_visible, blocker,
        send_without_review, content)
      select id, ${plan.id}, ${plan.account_id}, milestone_id, key, position, type, label, trigger,
        delay_hours, owner, due_days, dashboard_visible, portal_visible, blocker,
        send_without_review, content
      from jsonb_to_recordset(${flat}::jsonb) as r (id uuid, milestone_id uuid, key text,
        position int, type text, label text, trigger text, delay_hours int, owner text,
        due_days int, dashboard_visible boolean, portal_visible boolean, blocker boolean,
        send_without_review boolean, content jsonb)
      on conflict (org_id, id) do update set milestone_id = excluded.milestone_id,
        position = excluded.position, type = excluded.type, label = excluded.label,
        trigger = excluded.trigger, delay_hours = excluded.delay_hours, owner = excluded.owner,
        due_days = excluded.due_days, dashboard_visible = excluded.dashboard_visible,
        portal_visible = excluded.portal_visible, blocker = excluded.blocker,
        send_without_review = excluded.send_without_review, content = excluded.content,
        version = actions.version + 1`,
  );
}

/** What leaves the plan, kept whole so that it can come back. */
async function saveRemoved(
  tx: OrgDb,
  { milestones }: PlanToUpgrade,
  content: Content,
): Promise<RemovedRows> {
  const stay = new Set(content.milestones.map(({ id }) => id));
  const staying = new Set(content.milestones.flatMap(({ actions }) => actions).map(({ id }) => id));
  const gone = milestones.filter(({ key }) => !stay.has(key)).map(({ id }) => id);
  const goneActions = milestones.flatMap(({ actions }) => actions)
    .filter(({ key }) => !staying.has(key)).map(({ id }) => id);
  if (gone.length === 0 && goneActions.length === 0) {
    return { milestones: [], actions: [], drafts: [] };
  }
  const { rows: [removed] } = await sql<RemovedRows>`select
    (select coalesce(jsonb_agg(to_jsonb(m)), '[]') from milestones m
      where m.id = any(${gone}::uuid[])) as milestones,
    (select coalesce(jsonb_agg(to_jsonb(a)), '[]') from actions a
      where a.id = any(${goneActions}::uuid[])) as actions,
    (select coalesce(jsonb_agg(to_jsonb(d)), '[]') from drafts d
      where d.action_id = any(${goneActions}::uuid[]) and d.state <> 'asked') as drafts`.execute(
    tx,
  );
  return removed!;
}

function forgetRows(tx: OrgDb, { milestones, actions }: RemovedRows) {
  const actionIds = actions.map(({ id }) => id);
  if (actionIds.length > 0) {
    sendAlong(tx, sql`delete from drafts where action_id = any(${actionIds}::uuid[])`);
    sendAlong(tx, sql`delete from actions where id = any(${actionIds}::uuid[])`);
  }
  if (milestones.length > 0) {
    sendAlong(
      tx,
      sql`delete from milestones where id = any(${milestones.map(({ id }) => id)}::uuid[])`,
    );
  }
}

/** Only the columns that were kept: what a table gained since has its default. */
function bringBack(
  tx: OrgDb,
  table: "milestones" | "actions" | "drafts",
  rows: Record<string, unknown>[],
) {
  if (rows.length === 0) return;
  const columns = sql.join(Object.keys(rows[0]!).map((name) => sql.ref(name)));
  sendAlong(
    tx,
    sql`insert into ${sql.table(table)} (${columns})
      select ${columns} from jsonb_populate_recordset(null::${sql.table(table)}, ${rows}::jsonb)`,
  );
}

/** A plan has the limits of a template. */
export function fits(content: Content): string | undefined {
  const checked = contentSchema.safeParse(content);
  return checked.success ? undefined : checked.error.issues[0]!.message;
}
