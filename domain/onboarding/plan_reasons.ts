import { sql } from "kysely";
import type { OrgDb } from "../base/db.ts";
import type { Account } from "../accounts/accounts.ts";
import { targetsOf } from "../messages/channel_choices.ts";
import { type Circumstances, explain, type Reason } from "./explanations.ts";
import { isFinished } from "./action_states.ts";
import type { PlanWithParts } from "./plans.ts";

/** By action: why it has not happened, by the rows that the scheduler and the sender look at. */
export async function reasonsFor(
  tx: OrgDb,
  account: Pick<Account, "id" | "name" | "archived_at" | "test">,
  { plan, milestones }: Partial<PlanWithParts> & Pick<PlanWithParts, "milestones">,
  around: Pick<Circumstances, "now" | "zone" | "failing" | "fieldKeys">,
): Promise<Record<string, Reason[]>> {
  const open = milestones.flatMap(({ actions }) => actions).filter(({ state }) =>
    !isFinished(state)
  );
  const sent = await sendingsOf(tx, open.map(({ id }) => id));
  const channelFault = await channelFaults(tx, account, open);
  const known = milestones.flatMap((milestone) =>
    milestone.actions.map((action) => {
      const { draft, mail, post } = sent.get(action.id) ?? {};
      return [
        action.id,
        explain(action, {
          ...around,
          ...{ milestone, account, plan, draft, mail, post },
          channelFault: channelFault(action),
        }),
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
    .leftJoin("posts as s", "s.draft_id", "d.id")
    .distinctOn("d.action_id")
    .select(["d.action_id", "d.state", "d.subject", "d.body", "d.problem", "d.leaves_at"])
    .select(["d.to_addresses", "m.state as mail_state", "m.error as mail_error"])
    .select(["m.bounced_at", "s.state as post_state", "s.error as post_error"])
    .where("d.action_id", "=", sql<string>`any(${actionIds}::uuid[])`)
    .orderBy("d.action_id").orderBy("d.number", "desc").orderBy("m.id", "desc").execute();
  return new Map(rows.map((row) => {
    const { action_id, mail_state, mail_error, bounced_at, post_state, post_error, ...draft } = row;
    return [action_id, {
      draft,
      mail: mail_state ? { state: mail_state, error: mail_error, bounced_at } : undefined,
      post: post_state ? { state: post_state, error: post_error } : undefined,
    }];
  }));
}

type Planned = PlanWithParts["milestones"][number]["actions"][number];

/** Asked only where something waits for a channel. */
async function channelFaults(
  tx: OrgDb,
  account: Pick<Account, "id" | "test">,
  open: Planned[],
): Promise<(action: Planned) => string | undefined> {
  const due = open.filter(({ type, state }) => type === "SLACK" && state === "due");
  if (due.length === 0) return () => undefined;
  const channelIn = ({ content }: Planned) => (content as { channel?: string }).channel ?? "";
  const find = await targetsOf(tx, account, due.map(channelIn));
  return (action) => due.includes(action) ? find(channelIn(action)).fault?.words : undefined;
}
