import { sql } from "kysely";
import type { OrgDb } from "../base/db.ts";
import { NotFound, Refused } from "../base/errors.ts";
import { newId } from "../base/tokens.ts";
import { differences } from "../people/versions.ts";
import { refreshAccounts } from "./account_rollups.ts";
import { isFinished, isOpen } from "./action_states.ts";
import { type FoundAction, lockAction, recordAction, updateAction } from "./actions.ts";
import { askForDrafts, dropDrafts } from "./drafts.ts";
import { OPENED_AT } from "./due_actions.ts";
import { scheduleActions, setDeadlines } from "./milestone_starts.ts";
import { lockMilestone } from "./milestones.ts";
import { type PlannedAction, plannedAction, templateAction } from "./plans.ts";
import { type Action, actionSchema, MOST_ACTIONS } from "./template_content.ts";

const MOST_IN_MILESTONE = 100;

/** Adds an action to one account alone. In a milestone that runs it begins by its own delay. */
export async function addAction(
  tx: OrgDb,
  milestoneId: string,
  action: Action,
  index = Infinity,
): Promise<PlannedAction> {
  const milestone = await lockMilestone(tx, milestoneId);
  refuseFinished(milestone);
  const facts = columnsOf(checked(action));
  const siblings = await idsIn(tx, milestoneId);
  await refuseTooMany(tx, milestone.plan_id, siblings.length);
  const row = await tx.insertInto("actions").values({
    id: newId(),
    plan_id: milestone.plan_id,
    account_id: milestone.account_id,
    milestone_id: milestoneId,
    key: action.id,
    position: 0,
    type: action.type,
    ...facts,
  }).returningAll().executeTakeFirstOrThrow();
  await order(tx, siblings.toSpliced(Math.min(index, siblings.length), 0, row.id));
  await recordAction(tx, plannedAction(row), "added", { milestone: milestone.name });
  await scheduleActions(tx, [row.id]);
  await refreshAccounts(tx, [milestone.account_id]);
  return plannedAction(row);
}

/** Changes what it says on this account; its template and other accounts never hear of it. */
export async function changeAction(
  tx: OrgDb,
  id: string,
  version: number,
  action: Action,
): Promise<void> {
  const before = await lockAction(tx, id, version);
  refuseSettled(before);
  const said = templateAction(before);
  if (action.type !== said.type) throw new Refused("An action keeps its type.");
  const facts = columnsOf(checked({ ...action, id: said.id }));
  const changes = differences<Record<string, unknown>>({ ...before }, facts);
  if (Object.keys(changes).length === 0) return;
  await updateAction(tx, id, {
    ...facts,
    ...(isOpen(before.state) && facts.portal_visible && { opened_at: OPENED_AT }),
  });
  const { content, ...small } = changes;
  await recordAction(tx, { ...before, label: facts.label }, "changed", {
    changes: small,
    ...(content && { content: true }),
  });
  if (before.state === "pending" || before.state === "waiting") await scheduleActions(tx, [id]);
  else if ("due_days" in changes) await moveDeadline(tx, before, facts.due_days);
  if (content && before.state === "draft_ready") await writeAnew(tx, id);
  await refreshAccounts(tx, [before.account_id]);
}

/** Within its milestone, or to another one as long as it has not been due. */
export async function moveAction(
  tx: OrgDb,
  id: string,
  version: number,
  { milestoneId, index }: { milestoneId?: string; index: number },
): Promise<void> {
  const action = await lockAction(tx, id, version);
  const target = milestoneId ?? action.milestone_id;
  const away = target !== action.milestone_id;
  if (away) await refuseMove(tx, action, target);
  const others = (await idsIn(tx, target)).filter((one) => one !== id);
  if (away) await refuseTooMany(tx, action.plan_id, others.length, 0);
  await updateAction(tx, id, { milestone_id: target });
  await order(tx, others.toSpliced(Math.max(0, Math.min(index, others.length)), 0, id));
  await recordAction(tx, action, "moved");
  if (away) await scheduleActions(tx, [id]);
  await refreshAccounts(tx, [action.account_id]);
}

