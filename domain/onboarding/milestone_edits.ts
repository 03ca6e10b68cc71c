import { sql } from "kysely";
import { z } from "zod";
import type { OrgDb } from "../base/db.ts";
import { Refused } from "../base/errors.ts";
import { newId } from "../base/tokens.ts";
import { differences, staleError } from "../people/versions.ts";
import { lockAccounts } from "./account_rollups.ts";
import { archivedWords, goOn, lockMilestone, recordMilestone } from "./milestones.ts";
import { currentPlan, type PlannedMilestone } from "./plans.ts";
import { refreshPlans } from "./projections.ts";
import { milestoneFacts, MOST_MILESTONES } from "./template_content.ts";

export const milestoneSchema = z.strictObject(milestoneFacts);
export type MilestoneFacts = z.infer<typeof milestoneSchema>;

/** Adds a milestone to one account alone. It goes last, unless it is given a place. */
export async function addMilestone(
  tx: OrgDb,
  accountId: string,
  planVersion: number,
  facts: MilestoneFacts,
  index = Infinity,
): Promise<PlannedMilestone> {
  lockAccounts(tx, [accountId]);
  const account = await tx.selectFrom("accounts").select(["name", "archived_at"])
    .where("id", "=", accountId).executeTakeFirst();
  const plan = await currentPlan(tx, accountId);
  if (!account || !plan) throw new Refused("This account has no plan yet. Apply a template first.");
  if (account.archived_at) throw new Refused(archivedWords(account.name));
  if (plan.version !== planVersion) throw await staleError(tx, "this plan", plan.id);
  const others = await partsOf(tx, plan.id);
  if (others.length >= MOST_MILESTONES) {
    throw new Refused(`A plan holds ${MOST_MILESTONES} milestones at most.`);
  }
  const id = newId();
  const milestone = await tx.insertInto("milestones").values({
    id,
    plan_id: plan.id,
    account_id: accountId,
    key: id,
    position: 0,
    ...checked(facts),
  }).returningAll().executeTakeFirstOrThrow();
  const place = Math.max(begunIn(others), Math.min(index, others.length));
  await order(tx, plan.id, others.map((one) => one.id).toSpliced(place, 0, id));
  await tx.updateTable("plans").set({ finished_at: null }).where("id", "=", plan.id)
    .where("finished_at", "is not", null).execute();
  await recordMilestone(tx, milestone, "added");
  await refreshPlans(tx, [accountId]);
  return milestone;
}

export async function changeMilestone(
  tx: OrgDb,
  id: string,
  version: number,
  facts: MilestoneFacts,
): Promise<void> {
  const before = await lockMilestone(tx, id, version);
  const after = checked(facts);
  const changes = differences<Record<string, unknown>>({ ...before }, after);
  if (Object.keys(changes).length === 0) return;
  await tx.updateTable("milestones").set({ ...after, version: sql`version + 1` })
    .where("id", "=", id).execute();
  await recordMilestone(tx, { ...before, name: after.name }, "changed", { changes });
  await refreshPlans(tx, [before.account_id]);
}

/** What has begun stays in front of what has not. */
export async function moveMilestone(
  tx: OrgDb,
  id: string,
  version: number,
  index: number,
): Promise<void> {
  const milestone = await lockMilestone(tx, id, version);
  if (milestone.state !== "not_started") {
    throw new Refused(`${milestone.name} has begun, so it keeps its place.`);
  }
  const others = (await partsOf(tx, milestone.plan_id)).filter((one) => one.id !== id);
  const place = Math.max(begunIn(others), Math.min(index, others.length));
  await order(tx, milestone.plan_id, others.map((one) => one.id).toSpliced(place, 0, id));
  await recordMilestone(tx, milestone, "moved");
  await refreshPlans(tx, [milestone.account_id]);
}

/** Only one that has not begun; of one that has, what happened stays in the history. */
export async function removeMilestone(tx: OrgDb, id: string, version: number): Promise<void> {
  const milestone = await lockMilestone(tx, id, version);
  if (milestone.state !== "not_started") {
    throw new Refused(`${milestone.name} has begun. Skip it instead.`);
  }
  if (await hasHistory(tx, id)) {
    throw new Refused(`Some of ${milestone.name} has been worked on. Skip it instead.`);
  }
  await sql`delete from drafts where action_id in
    (select id from actions where milestone_id = ${id})`.execute(tx);
  await tx.deleteFrom("actions").where("milestone_id", "=", id).execute();
  await tx.deleteFrom("milestones").where("id", "=", id).execute();
  await bumpPlan(tx, milestone.plan_id);
  await recordMilestone(tx, milestone, "removed");
  const others = await partsOf(tx, milestone.plan_id);
  if (begunIn(others) > 0) await goOn(tx, milestone, false);
  else await refreshPlans(tx, [milestone.account_id]);
}

function checked(facts: MilestoneFacts): MilestoneFacts {
  const read = milestoneSchema.safeParse(facts);
  if (!read.success) throw new Refused(read.error.issues[0]!.message);
  if (!read.data.name) throw new Refused("Give the milestone a name.");
  return read.data;
}

async function partsOf(tx: OrgDb, planId: string) {
  return await tx.selectFrom("milestones").select(["id", "state"]).where("plan_id", "=", planId)
    .orderBy("position").orderBy("id").execute();
}

/** The place behind the last that has begun. */
function begunIn(parts: { state: string }[]): number {
  return parts.findLastIndex(({ state }) => state !== "not_started") + 1;
}

async function hasHistory(tx: OrgDb, milestoneId: string): Promise<boolean> {
  const { rows: [row] } = await sql<{ happened: boolean }>`
    select exists (
      select from actions a where a.milestone_id = ${milestoneId} and (
        a.state in ('approved', 'executed', 'completed')
        or exists (select from submissions s where s.action_id = a.id)
        or exists (select from uploads u where u.action_id = a.id)
        or exists (select from drafts d join mails m on m.draft_id = d.id where d.action_id = a.id)
      )
    ) as happened`.execute(tx);
  return row!.happened;
}

async function order(tx: OrgDb, planId: string, ids: string[]) {
  await sql`update milestones m set position = o.at
    from unnest(${ids}::uuid[]) with ordinality as o(id, at)
    where m.id = o.id and m.position <> o.at`.execute(tx);
  await bumpPlan(tx, planId);
}

async function bumpPlan(tx: OrgDb, planId: string) {
  await tx.updateTable("plans").set({ version: sql`version + 1` }).where("id", "=", planId)
    .execute();
}
