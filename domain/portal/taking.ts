import type { OrgDb } from "../base/db.ts";
import { keepWords } from "../accounts/account_search.ts";
import { isFinished } from "../onboarding/action_states.ts";
import { completeAction, findAction } from "../onboarding/actions.ts";

/**
 * What a customer sent completes what it was asked for. An action that is about to leave by mail
 * refuses that for some seconds; then the job is tried again.
 */
export async function takeSubmission(tx: OrgDb, id: string): Promise<void> {
  const sent = await tx.selectFrom("submissions")
    .select(["account_id", "action_id", "contact_id"])
    .where("id", "=", id)
    .where("state", "=", "submitted")
    .executeTakeFirst();
  if (!sent) return;
  const action = await findAction(tx, sent.account_id, sent.action_id);
  if (isFinished(action.state) || action.ended_at) return;
  await completeAction(tx, action.id, { note: "", contactId: sent.contact_id ?? undefined });
}

/** A teammate whom a customer added is found by the staff's search, like any contact. */
export async function indexContact(tx: OrgDb, id: string): Promise<void> {
  const contact = await tx.selectFrom("contacts").select(["account_id", "name", "email"])
    .where("id", "=", id).where("removed_at", "is", null).executeTakeFirst();
  if (contact) await keepWords(tx, contact.account_id, id, `${contact.name} ${contact.email}`);
}
