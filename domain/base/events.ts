import { sql } from "kysely";
import { type AccountDb, type OrgDb, sendAlong, wakeAfterCommit } from "./db.ts";

export interface Happening {
  /** "<noun>.<what happened>", such as "member.deactivated". */
  kind: string;
  subjectId?: string;
  accountId?: string;
  data?: Record<string, unknown>;
}

/**
 * Records what happened, in the transaction that did it. Who and why come from the transaction's
 * settings, so a verb cannot claim to be somebody else. It travels along with what is sent next.
 */
export function recordEvent(tx: OrgDb | AccountDb, happening: Happening): Promise<void> {
  const { kind, subjectId = null, accountId = null, data = {} } = happening;
  sendAlong(
    tx,
    sql`insert into events (kind, subject_id, account_id, data)
      values (${kind}, ${subjectId}, ${accountId}, ${data})`,
  );
  wakeAfterCommit(tx, "events");
  return Promise.resolve();
}

/** Many happenings in one statement. */
export function recordEvents(tx: OrgDb, happenings: Happening[]): Promise<void> {
  if (happenings.length === 0) return Promise.resolve();
  sendAlong(
    tx,
    sql`insert into events (kind, subject_id, account_id, data)
      select h ->> 'kind', (h ->> 'subjectId')::uuid, (h ->> 'accountId')::uuid,
        coalesce(h -> 'data', '{}')
      from jsonb_array_elements(${happenings}::jsonb) with ordinality as listed(h, at)
      order by at`,
  );
  wakeAfterCommit(tx, "events");
  return Promise.resolve();
}
