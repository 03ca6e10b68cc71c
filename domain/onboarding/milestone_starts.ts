import { type RawBuilder, sql } from "kysely";
import { type OrgDb, sendAlong } from "../base/db.ts";
import { recordEvents } from "../base/events.ts";
import { type AccountCalendars, calendarsOf, deadlineOf } from "./account_calendars.ts";
import { type DueAction, OPENED_AT, OPENS, tellDue } from "./due_actions.ts";

interface Scheduled extends DueAction {
  state: "pending" | "waiting" | "due";
  before: "pending" | "waiting";
  due_at: Date | null;
  due_days: number | null;
}

/**
 * Starts milestones, of one account or of many at once, and with them every action that follows its
 * milestone: due at once, or after its delay. The accounts are locked by the caller.
 */
export async function beginMilestones(
  tx: OrgDb,
  ids: string[],
  calendars?: AccountCalendars,
): Promise<void> {
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
  await schedule(tx, sql`a.milestone_id = any(${begun.map(({ id }) => id)}::uuid[])`, calendars);
}

/** Gives these, as far as they have not been due, the time that their milestone gives them now. */
export async function scheduleActions(tx: OrgDb, ids: string[]): Promise<void> {
  await schedule(tx, sql`a.id = any(${ids}::uuid[])`);
}

async function schedule(tx: OrgDb, which: RawBuilder<unknown>, calendars?: AccountCalendars) {
  const { rows } = await sql<Scheduled>`
    with before as materialized (
      select a.id, a.state, a.milestone_id from actions a
      where ${which} and (a.state = 'waiting' or a.state = 'pending' and a.trigger = 'milestone_start')
    )
    update actions a set
      state = case when not ${FOLLOWS} then 'pending' when ${DUE_AT} <= now() then 'due'
        else 'waiting' end,
      due_at = case when ${FOLLOWS} then greatest(${DUE_AT}, now()) end,
      opened_at = case when ${FOLLOWS} and ${DUE_AT} <= now() then ${OPENED_AT} end,
      deadline_on = null, deadline_at = null,
      version = a.version + 1
    from before join milestones m on m.id = before.milestone_id
    where a.id = before.id
    returning a.id, a.account_id, a.label, a.type, a.state, before.state as before, a.due_at,
      a.due_days, ${OPENS} as opens`.execute(tx);
  await setDeadlines(tx, rows, calendars);
  const fresh = rows.filter(({ state, before }) => state === "waiting" && before === "pending");
  await recordEvents(
    tx,
    fresh.map((action) => ({
      kind: "action.activated",
      subjectId: action.id,
      accountId: action.account_id,
      data: { label: action.label, dueAt: action.due_at },
    })),
  );
  await tellDue(tx, rows.filter(({ state }) => state === "due"));
}

const FOLLOWS = sql`(m.state = 'active' and a.trigger = 'milestone_start')`;
const DUE_AT = sql`(m.started_at + make_interval(hours => a.delay_hours))`;

/** Each by the calendar of its own account. One that asks for no deadline has none. */
export async function setDeadlines(
  tx: OrgDb,
  actions: Pick<Scheduled, "id" | "account_id" | "due_at" | "due_days">[],
  known?: AccountCalendars,
): Promise<void> {
  const limited = actions.filter(({ due_at, due_days }) => due_at && due_days !== null);
  if (limited.length === 0) return;
  const calendars = known ?? await calendarsOf(tx, limited.map(({ account_id }) => account_id));
  const deadlines = limited.map(({ id, account_id, due_at, due_days }) => ({
    id,
    ...deadlineOf(due_at!, due_days!, calendars.of(account_id)),
  }));
  sendAlong(
    tx,
    sql`update actions a set deadline_on = d."on", deadline_at = d.at
      from jsonb_to_recordset(${deadlines}::jsonb) as d(id uuid, "on" date, at timestamptz)
      where a.id = d.id`,
  );
}