/** Only what nobody has worked on yet; what happened stays in the history. */
export async function removeAction(tx: OrgDb, id: string, version: number): Promise<void> {
  const action = await lockAction(tx, id, version);
  if (await hasHappened(tx, action)) {
    throw new Refused(`"${action.label}" has been worked on. Skip it instead.`);
  }
  await tx.deleteFrom("drafts").where("action_id", "=", id).execute();
  await tx.deleteFrom("actions").where("id", "=", id).execute();
  await recordAction(tx, action, "removed", { milestone: action.milestone_name });
  await refreshAccounts(tx, [action.account_id]);
}

function checked(action: Action): Action {
  const read = actionSchema.safeParse(action);
  if (!read.success) throw new Refused(read.error.issues[0]!.message);
  if (!read.data.label) throw new Refused("Give it a label.");
  return read.data;
}

function columnsOf(action: Action) {
  const { trigger, due_days = null } = action;
  return {
    label: action.label,
    trigger: trigger.kind,
    delay_hours: trigger.kind === "manual" ? 0 : trigger.delay_hours,
    owner: action.owner,
    due_days,
    dashboard_visible: action.dashboard_visible,
    portal_visible: action.portal_visible,
    blocker: action.blocker,
    send_without_review: action.send_without_review,
    content: action.content,
  };
}

async function moveDeadline(
  tx: OrgDb,
  { id, account_id, due_at }: FoundAction,
  days: number | null,
) {
  await updateAction(tx, id, { deadline_on: null, deadline_at: null, overdue_at: null });
  await setDeadlines(tx, [{ id, account_id, due_at, due_days: days }]);
}

/** A draft that somebody has put their own words into is theirs, and stays. */
async function writeAnew(tx: OrgDb, id: string) {
  const draft = await tx.selectFrom("drafts").select("edited_by").where("action_id", "=", id)
    .where("state", "=", "ready").executeTakeFirst();
  if (!draft || draft.edited_by) return;
  await dropDrafts(tx, [id]);
  await updateAction(tx, id, { state: "due" });
  await askForDrafts(tx, [id]);
}

function refuseSettled({ state, label }: FoundAction) {
  if (isFinished(state)) throw new Refused(`"${label}" is finished. Reopen it first.`);
  if (state === "approved") throw new Refused(`"${label}" is on its way. Take it back first.`);
}

function refuseFinished({ name, state }: { name: string; state: string }) {
  if (state === "done" || state === "skipped") {
    throw new Refused(`${name} is finished. Reopen it first.`);
  }
}

async function refuseMove(tx: OrgDb, action: FoundAction, milestoneId: string) {
  if (action.state !== "pending" && action.state !== "waiting") {
    throw new Refused(`"${action.label}" has begun, so it stays in ${action.milestone_name}.`);
  }
  const target = await tx.selectFrom("milestones").select(["name", "state"])
    .where("id", "=", milestoneId).where("plan_id", "=", action.plan_id).executeTakeFirst();
  if (!target) throw new NotFound();
  refuseFinished(target);
}

async function refuseTooMany(tx: OrgDb, planId: string, inside: number, more = 1) {
  if (inside >= MOST_IN_MILESTONE) {
    throw new Refused(`A milestone holds ${MOST_IN_MILESTONE} actions at most.`);
  }
  const { count } = await tx.selectFrom("actions").select(sql<number>`count(*)`.as("count"))
    .where("plan_id", "=", planId).executeTakeFirstOrThrow();
  if (count + more > MOST_ACTIONS) {
    throw new Refused(`A plan holds ${MOST_ACTIONS.toLocaleString("en")} actions at most.`);
  }
}

async function hasHappened(tx: OrgDb, { id, state }: FoundAction): Promise<boolean> {
  if (["approved", "executed", "completed"].includes(state)) return true;
  const { rows: [row] } = await sql<{ happened: boolean }>`
    select exists (select from submissions where action_id = ${id})
      or exists (select from uploads where action_id = ${id})
      or exists (select from mails where draft_id in (select id from drafts where action_id = ${id}))
      as happened`.execute(tx);
  return row!.happened;
}

async function idsIn(tx: OrgDb, milestoneId: string): Promise<string[]> {
  const rows = await tx.selectFrom("actions").select("id").where("milestone_id", "=", milestoneId)
    .orderBy("position").orderBy("id").execute();
  return rows.map(({ id }) => id);
}

async function order(tx: OrgDb, ids: string[]) {
  await sql`update actions a set position = o.at
    from unnest(${ids}::uuid[]) with ordinality as o(id, at)
    where a.id = o.id and a.position <> o.at`.execute(tx);
}
