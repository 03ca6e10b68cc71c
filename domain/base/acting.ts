import { sql } from "kysely";
import { type OrgDb, sendAlong } from "./db.ts";
import { KEEP_PLANS } from "./kept_plans.ts";

const acting = new WeakSet<OrgDb>();

/** What follows in this transaction was done by a workflow, whoever woke it. */
export function actAs(tx: OrgDb, cause: string): void {
  const act = sql`set_config('thread.actor_kind', 'rule', true),
    set_config('thread.actor_id', '', true), set_config('thread.cause', ${cause}, true)`;
  sendAlong(tx, acting.has(tx) ? sql`select ${act}` : sql`select ${REMEMBER}, ${act}`);
  acting.add(tx);
}

/** And what follows now, by whoever it was before. */
export function actAsBefore(tx: OrgDb): void {
  if (!acting.delete(tx)) return;
  sendAlong(
    tx,
    sql`select set_config('thread.actor_kind', current_setting('thread.was_kind'), true),
      set_config('thread.actor_id', current_setting('thread.was_id'), true),
      set_config('thread.cause', current_setting('thread.was_cause'), true)`,
  );
}

/** What a job does for somebody who asked for it is theirs. */
export function actAsMember(tx: OrgDb, memberId: string): void {
  sendAlong(
    tx,
    sql`select set_config('thread.actor_kind', 'member', true),
      set_config('thread.actor_id', ${memberId}, true), set_config('thread.cause', 'request', true)`,
  );
}

const REMEMBER = sql`${KEEP_PLANS},
  set_config('thread.was_kind', coalesce(current_setting('thread.actor_kind', true), ''), true),
  set_config('thread.was_id', coalesce(current_setting('thread.actor_id', true), ''), true),
  set_config('thread.was_cause', coalesce(current_setting('thread.cause', true), ''), true)`;
