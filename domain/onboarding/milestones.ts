import { type Selectable, sql, type UpdateObject } from "kysely";
import { type OrgDb, sendAlong } from "../base/db.ts";
import { NotFound, Refused } from "../base/errors.ts";
import { recordEvent } from "../base/events.ts";
import type { Milestones, Tables } from "../base/schema.ts";
import { staleError } from "../people/versions.ts";
import { holds } from "./action_states.ts";
import { cancelActions, reopenActions } from "./action_endings.ts";
import { beginMilestones } from "./milestone_starts.ts";
import type { PlannedMilestone } from "./plans.ts";
import { refreshPlans } from "./projections.ts";

export type LockedMilestone = PlannedMilestone & { account_name: string };

/** The milestones of an account run one after the other. */
export async function startMilestone(tx: OrgDb, id: string, version?: number): Promise<void> {
  const milestone = await lockMilestone(tx, id, version);
  if (milestone.state !== "not_started") {
    throw new Refused(`${milestone.name} ${IS_ALREADY[milestone.state]}.`);
  }
  const running = await tx.selectFrom("milestones").select("name")
    .where("plan_id", "=", milestone.plan_id).where("state", "=", "active")
    .orderBy("position").executeTakeFirst();
  if (running) {
    throw new Refused(`${running.name} is still in progress. Finish or skip it first.`);
  }
  await beginMilestones(tx, [id]);
  await refreshPlans(tx, [milestone.account_id]);
}

/** Starts the next one; the last one finishes the plan. */
export async function finishMilestone(tx: OrgDb, id: string, version?: number): Promise<void> {
  const milestone = await lockMilestone(tx, id, version);
  if (milestone.state !== "active") {
    const { name, state } = milestone;
    throw new Refused(
      state === "not_started" ? `${name} has not started yet.` : `${name} ${IS_ALREADY[state]}.`,
    );
  }
  const blockers = (await actionsOf(tx, id)).filter(holds);
  if (blockers.length > 0) throw new Refused(namesOf(milestone.name, blockers));
  await endMilestone(tx, milestone, { state: "done", finished_at: sql<Date>`now()` });
  await recordMilestone(tx, milestone, "finished");
  await goOn(tx, milestone);
}

/** What has not been done of it is cancelled, and never reaches the customer. */
export async function skipMilestone(
  tx: OrgDb,
  id: string,
  version: number,
  why: string,
): Promise<void> {
  const milestone = await lockMilestone(tx, id, version);
  const { name, state } = milestone;
  if (state === "done" || state === "skipped") throw new Refused(`${name} ${IS_ALREADY[state]}.`);
  if (!why.trim()) throw new Refused("Say why it is skipped.");
  await endMilestone(tx, milestone, { state: "skipped", finished_at: sql<Date>`now()` });
  await cancelActions(tx, { milestoneId: id }, why.trim());
  await recordMilestone(tx, milestone, "skipped", { why: why.trim() });
  await goOn(tx, milestone, state === "active");
}

/** With what was cancelled when it was skipped. What was completed stays completed. */
export async function reopenMilestone(tx: OrgDb, id: string, version?: number): Promise<void> {
  const milestone = await lockMilestone(tx, id, version);
  const { name, state, started_at } = milestone;
  if (state !== "done" && state !== "skipped") throw new Refused(`${name} is not finished.`);
  await tx.updateTable("plans").set({ finished_at: null }).where("id", "=", milestone.plan_id)
    .where("finished_at", "is not", null).execute();
  const begun = started_at !== null;
  await endMilestone(tx, milestone, {
    state: begun ? "active" : "not_started",
    finished_at: null,
  });
  await recordMilestone(tx, milestone, "reopened");
  const cancelled = await tx.selectFrom("actions").select("id")
    .where("milestone_id", "=", id).where("state", "=", "cancelled").execute();
  await reopenActions(tx, cancelled);
  await refreshPlans(tx, [milestone.account_id]);
}

