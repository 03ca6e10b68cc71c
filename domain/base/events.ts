import { type RawBuilder, sql } from "kysely";
import { type AccountDb, isCustomers, type OrgDb, sendAlong, wakeAfterCommit } from "./db.ts";

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
  const written = sql`insert into events (kind, subject_id, account_id, data)
      values (${kind}, ${subjectId}, ${accountId}, ${data})`;
  // A customer writes events and reads none; the sealer asks for them who waits.
  const asks = isAwaited(happening) && !isCustomers(tx);
  sendAlong(tx, asks ? tellingListeners(written) : written);
  wakeAfterCommit(tx, "events");
  return Promise.resolve();
}

/** Many happenings in one statement. */
export function recordEvents(tx: OrgDb, happenings: Happening[]): Promise<void> {
  if (happenings.length === 0) return Promise.resolve();
  const written = sql`insert into events (kind, subject_id, account_id, data)
      select h ->> 'kind', (h ->> 'subjectId')::uuid, (h ->> 'accountId')::uuid,
        coalesce(h -> 'data', '{}')
      from jsonb_array_elements(${happenings}::jsonb) with ordinality as listed(h, at)
      order by at`;
  sendAlong(tx, happenings.some(isAwaited) ? tellingListeners(written) : written);
  wakeAfterCommit(tx, "events");
  return Promise.resolve();
}

/** What a run may wait for belongs to an account. */
function isAwaited({ kind, accountId }: Happening): boolean {
  return accountId !== undefined &&
    /^(account|handoff|plan|milestone|action|submission|message)\./.test(kind);
}

/** Where a run waits for one of these, the job that wakes it is written along with them. */
function tellingListeners(written: RawBuilder<unknown>) {
  return sql`
    with happened as (${written} returning id, kind, account_id, subject_id)
    insert into jobs (kind, lane, payload)
    select 'wake_listeners', 'inside', jsonb_build_object('eventId', id) from happened
    where exists (
      select from run_waits w
      where w.org_id = current_org() and w.kind = 'event' and w.key = any(array[
        happened.kind, happened.kind || ' ' || account_id, happened.kind || ' ' || subject_id,
        '* ' || subject_id])
    )`;
}
