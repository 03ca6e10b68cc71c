import assert from "node:assert/strict";
import type { ActionType } from "../domain/onboarding/action_types.ts";
import { approveDraft, type Draft } from "../domain/onboarding/drafts.ts";
import { action, asMember, milestone, plannedAccount, type PlannedAs } from "./plans.ts";
import type { TestApp } from "./test_app.ts";

export interface DueAs extends PlannedAs {
  type?: ActionType;
  label?: string;
  /** What its action says, where that differs from the example. */
  content?: Record<string, unknown>;
  send_without_review?: boolean;
}

/** An account whose plan has begun, and the one action of it that is due. */
export async function dueAction(thread: TestApp, as: DueAs = {}) {
  const { type = "SEND_EMAIL", label = "Welcome", content, send_without_review = false } = as;
  const planned = action(type, label, { send_without_review });
  const milestones = [
    milestone("Kickoff", [
      { ...planned, content: { ...planned.content, ...content } } as typeof planned,
    ]),
  ];
  const account = await plannedAccount(thread, {
    ...{ name: "Northwind", contacts: ["priya@northwind.example"] },
    ...{ ...as, milestones, startFirst: true },
  });
  const { id } = await account.action(label);
  const drafts = () =>
    thread.rows<Draft & { org_id: string }>(
      "select * from drafts where action_id = $1 order by number",
      [id],
    );
  const draft = async () => (await drafts()).at(-1)!;
  return {
    ...{ ...account, id, drafts, draft, at: `${account.path}/actions/${id}/draft` },
    /** As it stands now. */
    now: () => account.action(label),
    state: async () => (await account.action(label)).state,
    /** Once its draft is written, by the verb behind the button. */
    approve: async (who = "bob") => {
      await thread.workOff();
      const { id, version, state } = await draft();
      assert.equal(state, "ready");
      await asMember(thread, who, (tx) => approveDraft(tx, id, version));
    },
    mails: () =>
      thread.rows<Record<string, unknown>>(
        "select * from mails where subject_id = $1 order by id",
        [id],
      ),
  };
}