/** The account is locked first, by everybody: whoever comes second sees what the first has done. */
export async function lockMilestone(
  tx: OrgDb,
  id: string,
  version?: number,
): Promise<LockedMilestone> {
  sendAlong(
    tx,
    sql`select id from accounts where id = (select account_id from milestones where id = ${id})
      for no key update`,
  );
  const row = await tx.selectFrom("milestones as m").innerJoin("plans as p", "p.id", "m.plan_id")
    .innerJoin("accounts as a", "a.id", "m.account_id")
    .selectAll("m").select(["p.ended_at", "a.archived_at", "a.name as account_name"])
    .where("m.id", "=", id).executeTakeFirst();
  if (!row) throw new NotFound();
  const { ended_at, archived_at, ...milestone } = row;
  if (ended_at) throw new Refused(REPLACED);
  if (archived_at) throw new Refused(archivedWords(row.account_name));
  if (version !== undefined && row.version !== version) throw await staleError(tx, row.name, id);
  return milestone;
}

export const REPLACED = "This plan was replaced by a newer one. Open the account again.";

export const archivedWords = (name: string) => `${name} is archived. Restore it first.`;

export async function recordMilestone(
  tx: OrgDb,
  { id, account_id, name }: Pick<Selectable<Milestones>, "id" | "account_id" | "name">,
  what: string,
  data: Record<string, unknown> = {},
): Promise<void> {
  await recordEvent(tx, {
    kind: `milestone.${what}`,
    subjectId: id,
    accountId: account_id,
    data: { name, ...data },
  });
}

/** The next one that has not started, unless another runs; without one, the plan is through. */
export async function goOn(
  tx: OrgDb,
  { plan_id, account_id }: Pick<PlannedMilestone, "plan_id" | "account_id">,
  start = true,
): Promise<void> {
  const left = await tx.selectFrom("milestones").select(["id", "state"])
    .where("plan_id", "=", plan_id).where("state", "in", ["active", "not_started"])
    .orderBy("position").orderBy("id").execute();
  const next = left[0];
  if (!next) await finishPlan(tx, plan_id, account_id);
  else if (start && left.every(({ state }) => state === "not_started")) {
    await beginMilestones(tx, [next.id]);
  }
  await refreshPlans(tx, [account_id]);
}

async function finishPlan(tx: OrgDb, id: string, accountId: string) {
  const plan = await tx.updateTable("plans").set({
    finished_at: sql<Date>`now()`,
    version: sql`version + 1`,
  }).where("id", "=", id).where("finished_at", "is", null).returning("template_name")
    .executeTakeFirst();
  if (!plan) return;
  await recordEvent(tx, {
    kind: "plan.finished",
    subjectId: id,
    accountId,
    data: { name: plan.template_name },
  });
}

async function endMilestone(
  tx: OrgDb,
  { id }: LockedMilestone,
  change: UpdateObject<Tables, "milestones">,
) {
  await tx.updateTable("milestones").set({ ...change, version: sql`version + 1` })
    .where("id", "=", id).execute();
}

async function actionsOf(tx: OrgDb, milestoneId: string) {
  return await tx.selectFrom("actions").select(["label", "blocker", "state"])
    .where("milestone_id", "=", milestoneId).orderBy("position").orderBy("id").execute();
}

const MOST_NAMED = 5;

function namesOf(milestone: string, blockers: { label: string }[]): string {
  const named = blockers.slice(0, MOST_NAMED).map(({ label }) => `"${label}"`).join(", ");
  const more = blockers.length - MOST_NAMED;
  const rest = more > 0 ? ` and ${more} more` : "";
  return `${milestone} cannot be finished before ${named}${rest}: ` +
    `complete or skip ${blockers.length === 1 ? "it" : "them"} first.`;
}

const IS_ALREADY = {
  not_started: "has not started",
  active: "is already in progress",
  done: "is already finished",
  skipped: "is already skipped",
} as const;
