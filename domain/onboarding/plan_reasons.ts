import { sql } from "kysely";
import type { OrgDb } from "../base/db.ts";
import type { Account } from "../accounts/accounts.ts";
import { type Circumstances, explain, type Reason } from "./explanations.ts";
import { isFinished } from "./action_states.ts";
import type { PlanWithParts } from "./plans.ts";

/** By action: why it has not happened, by the rows that the scheduler and the sender look at. */
export async function reasonsFor(
  tx: OrgDb,
  account: Pick<Account, "name" | "archived_at">,
  { plan, milestones }: Partial<PlanWithParts> & Pick<PlanWithParts, "milestones">,
  around: Pick<Circumstances, "now" | "zone" | "failing" | "fieldKeys">,
): Promise<Record<string, Reason[]>> {
  const open = milestones.flatMap(({ actions }) => actions).filter(({ state }) =>
    !isFinished(state)
  );
  const sent = await sendingsOf(tx, open.map(({ id }) => id));
  const known = milestones.flatMap((milestone) =>
    milestone.actions.map((action) => {
      const { draft, mail } = sent.get(action.id) ?? {};
      return [
        action.id,
        explain(action, { ...around, milestone, account, plan, draft, mail }),
      ] as const;
    })
  );
  return Object.fromEntries(known.filter(([, reasons]) => reasons.length > 0));
}

/** Of each action its newest draft, and the mail that it became. */
async function sendingsOf(tx: OrgDb, actionIds: string[]) {
  if (actionIds.length === 0) return new Map();
  const rows = await tx.selectFrom("drafts as d")
    .leftJoin("mails as m", "m.draft_id", "d.id")
    .distinctOn("d.action_id")
    .select(["d.action_id", "d.state", "d.subject", "d.body", "d.problem", "d.leaves_at"])
    .select(["d.to_addresses", "m.state as mail_state", "m.error as mail_error"])
    .select("m.bounced_at")
    .where("d.action_id", "=", sql<string>`any(${actionIds}::uuid[])`)
    .orderBy("d.action_id").orderBy("d.number", "desc").orderBy("m.id", "desc").execute();
  return new Map(
    rows.map(({ action_id, mail_state, mail_error, bounced_at, ...draft }) => [action_id, {
      draft,
      mail: mail_state ? { state: mail_state, error: mail_error, bounced_at } : undefined,
    }]),
  );
}
