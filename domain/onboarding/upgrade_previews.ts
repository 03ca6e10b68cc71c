import type { OrgDb } from "../base/db.ts";
import { NotFound } from "../base/errors.ts";
import { hashTokenHex } from "../base/tokens.ts";
import { type Change, diffContent } from "./template_diff.ts";
import { findRevision, type Revision, revisionById } from "./template_revisions.ts";
import { contentOf, type Hunk, mergeUpgrade } from "./upgrade_merge.ts";
import { oursOf, plansToUpgrade, type PlanToUpgrade } from "./upgrade_plans.ts";

/** What an upgrade of one account would bring, before anybody has chosen. */
export interface Preview {
  plan: PlanToUpgrade;
  base: Revision;
  to: Revision;
  hunks: Hunk[];
  /** What was changed on the account; where no hunk says otherwise it stays. */
  own: Change[];
  /** Of the hunks as they were shown: choices for others are not taken. */
  seen: string;
}

/** To the published revision, unless another one is named. Nothing without a template, or to do. */
export async function previewUpgrade(
  tx: OrgDb,
  accountId: string,
  number?: number,
): Promise<Preview | undefined> {
  const [plan] = await plansToUpgrade(tx, [accountId]);
  if (!plan) return undefined;
  const { template_id, revision_id, revision_number } = plan.plan;
  if (!template_id || !revision_id || revision_number === null) return undefined;
  const target = number ?? await publishedNumber(tx, template_id);
  if (target === null || target <= revision_number) return undefined;
  const [base, to] = await Promise.all([
    revisionById(tx, revision_id),
    findRevision(tx, template_id, target),
  ]);
  return previewOf(plan, base, to);
}

export function previewOf(plan: PlanToUpgrade, base: Revision, to: Revision): Preview {
  const ours = oursOf(plan);
  const hunks = mergeUpgrade(base.content, to.content, ours);
  const own = diffContent(base.content, contentOf(ours));
  return { plan, base, to, hunks, own, seen: seenOf(hunks) };
}

/** The same for the same proposals, and for no others. */
export function seenOf(hunks: Hunk[]): string {
  return hashTokenHex(JSON.stringify(hunks)).slice(0, 16);
}

/** For a line in a list. */
export interface Summary {
  hunks: number;
  conflicts: number;
  frozen: number;
}

export function summaryOf({ hunks }: Preview): Summary {
  return {
    hunks: hunks.filter(({ frozen }) => !frozen).length,
    conflicts: hunks.filter(({ frozen, conflict }) => conflict && !frozen).length,
    frozen: hunks.filter(({ frozen }) => frozen).length,
  };
}

async function publishedNumber(tx: OrgDb, templateId: string): Promise<number | null> {
  const template = await tx.selectFrom("templates").select("published_number")
    .where("id", "=", templateId).executeTakeFirst();
  if (!template) throw new NotFound();
  return template.published_number;
}

/** For the plan's page: the newer revision, where there is one and the plan still runs. */
export async function newerRevision(tx: OrgDb, accountId: string): Promise<number | undefined> {
  const row = await tx.selectFrom("plans as p").innerJoin("templates as t", "t.id", "p.template_id")
    .select("t.published_number as number")
    .where("p.account_id", "=", accountId).where("p.ended_at", "is", null)
    .where("p.finished_at", "is", null)
    .whereRef("t.published_number", ">", "p.revision_number").executeTakeFirst();
  return row?.number ?? undefined;
}
