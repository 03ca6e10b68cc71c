import { sql } from "kysely";
import { type Account, lockAccount } from "../accounts/accounts.ts";
import { type FactChoices, mergeRecords } from "../accounts/merges.ts";
import { type OrgDb, sendAlong } from "../base/db.ts";
import { Refused } from "../base/errors.ts";
import { recordEvent } from "../base/events.ts";
import { enqueue } from "../base/queue.ts";
import { lockAccounts } from "./account_rollups.ts";
import { cancelActions } from "./action_endings.ts";
import { currentPlan, type Plan } from "./plans.ts";
import { refreshPlans } from "./projections.ts";
import { countUsage } from "./template_changes.ts";

export interface MergeWish {
  keepId: string;
  goneId: string;
  /** As they were when the person chose, by account. */
  versions: ReadonlyMap<string, number>;
  facts: FactChoices;
  /** The account whose plan goes on, where both have one. */
  planOf: string;
}

/** Two accounts become one, with both histories. It cannot be undone. */
export async function mergeAccounts(tx: OrgDb, wish: MergeWish): Promise<Account> {
  const { keepId, goneId, versions } = wish;
  if (keepId === goneId) throw new Refused("An account cannot be merged with itself.");
  lockAccounts(tx, [keepId, goneId]);
  const kept = await lockAccount(tx, keepId, versions.get(keepId));
  const gone = await lockAccount(tx, goneId, versions.get(goneId));
  refuseUnfit(kept, gone);
  await settlePlans(tx, wish, gone.name);
  await settleHandoffs(tx, kept, gone);
  movePortal(tx, kept, gone);
  const account = await mergeRecords(tx, kept, gone, wish.facts);
  for (const table of OWNED) {
    sendAlong(
      tx,
      sql`update ${sql.table(table)} set account_id = ${keepId} where account_id = ${goneId}`,
    );
  }
  releaseHeld(tx, kept);
  await refreshPlans(tx, [keepId, goneId]);
  await enqueue(tx, "activate_due_actions", {}, { key: "clock" });
  return account;
}

/** What belongs to an account by its id, and simply goes with it. */
const OWNED = [
  ...["plans", "milestones", "actions", "drafts", "submissions", "upgrades"],
  ...["mails", "messages", "files", "file_chunks", "uploads", "outside_records", "posts"],
];

function refuseUnfit(kept: Account, gone: Account) {
  for (const { name, merged_into } of [kept, gone]) {
    if (merged_into) throw new Refused(`${name} was merged into another account already.`);
  }
  if (kept.archived_at) throw new Refused(`${kept.name} is archived. Restore it first.`);
  if (kept.test !== gone.test) {
    const [test, real] = kept.test ? [kept, gone] : [gone, kept];
    throw new Refused(
      `${test.name} is a test account and ${real.name} is not. Make both the same first, in their ` +
        "settings: what is sent depends on it.",
    );
  }
}

/** One plan goes on. What was done in the other is kept with it; what was not is cancelled. */
async function settlePlans(tx: OrgDb, { keepId, goneId, planOf }: MergeWish, goneName: string) {
  const [own, theirs] = await Promise.all([currentPlan(tx, keepId), currentPlan(tx, goneId)]);
  if (!own || !theirs) return;
  const ending = planOf === goneId ? own : theirs;
  await endPlan(tx, ending, `Merged with ${goneName}`);
}

async function endPlan(tx: OrgDb, plan: Plan, why: string) {
  await cancelActions(tx, { planId: plan.id }, why);
  await tx.updateTable("plans").set({
    ended_at: sql<Date>`now()`,
    ended_why: "merged",
    version: sql`version + 1`,
  }).where("id", "=", plan.id).execute();
  if (plan.template_id) countUsage(tx, plan.template_id, -1);
  await recordEvent(tx, {
    kind: "plan.ended_by_merge",
    subjectId: plan.id,
    accountId: plan.account_id,
    data: { name: plan.template_name, number: plan.revision_number },
  });
}

/** An account has one handoff. Where both have one, what the other says becomes a note. */
async function settleHandoffs(tx: OrgDb, kept: Account, gone: Account) {
  const own = await tx.selectFrom("handoffs").select("id").where("account_id", "=", kept.id)
    .where("state", "<>", "cancelled").executeTakeFirst();
  if (own) {
    await sql`insert into notes (id, account_id, body)
      select new_id(), ${kept.id}, left(${`Handoff of ${gone.name}, before it was merged.`}
        || string_agg(E'\n\n' || coalesce(q ->> 'label', a.question_id) || E'\n' || a.body, ''),
        10000)
      from handoffs h join handoff_answers a on a.handoff_id = h.id and a.replaced_at is null
      left join jsonb_array_elements(h.questions) q on q ->> 'id' = a.question_id
      where h.account_id = ${gone.id} and h.state <> 'cancelled' and a.body <> ''
      having count(*) > 0`.execute(tx);
    await sql`update handoffs set state = 'cancelled', remind_at = null, version = version + 1
      where account_id = ${gone.id} and state in ('writing', 'open')`.execute(tx);
  }
  await sql`update handoffs set account_id = ${kept.id} where account_id = ${gone.id}
    and (state = 'cancelled' or ${!own})`.execute(tx);
}

/** People keep their way in: by the contact that moves, or by the one with the same address. */
function movePortal(tx: OrgDb, kept: Account, gone: Account) {
  sendAlong(
    tx,
    sql`update portal_access p set contact_id = k.id
      from contacts g join contacts k on k.account_id = ${kept.id} and k.email = g.email
      where p.contact_id = g.id and g.account_id = ${gone.id} and p.ended_at is null
        and k.removed_at is null and g.removed_at is null
        and not exists (select from portal_access own where own.contact_id = k.id)`,
  );
  sendAlong(
    tx,
    sql`update portal_access p set account_id = ${kept.id}
      where p.account_id = ${gone.id} and not exists (select from contacts g
        join contacts k on k.account_id = ${kept.id} and k.email = g.email and k.removed_at is null
        where g.id = p.contact_id and g.account_id = ${gone.id})`,
  );
}

/** The plan that goes on may come from an account that was archived. */
function releaseHeld(tx: OrgDb, kept: Account) {
  sendAlong(
    tx,
    sql`update actions set held = false, version = version + 1
      where account_id = ${kept.id} and held`,
  );
}
