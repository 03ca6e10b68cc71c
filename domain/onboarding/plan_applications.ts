import { sql } from "kysely";
import type { OrgDb } from "../base/db.ts";
import { NotFound, Refused } from "../base/errors.ts";
import { recordEvent, recordEvents } from "../base/events.ts";
import { keepPlans } from "../base/kept_plans.ts";
import { staleError } from "../people/versions.ts";
import { lockAccounts, refreshLocked } from "./account_rollups.ts";
import { calendarsOf } from "./account_calendars.ts";
import { cancelActions } from "./action_endings.ts";
import { askForDrafts } from "./drafts.ts";
import { drafted, happeningsOf } from "./due_actions.ts";
import { archivedWords } from "./milestones.ts";
import { type Copied, copyRevision, COURSE, datesOf, noDates } from "./plan_copies.ts";
import { currentPlan, type Plan } from "./plans.ts";
import { countUsage } from "./template_changes.ts";

export { type Losses, lossesOf } from "./plan_losses.ts";

export interface HowToApply {
  /** Begins the first milestone at once; otherwise the plan waits for somebody to begin it. */
  startFirst: boolean;
}

export interface Applied {
  template: string;
  plans: { id: string; accountId: string }[];
  /** Accounts that were left as they are, and why, in words. */
  refused: { accountId: string; name: string; why: string }[];
}

/** Copies the published revision of a template, whole, to an account that has no plan. */
export async function applyTemplate(
  tx: OrgDb,
  accountId: string,
  templateId: string,
  how: HowToApply,
): Promise<Plan> {
  const { refused: [refused] } = await applyToAccounts(tx, [accountId], templateId, how);
  if (refused) throw new Refused(refused.why);
  return (await currentPlan(tx, accountId))!;
}

/** The same for many accounts, in as many statements as for one. */
export async function applyToAccounts(
  tx: OrgDb,
  accountIds: string[],
  templateId: string,
  { startFirst }: HowToApply,
): Promise<Applied> {
  const ids = [...new Set(accountIds)].sort();
  keepPlans(tx);
  lockAccounts(tx, ids);
  const [template, calendars, accounts] = await Promise.all([
    findPublished(tx, templateId),
    calendarsOf(tx, ids),
    tx.selectFrom("accounts as a")
      .leftJoin(
        "plans as p",
        (on) => on.onRef("p.account_id", "=", "a.id").on("p.ended_at", "is", null),
      )
      .select(["a.id", "a.name", "a.archived_at", "p.template_name as follows"])
      .where("a.id", "=", sql<string>`any(${ids}::uuid[])`).execute(),
  ]);
  if (accounts.length < ids.length) throw new NotFound();
  const refused = accounts.flatMap(({ id, name, archived_at, follows }) => {
    const why = archived_at
      ? archivedWords(name)
      : follows !== null && `${name} already follows ${follows || "a plan"}.`;
    return why ? [{ accountId: id, name, why }] : [];
  });
  const free = ids.filter((id) => !refused.some(({ accountId }) => accountId === id));
  const dates = free.map((id) =>
    startFirst ? datesOf(id, template.course, calendars) : noDates(id)
  );
  const copied = await copyRevision(tx, templateId, dates, startFirst);
  await tellApplied(tx, template, copied);
  refreshLocked(tx, free);
  // Last, because everybody else who applies this template waits for the row until the commit.
  countUsage(tx, templateId, copied.plans.length);
  return { template: template.name, plans: copied.plans, refused };
}

async function tellApplied(
  tx: OrgDb,
  { name, published_number }: { name: string; published_number: number | null },
  { plans, begun, actions }: Copied,
): Promise<void> {
  const due = actions.filter(({ state }) => state === "due")
    .map(({ accountId, ...action }) => ({ ...action, account_id: accountId }));
  await recordEvents(tx, [
    ...plans.map(({ id, accountId }) => ({
      kind: "plan.applied",
      subjectId: id,
      accountId,
      data: { name, number: published_number },
    })),
    ...begun.map(({ id, accountId, name }) => ({
      kind: "milestone.started",
      subjectId: id,
      accountId,
      data: { name },
    })),
    ...actions.filter(({ state }) => state === "waiting").map((
      { id, accountId, label, dueAt },
    ) => ({
      kind: "action.activated",
      subjectId: id,
      accountId,
      data: { label, dueAt: new Date(dueAt) },
    })),
    ...happeningsOf(due),
  ]);
  await askForDrafts(tx, drafted(due));
}

/**
 * Begins again with the newest revision of the template that the account follows. What was done
 * stays in the history; what was not done is cancelled.
 */
export async function reapplyTemplate(
  tx: OrgDb,
  accountId: string,
  planVersion: number,
  how: HowToApply,
): Promise<Plan> {
  lockAccounts(tx, [accountId]);
  const before = await currentPlan(tx, accountId);
  if (!before) throw new Refused("This account has no plan to apply again.");
  if (before.version !== planVersion) throw await staleError(tx, "this plan", before.id);
  if (!before.template_id) throw new Refused("This plan does not come from a template.");
  await cancelActions(tx, { planId: before.id }, "The template was applied again");
  await tx.updateTable("plans").set({
    ended_at: sql<Date>`now()`,
    ended_why: "reapplied",
    version: sql`version + 1`,
  }).where("id", "=", before.id).execute();
  countUsage(tx, before.template_id, -1);
  const plan = await applyTemplate(tx, accountId, before.template_id, how);
  await recordEvent(tx, {
    kind: "plan.reapplied",
    subjectId: plan.id,
    accountId,
    data: { name: plan.template_name, number: plan.revision_number, before: before.id },
  });
  return plan;
}

async function findPublished(tx: OrgDb, templateId: string) {
  const template = await tx.selectFrom("templates as t")
    .leftJoin("template_revisions as r", "r.id", "t.published_revision_id")
    .select(["t.name", "t.status", "t.published_number", COURSE.as("course")])
    .where("t.id", "=", templateId).executeTakeFirst();
  if (!template) throw new NotFound();
  if (template.status === "archived") {
    throw new Refused(`The template ${template.name} is archived. Restore it first.`);
  }
  if (template.published_number === null) {
    throw new Refused(`The template ${template.name} is a draft. Publish it first.`);
  }
  return template;
}
