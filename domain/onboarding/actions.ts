import { sql, type UpdateObject } from "kysely";
import { type OrgDb, sendAlong } from "../base/db.ts";
import { NotFound, Refused } from "../base/errors.ts";
import { recordEvent } from "../base/events.ts";
import type { MilestoneState, Tables } from "../base/schema.ts";
import { staleError } from "../people/versions.ts";
import { refreshAccounts } from "./account_rollups.ts";
import { ACTOR, reopenActions } from "./action_endings.ts";
import { actionStateLabel, isFinished, type Steps, stepsOf } from "./action_states.ts";
import { dropDrafts } from "./drafts.ts";
import { OPENED_AT, OPENS, tellDue } from "./due_actions.ts";
import { setDeadlines } from "./milestone_starts.ts";
import { archivedWords, REPLACED } from "./milestones.ts";
import { type PlannedAction, plannedAction } from "./plans.ts";

/** An action with what decides about it. */
export type FoundAction = PlannedAction & {
  milestone_name: string;
  milestone_state: MilestoneState;
  account_name: string;
  /** Of the account. */
  archived_at: Date | null;
  /** Of its plan: since then it is history. */
  ended_at: Date | null;
};

export async function findAction(tx: OrgDb, accountId: string, id: string): Promise<FoundAction> {
  const row = await actionRows(tx).where("a.id", "=", id).where("a.account_id", "=", accountId)
    .executeTakeFirst();
  if (!row) throw new NotFound();
  return plannedAction(row);
}

/** The account is locked first, by everybody: whoever comes second sees what the first has done. */
export async function lockAction(tx: OrgDb, id: string, version?: number): Promise<FoundAction> {
  sendAlong(
    tx,
    sql`select id from accounts where id = (select account_id from actions where id = ${id})
      for no key update`,
  );
  const row = await actionRows(tx).where("a.id", "=", id).executeTakeFirst();
  if (!row) throw new NotFound();
  if (row.ended_at) throw new Refused(REPLACED);
  if (row.archived_at) throw new Refused(archivedWords(row.account_name));
  if (version !== undefined && row.version !== version) {
    throw await staleError(tx, `"${row.label}"`, id);
  }
  return plannedAction(row);
}

/** Of one that nobody but a person starts. */
export async function startAction(tx: OrgDb, id: string, version?: number): Promise<void> {
  const action = await lockAction(tx, id, version);
  if (action.trigger === "manual" && action.milestone_state !== "active") {
    const { label, milestone_name } = action;
    throw new Refused(`"${label}" can be started while ${milestone_name} is in progress.`);
  }
  refuseUnless(action, "start");
  await makeDue(tx, action);
}

/** Now, whatever its milestone says: for whoever may decide that, such as a workflow. */
export async function makeDue(tx: OrgDb, action: FoundAction): Promise<void> {
  const { id } = action;
  await recordAction(tx, action, "started");
  const due = await tx.updateTable("actions").set({
    state: "due",
    due_at: sql<Date>`now()`,
    opened_at: OPENED_AT,
    version: sql`version + 1`,
  }).where("id", "=", id)
    .returning(["id", "account_id", "label", "type", "due_at", "due_days", OPENS.as("opens")])
    .executeTakeFirstOrThrow();
  await setDeadlines(tx, [{ ...due, due_at: due.due_at! }]);
  await tellDue(tx, [due]);
  await refreshAccounts(tx, [action.account_id]);
}

/** For what happens outside Thread, and for what was answered elsewhere, or by the customer. */
export async function completeAction(
  tx: OrgDb,
  id: string,
  { version, note, contactId }: { version?: number; note: string; contactId?: string },
): Promise<void> {
  const action = await lockAction(tx, id, version);
  refuseUnless(action, "complete");
  await updateAction(tx, id, { ...ended("completed", note), finished_by_contact: contactId });
  await dropDrafts(tx, [id]);
  await recordAction(tx, action, "completed", { ...(note && { note }), contactId });
  await refreshAccounts(tx, [action.account_id]);
}

export async function skipAction(
  tx: OrgDb,
  id: string,
  version: number,
  why: string,
): Promise<void> {
  const action = await lockAction(tx, id, version);
  refuseUnless(action, "skip");
  if (!why.trim()) throw new Refused("Say why it is skipped.");
  await updateAction(tx, id, ended("skipped", why.trim()));
  await dropDrafts(tx, [id]);
  await recordAction(tx, action, "skipped", { why: why.trim() });
  await refreshAccounts(tx, [action.account_id]);
}

/** It goes back to where it would be if it had not been finished. Its deadline stays. */
export async function reopenAction(tx: OrgDb, id: string, version?: number): Promise<void> {
  const action = await lockAction(tx, id, version);
  refuseUnless(action, "reopen");
  await reopenActions(tx, [action]);
  await refreshAccounts(tx, [action.account_id]);
}

/** It could not leave. The words are for the person who decides what to do. */
export async function failAction(tx: OrgDb, id: string, problem: string): Promise<void> {
  const action = await lockAction(tx, id);
  if (isFinished(action.state)) return;
  await updateAction(tx, id, { state: "failed", problem });
  await recordAction(tx, action, "failed", { problem });
  await refreshAccounts(tx, [action.account_id]);
}

export async function updateAction(
  tx: OrgDb,
  id: string,
  change: UpdateObject<Tables, "actions">,
): Promise<void> {
  await tx.updateTable("actions").set({ ...change, version: sql`version + 1` })
    .where("id", "=", id).execute();
}

/** All that happens to one action of an account. */
export async function recordAction(
  tx: OrgDb,
  { id, account_id, label }: Pick<PlannedAction, "id" | "account_id" | "label">,
  what: string,
  data: Record<string, unknown> = {},
): Promise<void> {
  await recordEvent(tx, {
    kind: `action.${what}`,
    subjectId: id,
    accountId: account_id,
    data: { label, ...data },
  });
}

function refuseUnless(action: FoundAction, step: keyof Steps) {
  if (stepsOf(action, { state: action.milestone_state })[step]) return;
  const now = actionStateLabel(action.state).toLowerCase();
  throw new Refused(`"${action.label}" is ${now}, so you cannot ${WORDS[step]} it now.`);
}

const WORDS: Record<keyof Steps, string> = {
  start: "start",
  execute: "execute",
  complete: "complete",
  skip: "skip",
  reopen: "reopen",
  retry: "retry",
};

function ended(state: "completed" | "skipped", note: string) {
  return {
    state,
    note,
    problem: null,
    finished_at: sql<Date>`now()`,
    finished_by: ACTOR,
  } as const;
}

function actionRows(tx: OrgDb) {
  return tx.selectFrom("actions as a")
    .innerJoin("milestones as m", "m.id", "a.milestone_id")
    .innerJoin("plans as p", "p.id", "a.plan_id")
    .innerJoin("accounts as c", "c.id", "a.account_id")
    .selectAll("a")
    .select(["m.name as milestone_name", "m.state as milestone_state"])
    .select(["c.name as account_name", "c.archived_at", "p.ended_at"]);
}
