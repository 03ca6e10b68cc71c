import { sql } from "kysely";
import type { OrgDb } from "../base/db.ts";
import { NotFound, Refused } from "../base/errors.ts";
import { recordEvent, recordEvents } from "../base/events.ts";
import { staleError } from "../people/versions.ts";
import { lockAccounts } from "./account_rollups.ts";
import { calendarsOf } from "./account_calendars.ts";
import { ACTOR, cancelActions } from "./action_endings.ts";
import { beginMilestones } from "./milestone_starts.ts";
import { archivedWords } from "./milestones.ts";
import { currentPlan, type Plan } from "./plans.ts";
import { refreshPlans } from "./projections.ts";
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
  const plans = await copyRevision(tx, free, templateId);
  await recordEvents(
    tx,
    plans.map(({ id, accountId }) => ({
      kind: "plan.applied",
      subjectId: id,
      accountId,
      data: { name: template.name, number: template.published_number },
    })),
  );
  if (startFirst) {
    await beginMilestones(tx, plans.flatMap(({ firstId }) => firstId ?? []), calendars);
  }
  await refreshPlans(tx, free, calendars);
  // Last, because everybody else who applies this template waits for the row until the commit.
  countUsage(tx, templateId, plans.length);
  return {
    template: template.name,
    plans: plans.map(({ id, accountId }) => ({ id, accountId })),
    refused,
  };
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
  const template = await tx.selectFrom("templates")
    .select(["name", "status", "published_number"]).where("id", "=", templateId)
    .executeTakeFirst();
  if (!template) throw new NotFound();
  if (template.status === "archived") {
    throw new Refused(`The template ${template.name} is archived. Restore it first.`);
  }
  if (template.published_number === null) {
    throw new Refused(`The template ${template.name} is a draft. Publish it first.`);
  }
  return template;
}

/** The database copies the snapshot by itself, so a plan of a thousand actions is one statement. */
async function copyRevision(tx: OrgDb, accountIds: string[], templateId: string) {
  const { rows } = await sql<{ id: string; accountId: string; firstId: string | null }>`
    with revision as materialized (
      select t.id as template_id, r.id, r.number, r.name, r.content
      from templates t join template_revisions r on r.id = t.published_revision_id
      where t.id = ${templateId}
    ), made as (
      insert into plans (id, account_id, template_id, revision_id, revision_number,
        template_name, applied_by)
      select new_id(), account_id, template_id, id, number, name, ${ACTOR}
      from unnest(${accountIds}::uuid[]) as account_id, revision
      returning id, account_id
    ), listed as materialized (
      select m, at from revision, jsonb_array_elements(content -> 'milestones')
        with ordinality as listed(m, at)
    ), phases as (
      insert into milestones (id, plan_id, account_id, key, position, name, duration_days,
        our_text, your_text)
      select new_id(), made.id, account_id, m ->> 'id', at, m ->> 'name',
        (m ->> 'duration_days')::int, m ->> 'our_text', m ->> 'your_text'
      from made, listed
      returning id, plan_id, account_id, key, position
    ), filled as (
      insert into actions (id, plan_id, account_id, milestone_id, key, position, type, label,
        trigger, delay_hours, owner, due_days, dashboard_visible, portal_visible, blocker,
        send_without_review, content)
      select new_id(), p.plan_id, p.account_id, p.id, a ->> 'id', inside.at, a ->> 'type',
        a ->> 'label', a -> 'trigger' ->> 'kind',
        coalesce((a -> 'trigger' ->> 'delay_hours')::int, 0), a ->> 'owner',
        (a ->> 'due_days')::int, (a -> 'dashboard_visible')::boolean,
        (a -> 'portal_visible')::boolean, (a -> 'blocker')::boolean,
        (a -> 'send_without_review')::boolean, a -> 'content'
      from listed join phases p on p.key = m ->> 'id',
        jsonb_array_elements(m -> 'actions') with ordinality as inside(a, at)
    )
    select made.id, made.account_id as "accountId", first.id as "firstId"
    from made left join phases first on first.plan_id = made.id and first.position = 1`.execute(tx);
  return rows;
}
