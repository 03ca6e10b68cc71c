import { sql } from "kysely";
import type { OrgDb, SystemDb } from "../base/db.ts";
import { record } from "./handoffs.ts";

const IS_PAST = sql<boolean>`remind_at <= now()`;
const AT_ONCE = 100;
/** Then it is for the person who asked to talk to them. */
const MOST_REMINDERS = 3;

/** For the clock: where a handoff has waited too long. */
export async function orgsToRemind(tx: SystemDb): Promise<string[]> {
  const rows = await tx.selectFrom("handoffs").select("org_id").distinct()
    .where("state", "=", "open").where(IS_PAST).execute();
  return rows.map(({ org_id }) => org_id);
}

/** The event is what tells them; see domain/messages/notification_rules.ts. */
export async function remindHandoffs(tx: OrgDb): Promise<void> {
  for (const handoff of await lockWaiting(tx)) {
    const { by, days } = handoff;
    await record(tx, "handoff.reminded", handoff, { by, days });
  }
}

/** Of an archived account, or where the account executive has left, nobody is reminded any more. */
async function lockWaiting(tx: OrgDb) {
  const { rows } = await sql<Waiting>`
    with late as (
      select id from handoffs where state = 'open' and remind_at <= now()
      order by remind_at limit ${AT_ONCE} for update skip locked
    ), told as (
      update handoffs h set reminders = reminders + 1,
        remind_at = case when reminders + 1 < ${MOST_REMINDERS}
          then now() + interval '3 days' end
      from late where h.id = late.id
      returning h.*
    )
    select t.id, t.account_id, coalesce(b.name, 'Thread') as by,
      greatest(1, extract(day from now() - t.asked_at))::integer as days
    from told t
    join accounts a on a.org_id = t.org_id and a.id = t.account_id and a.archived_at is null
    join members e on e.org_id = t.org_id and e.id = t.ae_id and e.deactivated_at is null
    left join members b on b.org_id = t.org_id and b.id = t.asked_by`.execute(tx);
  return rows;
}

interface Waiting {
  id: string;
  account_id: string;
  by: string;
  days: number;
}
