import { type Selectable, sql } from "kysely";
import type { OrgDb } from "../base/db.ts";
import { NotFound, Refused } from "../base/errors.ts";
import { recordEvent } from "../base/events.ts";
import type { RemovedRows, Upgrades } from "../base/schema.ts";
import { newId } from "../base/tokens.ts";
import { staleError } from "../people/versions.ts";
import { lockAccounts } from "./account_rollups.ts";
import { ACTOR } from "./action_endings.ts";
import { archivedWords, goOn } from "./milestones.ts";
import type { Content } from "./template_content.ts";
import { applyChoices, type Choices } from "./upgrade_choices.ts";
import { contentOf } from "./upgrade_merge.ts";
import { oursOf } from "./upgrade_plans.ts";
import { type Preview, previewUpgrade } from "./upgrade_previews.ts";
import { fits, writePlan } from "./upgrade_rows.ts";
import { reschedule } from "./upgrade_schedule.ts";

export type Upgrade = Selectable<Upgrades>;

/** Brings a plan to a newer revision of its template, as it was chosen hunk by hunk. */
export async function upgradePlan(
  tx: OrgDb,
  accountId: string,
  planVersion: number,
  toNumber: number,
  choices: Choices,
): Promise<Upgrade> {
  lockAccounts(tx, [accountId]);
  const preview = await previewUpgrade(tx, accountId, toNumber);
  if (!preview) throw new Refused("This account follows that revision, or a newer one, already.");
  const { plan } = preview.plan;
  if (plan.version !== planVersion) throw await staleError(tx, "this plan", plan.id);
  return await carryOut(tx, preview, choices);
}

/** Somebody's wish for many accounts, of which this is one. */
export interface PartOfRound {
  id: string;
  asked_by: string | null;
}

/** The account is locked by the caller, and the preview is of what it says since. */
export async function carryOut(
  tx: OrgDb,
  preview: Preview,
  choices: Choices,
  round?: PartOfRound,
): Promise<Upgrade> {
  const { plan: { plan, account }, base, to } = preview;
  if (account.archived_at) throw new Refused(archivedWords(account.name));
  const after = applyChoices(base.content, to.content, oursOf(preview.plan), choices);
  const tooMuch = fits(after);
  if (tooMuch) throw new Refused(`It would be too much for one plan. ${tooMuch}`);
  const { touched, removed } = await writePlan(tx, preview.plan, after);
  await tx.updateTable("plans").set({
    revision_id: to.id,
    revision_number: to.number,
    template_name: to.name,
    ...opensAgain(preview, after) && { finished_at: null },
    version: sql`version + 1`,
  }).where("id", "=", plan.id).execute();
  const upgrade = await keepUpgrade(tx, preview, choices, { after, removed, round });
  await recordEvent(tx, {
    kind: "plan.upgraded",
    subjectId: plan.id,
    accountId: account.id,
    data: { name: to.name, number: to.number, from: base.number, taken: upgrade.taken },
  });
  await reschedule(tx, touched);
  await goOn(tx, { plan_id: plan.id, account_id: account.id }, false);
  return upgrade;
}

async function keepUpgrade(
  tx: OrgDb,
  preview: Preview,
  choices: Choices,
  made: { after: Content; removed: RemovedRows; round?: PartOfRound },
): Promise<Upgrade> {
  const { plan: { plan, account }, base, to } = preview;
  return await tx.insertInto("upgrades").values({
    id: newId(),
    account_id: account.id,
    plan_id: plan.id,
    from_revision_id: base.id,
    from_number: base.number,
    to_revision_id: to.id,
    to_number: to.number,
    ...counts(preview, choices),
    before: contentOf(oursOf(preview.plan)),
    after: made.after,
    removed: made.removed,
    finished_before: plan.finished_at,
    round_id: made.round?.id ?? null,
    upgraded_by: made.round ? made.round.asked_by : ACTOR,
  }).returningAll().executeTakeFirstOrThrow();
}

/** A finished plan that is given another milestone is not finished any more. */
function opensAgain({ plan: { milestones } }: Preview, after: Content): boolean {
  const there = new Set(milestones.map(({ key }) => key));
  return after.milestones.some(({ id }) => !there.has(id));
}

function counts({ hunks }: Preview, choices: Choices) {
  const open = hunks.filter(({ frozen }) => !frozen);
  const kept = open.filter(({ id }) => choices.get(id) !== "theirs");
  return {
    taken: open.length - kept.length,
    left_out: hunks.length - open.length + kept.length,
    conflicts_left: kept.filter(({ conflict }) => conflict).length,
  };
}

export async function findUpgrade(tx: OrgDb, accountId: string, id: string): Promise<Upgrade> {
  const upgrade = await tx.selectFrom("upgrades").selectAll()
    .where("id", "=", id).where("account_id", "=", accountId).executeTakeFirst();
  if (!upgrade) throw new NotFound();
  return upgrade;
}

/** Of the plan that the account has now, the newest first. */
export async function listUpgrades(tx: OrgDb, accountId: string): Promise<UpgradeLine[]> {
  return await tx.selectFrom("upgrades as u").innerJoin("plans as p", "p.id", "u.plan_id")
    .leftJoin("members as m", "m.id", "u.upgraded_by")
    .select(["u.id", "u.from_number", "u.to_number", "u.taken", "u.left_out", "u.conflicts_left"])
    .select(["u.upgraded_at", "u.undone_at", "m.name as by"])
    .where("u.account_id", "=", accountId).where("p.ended_at", "is", null)
    .orderBy("u.id", "desc").limit(20).execute();
}

export interface UpgradeLine {
  id: string;
  from_number: number;
  to_number: number;
  taken: number;
  left_out: number;
  conflicts_left: number;
  upgraded_at: Date;
  undone_at: Date | null;
  by: string | null;
}
