import { sql } from "kysely";
import type { OrgDb } from "../base/db.ts";
import { Refused } from "../base/errors.ts";
import { recordEvent } from "../base/events.ts";
import type { Language } from "../base/languages.ts";
import type { Answers } from "../base/schema.ts";
import { isFinished } from "../onboarding/action_states.ts";
import { type FoundAction, lockAction, reopenAction } from "../onboarding/actions.ts";
import type { Asked, SeenFile } from "./journey.ts";

/** What a customer sent, as the staff reads it. */
export interface SentSubmission {
  id: string;
  state: "submitted" | "returned";
  answers: Answers;
  /** As it was worded when it was sent. */
  asked: Asked & { label?: string };
  by: string | null;
  byId: string | null;
  byEmail: string | null;
  byLanguage: Language | null;
  submittedAt: Date;
  returnedWhy: string | null;
}

/** Of one action, the newest first. */
export async function listSubmissions(tx: OrgDb, actionId: string): Promise<SentSubmission[]> {
  const rows = await tx.selectFrom("submissions as s")
    .leftJoin("contacts as c", "c.id", "s.contact_id")
    .select(["s.id", "s.state", "s.answers", "s.asked", "s.returned_why", "s.submitted_at"])
    .select(["c.id as byId", "c.name as by", "c.email as byEmail", "c.language as byLanguage"])
    .where("s.action_id", "=", actionId)
    .where("s.state", "!=", "open")
    .orderBy("s.id", "desc")
    .limit(50)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    state: row.state as SentSubmission["state"],
    answers: row.answers,
    asked: (row.asked ?? {}) as SentSubmission["asked"],
    by: row.by,
    byId: row.byId,
    byEmail: row.byEmail,
    byLanguage: row.byLanguage,
    submittedAt: row.submitted_at!,
    returnedWhy: row.returned_why,
  }));
}

/** Every file of one action, with those that a newer one has replaced. */
export async function listFiles(tx: OrgDb, actionId: string): Promise<SeenFile[]> {
  const rows = await tx.selectFrom("files as f")
    .leftJoin("contacts as c", "c.id", "f.contact_id")
    .select(["f.id", "f.name", "f.size", "f.created_at as at", "f.state", "f.returned_why as why"])
    .select([sql<string>`f.slot`.as("slot"), sql<string>`coalesce(c.name, '')`.as("by")])
    .select(
      sql<number>`(row_number() over (partition by f.slot, f.name order by f.id))::int`
        .as("versions"),
    )
    .where("f.action_id", "=", actionId)
    .orderBy("f.id", "desc")
    .limit(200)
    .execute();
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
}

/** What was sent stays; the customer is asked once more, and told why. */
export async function askAgain(
  tx: OrgDb,
  actionId: string,
  why: string,
): Promise<{ action: FoundAction; sent: SentSubmission }> {
  const action = await lockAction(tx, actionId);
  const sent = await returnSubmission(tx, action, why);
  if (!sent) {
    throw new Refused(`The customer has sent nothing for "${action.label}" to ask about.`);
  }
  await recordEvent(tx, {
    kind: "submission.returned",
    subjectId: action.id,
    accountId: action.account_id,
    data: { label: action.label, why },
  });
  return { action, sent };
}

/** Opens an action to the customer once more. Answers what they had sent for it, if anything. */
export async function returnSubmission(
  tx: OrgDb,
  action: FoundAction,
  why: string,
): Promise<SentSubmission | undefined> {
  const [sent] = await listSubmissions(tx, action.id);
  const isSent = sent?.state === "submitted";
  if (isSent) {
    await tx.updateTable("submissions")
      .set({ state: "returned", returned_why: why, version: sql<number>`version + 1` })
      .where("id", "=", sent.id)
      .execute();
  }
  if (isFinished(action.state)) await reopenAction(tx, action.id);
  return isSent ? sent : undefined;
}
