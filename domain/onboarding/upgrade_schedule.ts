import { sql } from "kysely";
import type { OrgDb } from "../base/db.ts";
import { recordEvents } from "../base/events.ts";
import { askForDrafts, dropDrafts } from "./drafts.ts";
import { type DueAction, OPENED_AT, OPENS, tellDue } from "./due_actions.ts";
import { setDeadlines } from "./milestone_starts.ts";
import { partsOfAction, same } from "./upgrade_parts.ts";
import type { Touched } from "./upgrade_rows.ts";
import { touchesDraft } from "./upgrade_actions.ts";

interface Scheduled extends DueAction {
  state: string;
  due_at: Date | null;
  due_days: number | null;
}

/**
 * What follows for the states of actions that say something else now. In a milestone in progress
 * they become due by its start and their delay, and never before now; what is due keeps its day.
 */
export async function reschedule(tx: OrgDb, touched: Touched[]): Promise<void> {
  if (touched.length === 0) return;
  const due = await scheduleAhead(tx, touched.map(({ id }) => id));
  await renewDeadlines(tx, touched);
  await openShown(tx, touched.map(({ id }) => id));
  await renewDrafts(tx, touched);
  await tellDue(tx, due);
}

async function scheduleAhead(tx: OrgDb, ids: string[]): Promise<DueAction[]> {
  const { rows } = await sql<Scheduled>`
    update actions a set
      state = case when not s.runs then 'pending' when s.at <= now() then 'due' else 'waiting' end,
      due_at = case when s.runs then s.at end,
      deadline_on = null, deadline_at = null,
      opened_at = case when s.runs and s.at <= now() then ${OPENED_AT} end
    from (
      select one.id, m.state = 'active' and one.trigger = 'milestone_start' as runs,
        greatest(now(), m.started_at + make_interval(hours => one.delay_hours)) as at
      from actions one join milestones m on m.id = one.milestone_id
      where one.id = any(${ids}::uuid[]) and one.state in ('pending', 'waiting')
    ) s
    where a.id = s.id and (s.runs or a.state = 'waiting')
    returning a.id, a.account_id, a.label, a.type, a.state, a.due_at, a.due_days,
      ${OPENS} as opens`.execute(tx);
  const timed = rows.filter((row): row is Scheduled & { due_at: Date } => row.due_at !== null);
  await setDeadlines(tx, timed);
  return rows.filter(({ state }) => state === "due");
}

/** Of what is due already, where the time for it is another. */
async function renewDeadlines(tx: OrgDb, touched: Touched[]) {
  const ids = touched
    .filter(({ before, after }) => before && before.due_days !== after.due_days)
    .map(({ id }) => id);
  if (ids.length === 0) return;
  const open = await tx.updateTable("actions")
    .set({ deadline_on: null, deadline_at: null, overdue_at: null })
    .where("id", "in", ids).where("state", "in", ["due", "draft_ready", "failed"])
    .returning(["id", "account_id", "due_at", "due_days"]).execute();
  await setDeadlines(
    tx,
    open.filter((row): row is typeof row & { due_at: Date } => row.due_at !== null),
  );
}

/** What the portal shows from now on, and is due already. */
async function openShown(tx: OrgDb, ids: string[]) {
  const opened = await tx.updateTable("actions").set({ opened_at: sql<Date>`now()` })
    .where("id", "in", ids).where("state", "in", ["due", "draft_ready", "failed"])
    .where("opened_at", "is", null).where(OPENS)
    .returning(["id", "account_id", "label"]).execute();
  await recordEvents(
    tx,
    opened.map(({ id, account_id, label }) => ({
      kind: "action.opened",
      subjectId: id,
      accountId: account_id,
      data: { label },
    })),
  );
}

/** A draft that nobody edited is written anew from what the action says now. */
async function renewDrafts(tx: OrgDb, touched: Touched[]) {
  const reworded = touched.filter(({ before, after }) => before && saysElse(before, after))
    .map(({ id }) => id);
  if (reworded.length === 0) return;
  const { rows } = await sql<{ id: string }>`
    select id from actions a
    where id = any(${reworded}::uuid[]) and state in ('due', 'draft_ready', 'failed')
      and not exists (select from drafts d where d.action_id = a.id
        and d.state in ('ready', 'failed') and d.edited_by is not null)`.execute(tx);
  const ids = rows.map(({ id }) => id);
  if (ids.length === 0) return;
  await dropDrafts(tx, ids);
  await tx.updateTable("actions").set({ state: "due", problem: null }).where("id", "in", ids)
    .execute();
  await askForDrafts(tx, ids);
}

function saysElse(before: Touched["after"], after: Touched["after"]): boolean {
  const oneType = before.type === after.type;
  const [old, now] = [partsOfAction(before, oneType), partsOfAction(after, oneType)];
  return Object.keys(now).some((part) => touchesDraft(part) && !same(old[part], now[part]));
}
