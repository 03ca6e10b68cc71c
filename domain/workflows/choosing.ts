import { sql } from "kysely";
import type { OrgDb } from "../base/db.ts";
import { invalid, StepFailed } from "./failures.ts";

export interface Candidate {
  id: string;
  name: string;
  email: string;
}

/** Whom to choose from: these people, the members of a queue, or every CSM. */
export interface Pool {
  members: string[];
  queue?: string;
}

/** More accounts than this are simply many: nobody is chosen by counting further. */
const FULL = 250;

/** The one who carries the fewest accounts that are not live yet. */
export async function leastLoaded(tx: OrgDb, pool: Pool): Promise<Candidate> {
  const all = await candidates(tx, pool).select(CARRIED.as("carried")).execute();
  return present(all).reduce((least, one) => one.carried < least.carried ? one : least);
}

const CARRIED = sql<number>`(
  select count(*)::integer from (
    select from accounts a where a.org_id = current_org() and a.csm_id = m.id
      and a.archived_at is null and a.health <> 'live' limit ${FULL}
  ) few)`;

/** The one whose turn is longest ago. Whoever comes second waits for the first, and takes the next. */
export async function nextInTurn(
  tx: OrgDb,
  pool: Pool,
  at: { workflowId: string; nodeId: string },
): Promise<Candidate> {
  const here = present(await candidates(tx, pool).execute());
  await sql`select pg_advisory_xact_lock(hashtextextended(
    ${`turn ${at.workflowId} ${at.nodeId}`}, 0))`.execute(tx);
  const { rows } = await sql<{ id: string }>`
    select m.id from unnest(${here.map(({ id }) => id)}::uuid[]) with ordinality as m (id, place)
    left join turns t on t.org_id = current_org() and t.workflow_id = ${at.workflowId}
      and t.node_id = ${at.nodeId} and t.member_id = m.id
    order by t.taken_at nulls first, m.place limit 1`.execute(tx);
  const next = here.find(({ id }) => id === rows[0]!.id)!;
  await sql`
    insert into turns (workflow_id, node_id, member_id, taken_at)
    values (${at.workflowId}, ${at.nodeId}, ${next.id}, clock_timestamp())
    on conflict (org_id, workflow_id, node_id, member_id)
    do update set taken_at = excluded.taken_at`.execute(tx);
  return next;
}

function present<One extends Candidate & { away: boolean }>(all: One[]): One[] {
  if (all.length === 0) {
    throw new StepFailed(invalid("Nobody in this group can take an account over."));
  }
  const here = all.filter(({ away }) => !away);
  if (here.length > 0) return here;
  const names = all.map(({ name }) => name).join(", ");
  throw new StepFailed({
    cause: "validation",
    text: `Everybody who could take it is away today: ${names}.`,
    todo: "Retry when somebody is back, or assign somebody by hand and skip this step.",
  });
}

/** Without a choice of people only CSMs: those who could stand in for one are not asked. */
function candidates(tx: OrgDb, { members, queue }: Pool) {
  const named = members.length > 0 || queue !== undefined;
  return tx.selectFrom("members as m").select(["m.id", "m.name", "m.email", AWAY.as("away")])
    .where(sql<boolean>`m.roles && ${named ? ["csm", "ops", "admin"] : ["csm"]}::text[]`)
    .where("m.deactivated_at", "is", null)
    .$if(members.length > 0, (q) => q.where("m.id", "in", members))
    .$if(
      members.length === 0 && queue !== undefined,
      (q) =>
        q.where(
          "m.id",
          "in",
          (e) => e.selectFrom("queue_members").select("member_id").where("queue_id", "=", queue!),
        ),
    )
    .orderBy("m.name_key").orderBy("m.id").limit(500);
}

/** On the organisation's day of today. */
const AWAY = sql<boolean>`exists (
  select from days_off d where d.org_id = current_org() and d.member_id = m.id
    and (now() at time zone (select time_zone from orgs where id = current_org()))::date
      between d.first_on and d.last_on)`;
