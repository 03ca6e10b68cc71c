import { askForDrafts } from "../domain/onboarding/drafts.ts";
import { inOrg } from "../domain/base/db.ts";
import { newAction } from "../domain/onboarding/template_content.ts";
import type { ActionType } from "../domain/onboarding/action_types.ts";
import type { TestApp } from "./test_app.ts";

interface Wanted {
  type?: ActionType;
  label?: string;
  content?: Record<string, unknown>;
  send_without_review?: boolean;
  account?: Record<string, unknown>;
  contacts?: { name: string; email: string }[];
}

/** An account whose plan has one action that is due, by rows of their own. */
export async function dueAction(thread: TestApp, wanted: Wanted = {}) {
  const { type = "SEND_EMAIL", label = "Welcome", send_without_review = false } = wanted;
  const { orgId, memberId: bob } = thread.cast.bob!;
  const [account, plan, milestone, action] = Array.from({ length: 4 }, () => crypto.randomUUID());
  const facts = { name: "Northwind Traders", csm_id: bob, ae_id: null, ...wanted.account };
  const insert = async (table: string, row: Record<string, unknown>) => {
    const names = Object.keys(row);
    await thread.rows(
      `insert into ${table} (${names.join(", ")})
       values (${names.map((_, i) => `$${i + 1}`).join(", ")})`,
      Object.values(row),
    );
  };
  await insert("accounts", { org_id: orgId, id: account, match_key: facts.name, ...facts });
  const contacts = wanted.contacts ?? [{ name: "Priya Shah", email: "priya@northwind.example" }];
  for (const [i, contact] of contacts.entries()) {
    await insert("contacts", {
      ...{ org_id: orgId, id: crypto.randomUUID(), account_id: account },
      ...{ ...contact, is_primary: i === 0 },
    });
  }
  await insert("plans", { org_id: orgId, id: plan, account_id: account });
  await insert("milestones", {
    ...{ org_id: orgId, id: milestone, plan_id: plan, account_id: account, key: "kickoff" },
    ...{ position: 0, name: "Kickoff", duration_days: 7, state: "active", started_at: new Date() },
  });
  const { portal_visible, owner, content } = newAction(type, "a1", label);
  await insert("actions", {
    ...{ org_id: orgId, id: action, plan_id: plan, account_id: account, milestone_id: milestone },
    ...{ key: "a1", position: 0, type, label, trigger: "milestone_start", owner, portal_visible },
    ...{ dashboard_visible: true, blocker: false, send_without_review },
    ...{ content: { ...content, ...wanted.content }, state: "due", due_at: new Date() },
  });
  const actor = { kind: "member", id: bob, cause: "test" } as const;
  const path = `/accounts/${account}/actions/${action}`;
  return {
    ...{ id: action!, accountId: account!, path },
    ask: () => inOrg(thread.db, orgId, actor, (tx) => askForDrafts(tx, [action!])),
    /** The newest draft. */
    draft: async () =>
      (await thread.rows<Record<string, unknown>>(
        "select * from drafts where action_id = $1 order by number desc limit 1",
        [action],
      ))[0]!,
    state: async () =>
      (await thread.rows<{ state: string }>("select state from actions where id = $1", [action]))[
        0
      ]!
        .state,
  };
}
