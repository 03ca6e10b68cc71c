import { sql } from "kysely";
import { type Db, inOrg } from "../../domain/base/db.ts";
import { enqueue } from "../../domain/base/queue.ts";
import type { ChaosPostgres } from "../chaos_postgres.ts";

const ORG = "0198c000-0000-7000-8000-000000000001";

/** An email to three people that a person has approved just now, and one that nobody has. */
export async function sowApprovedDraft(postgres: ChaosPostgres, db: Db, subject: string) {
  await postgres.ask("insert into orgs (id, name) values ($1, 'Drafts') on conflict do nothing", [
    ORG,
  ]);
  await postgres.ask("insert into brandings (org_id) values ($1) on conflict do nothing", [ORG]);
  await inOrg(db, ORG, { kind: "system", cause: "chaos" }, async (tx) => {
    const [account_id, plan_id, milestone_id] = [1, 2, 3].map(() => crypto.randomUUID()) as [
      string,
      string,
      string,
    ];
    const place = { account_id, plan_id };
    await tx.insertInto("accounts").values({ id: account_id, name: subject, match_key: subject })
      .execute();
    await tx.insertInto("plans").values({ id: plan_id, account_id }).execute();
    await tx.insertInto("milestones").values({
      ...{ ...place, id: milestone_id, key: "one", position: 1, name: "One", duration_days: 7 },
      state: "active",
    }).execute();
    for (const approved of [true, false]) {
      const [action_id, id] = [crypto.randomUUID(), crypto.randomUUID()];
      await tx.insertInto("actions").values({
        ...{ ...place, milestone_id, id: action_id, key: `a${approved}`, position: 1 },
        ...{ type: "SEND_EMAIL", label: subject, trigger: "milestone_start", owner: "csm" },
        ...{ dashboard_visible: true, portal_visible: false, blocker: false },
        ...{ send_without_review: false, state: approved ? "approved" : "draft_ready" },
        content: { to: [], cc: [], bcc: [], subject: "", body: "" },
      }).execute();
      await tx.insertInto("drafts").values({
        ...{ id, action_id, account_id, number: 1, state: approved ? "approved" : "ready" },
        ...{ subject, body: "Hello", to_addresses: ["one@customer.test"] },
        ...{ cc_addresses: ["two@customer.test"], bcc_addresses: ["three@customer.test"] },
        ...(approved ? { approved_at: sql<Date>`now()`, leaves_at: sql<Date>`now()` } : {}),
      }).execute();
      // The second one is asked to leave although nobody has approved it.
      await enqueue(tx, "leave_draft", { draftId: id });
    }
  });
}
