import { sql } from "kysely";
import type { OrgDb } from "../base/db.ts";
import { recordEvents } from "../base/events.ts";
import { dropDrafts } from "./drafts.ts";
import { type DueAction, OPENED_AT, OPENS, tellDue } from "./due_actions.ts";

/**
 * Ends whatever of a milestone, or of a whole plan, has not been finished. A mail that has been
 * posted leaves all the same; a draft that waits goes nowhere any more.
 */
export async function cancelActions(
  tx: OrgDb,
  { milestoneId, planId }: { milestoneId?: string; planId?: string },
  why: string,
): Promise<void> {
  const cancelled = await tx.updateTable("actions").set({
    state: "cancelled",
    note: why,
    finished_at: sql<Date>`now()`,
    finished_by: ACTOR,
    version: sql`version + 1`,
  })
    .$if(milestoneId !== undefined, (q) => q.where("milestone_id", "=", milestoneId!))
    .$if(planId !== undefined, (q) => q.where("plan_id", "=", planId!))
    .where("state", "not in", ["completed", "skipped", "cancelled"])
    .returning(["id", "account_id", "label"]).execute();
  await dropDrafts(tx, cancelled.map(({ id }) => id));
  await recordEvents(
    tx,
    cancelled.map(({ id, account_id, label }) => ({
      kind: "action.cancelled",
      subjectId: id,
      accountId: account_id,
      data: { label, why },
    })),
  );
}

/**
 * Each goes back to where it would be had it not ended: what its milestone's start or a person had
 * made due is due again, by the deadline that it had.
 */
export async function reopenActions(tx: OrgDb, actions: { id: string }[]): Promise<void> {
  if (actions.length === 0) return;
  const { rows } = await sql<DueAction & { state: string }>`
    update actions set
      state = case when due_at is null then 'pending' when due_at > now() then 'waiting'
        else 'due' end,
      opened_at = case when due_at <= now() then ${OPENED_AT} end,
      note = '', problem = null, executed_at = null, executed_by = null,
      finished_at = null, finished_by = null, finished_by_contact = null,
      version = version + 1
    where id = any(${actions.map(({ id }) => id)}::uuid[])
    returning id, account_id, label, type, state, ${OPENS} as opens`.execute(tx);
  // What the customer sent stays, and they are asked once more.
  await sql`
    update submissions set state = 'returned', version = version + 1,
      returned_why = 'It was opened again. Look at it, and send it once more.'
    where action_id = any(${actions.map(({ id }) => id)}::uuid[]) and state = 'submitted'`
    .execute(tx);
  await recordEvents(
    tx,
    rows.map(({ id, account_id, label }) => ({
      kind: "action.reopened",
      subjectId: id,
      accountId: account_id,
      data: { label },
    })),
  );
  await tellDue(tx, rows.filter(({ state }) => state === "due"));
}

/** The member of this transaction; nobody where Thread itself acts. */
export const ACTOR = sql<string | null>`(select id from members where id =
  nullif(current_setting('thread.actor_id', true), '')::uuid)`;
