import { sql } from "kysely";
import type { OrgDb } from "../base/db.ts";
import { Refused } from "../base/errors.ts";
import { recordEvent } from "../base/events.ts";
import type { RemovedRows } from "../base/schema.ts";
import { lockAccounts } from "./account_rollups.ts";
import { ACTOR } from "./action_endings.ts";
import { askForDrafts } from "./drafts.ts";
import { archivedWords, goOn, REPLACED } from "./milestones.ts";
import { contentSchema } from "./template_content.ts";
import { revisionById } from "./template_revisions.ts";
import { applyChoices, takeCalm } from "./upgrade_choices.ts";
import { type Hunk, mergeUpgrade } from "./upgrade_merge.ts";
import { oursOf, plansToUpgrade, type PlanToUpgrade } from "./upgrade_plans.ts";
import { writePlan } from "./upgrade_rows.ts";
import { reschedule } from "./upgrade_schedule.ts";
import { findUpgrade, type Upgrade } from "./upgrades.ts";

/**
 * Takes a whole upgrade back: the same merge, from what it made of the plan to what was before.
 * Where something was done on what it brought, or changed since, it is refused and nothing happens.
 */
export async function undoUpgrade(tx: OrgDb, accountId: string, id: string): Promise<Upgrade> {
  lockAccounts(tx, [accountId]);
  const [upgrade, [plan]] = await Promise.all([
    findUpgrade(tx, accountId, id),
    plansToUpgrade(tx, [accountId]),
  ]);
  if (upgrade.undone_at) throw new Refused("This upgrade has been undone already.");
  if (!plan || plan.plan.id !== upgrade.plan_id) throw new Refused(REPLACED);
  if (plan.account.archived_at) throw new Refused(archivedWords(plan.account.name));
  if (plan.plan.revision_id !== upgrade.to_revision_id) {
    throw new Refused("The plan was upgraded again since. Undo the newest upgrade first.");
  }
  const back = backwards(upgrade, plan);
  const { touched } = await writePlan(tx, plan, back.content, back.rows);
  await setBack(tx, upgrade);
  await recordEvent(tx, {
    kind: "plan.upgrade_undone",
    subjectId: plan.plan.id,
    accountId,
    data: { name: plan.plan.template_name, number: upgrade.from_number, from: upgrade.to_number },
  });
  await reschedule(tx, touched);
  await askForDrafts(tx, dueOf(back.rows));
  await goOn(tx, { plan_id: plan.plan.id, account_id: accountId }, false);
  return await findUpgrade(tx, accountId, id);
}

function backwards(upgrade: Upgrade, plan: PlanToUpgrade) {
  const [before, after] = [upgrade.before, upgrade.after].map((said) => contentSchema.parse(said));
  const ours = oursOf(plan);
  const hunks = mergeUpgrade(after!, before!, ours);
  const inTheWay = hunks.find(({ frozen, conflict }) => frozen || conflict);
  if (inTheWay) throw new Refused(cannotUndo(inTheWay));
  const content = applyChoices(after!, before!, ours, takeCalm(hunks));
  const keys = new Set(hunks.filter(({ kind }) => kind === "added").map(({ key }) => key));
  const returning = (rows: Record<string, unknown>[]) =>
    rows.filter(({ key }) => keys.has(String(key)));
  const actions = returning(upgrade.removed.actions);
  const ids = new Set(actions.map(({ id }) => id));
  const rows: RemovedRows = {
    milestones: returning(upgrade.removed.milestones),
    actions,
    drafts: upgrade.removed.drafts.filter(({ action_id }) => ids.has(action_id)),
  };
  return { content, rows };
}

function cannotUndo({ name, frozen }: Hunk): string {
  return frozen
    ? `The upgrade cannot be undone any more, because of “${name}”: ${frozen}`
    : `The upgrade cannot be undone any more: “${name}” was changed since.`;
}

async function setBack(tx: OrgDb, upgrade: Upgrade) {
  const { name } = await revisionById(tx, upgrade.from_revision_id);
  await tx.updateTable("plans").set({
    revision_id: upgrade.from_revision_id,
    revision_number: upgrade.from_number,
    template_name: name,
    ...upgrade.finished_before && { finished_at: upgrade.finished_before },
    version: sql`version + 1`,
  }).where("id", "=", upgrade.plan_id).execute();
  await tx.updateTable("upgrades").set({ undone_at: sql<Date>`now()`, undone_by: ACTOR })
    .where("id", "=", upgrade.id).execute();
}

const dueOf = ({ actions }: RemovedRows) =>
  actions.filter(({ state }) => state === "due" || state === "draft_ready")
    .map(({ id }) => String(id));
