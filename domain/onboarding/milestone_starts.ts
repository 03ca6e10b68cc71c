import { sql } from "kysely";
import { type OrgDb, sendAlong } from "../base/db.ts";
import { recordEvents } from "../base/events.ts";
import { calendarsOf, deadlineOf } from "./account_calendars.ts";
import { type DueAction, OPENED_AT, OPENS, tellDue } from "./due_actions.ts";

interface Fired extends DueAction {
  state: "waiting" | "due";
  due_at: Date;
  due_days: number | null;
}

/**
 * Starts milestones, of one account or of many at once, and with them every action that follows its
 * milestone: due at once, or after its delay. The accounts are locked by the caller.
 */
export async function beginMilestones(tx: OrgDb, ids: string[]): Promise<void> {
  if (ids.length === 0) return;
  const begun = await tx.updateTable("milestones")
    .set({ state: "active", started_at: sql<Date>`now()`, version: sql`version + 1` })
    .where("id", "=", sql<string>`any(${ids}::uuid[])`).where("state", "=", "not_started")
    .returning(["id", "account_id", "name"]).execute();
  await recordEvents(
    tx,
    begun.map(({ id, account_id, name }) => ({
      kind: "milestone.started",
      subjectId: id,
      accountId: account_id,
      data: { name },
    })),
  );
  const { rows: fired } = await sql<Fired>`
    update actions set
      state = case when delay_hours = 0 then 'due' else 'waiting' end,
      due_at = now() + make_interval(hours => delay_hours),
      opened_at = case when delay_hours = 0 then ${OPENED_AT} end,
      version = version + 1
    where milestone_id = any(${begun.map(({ id }) => id)}::uuid[])
      and trigger = 'milestone_start' and state = 'pending'
    returning id, account_id, label, type, state, due_at, due_days, ${OPENS} as opens`.execute(tx);
  await setDeadlines(tx, fired);
  await recordEvents(
    tx,
    fired.filter(({ state }) => state === "waiting").map((action) => ({
      kind: "action.activated",
      subjectId: action.id,
      accountId: action.account_id,
      data: { label: action.label, dueAt: action.due_at },
    })),
  );
  await tellDue(tx, fired.filter(({ state }) => state === "due"));
}

/** Each by the calendar of its own account. One that asks for no deadline has none. */
export async function setDeadlines(
  tx: OrgDb,
  actions: Pick<Fired, "id" | "account_id" | "due_at" | "due_days">[],
): Promise<void> {
  const limited = actions.filter(({ due_days }) => due_days !== null);
  if (limited.length === 0) return;
  const calendars = await calendarsOf(tx, limited.map(({ account_id }) => account_id));
  const deadlines = limited.map(({ id, account_id, due_at, due_days }) => ({
    id,
    ...deadlineOf(due_at, due_days!, calendars.of(account_id)),
  }));
  sendAlong(
    tx,
    sql`update actions a set deadline_on = d."on", deadline_at = d.at
      from jsonb_to_recordset(${deadlines}::jsonb) as d(id uuid, "on" date, at timestamptz)
      where a.id = d.id`,
  );
}
