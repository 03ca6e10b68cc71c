import { sql } from "kysely";
import { type Db, inOrg, type OrgDb, type SystemDb } from "../base/db.ts";
import { handoffReminderLetter } from "../messages/handoff_letters.ts";
import { findLetterhead, postLetterOn } from "../messages/letterheads.ts";
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

const ACTOR = { kind: "system", cause: "job:remind_handoffs" } as const;

export function remindHandoffs(db: Db, orgId: string, publicUrl: URL): Promise<void> {
  return inOrg(db, orgId, ACTOR, async (tx) => {
    const waiting = await lockWaiting(tx);
    if (waiting.length === 0) return;
    const head = await findLetterhead(tx, publicUrl);
    for (const handoff of waiting) {
      const link = new URL(`/handoffs/${handoff.id}`, publicUrl).href;
      const letter = handoffReminderLetter({ ...handoff, link });
      const to = { name: handoff.ae, address: handoff.email };
      await postLetterOn(tx, head, letter, { class: "notice", to, subjectId: handoff.id });
      await record(tx, "handoff.reminded", handoff);
    }
  });
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
    select t.id, t.account_id, a.name as account, e.name as ae, e.email,
      coalesce(b.name, 'Thread') as by,
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
  account: string;
  ae: string;
  email: string;
  by: string;
  days: number;
}
