import { type AccountDb, type OrgDb, wakeAfterCommit } from "./db.ts";

export interface Happening {
  /** "<noun>.<what happened>", such as "member.deactivated". */
  kind: string;
  subjectId?: string;
  accountId?: string;
  data?: Record<string, unknown>;
}

/**
 * Records what happened, in the transaction that did it. Who and why come from the transaction's
 * settings, so a verb cannot claim to be somebody else.
 */
export async function recordEvent(tx: OrgDb | AccountDb, happening: Happening): Promise<void> {
  await tx.insertInto("events").values({
    kind: happening.kind,
    subject_id: happening.subjectId ?? null,
    account_id: happening.accountId ?? null,
    data: happening.data ?? {},
  }).execute();
  wakeAfterCommit(tx, "events");
}
