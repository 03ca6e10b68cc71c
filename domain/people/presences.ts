import { sql } from "kysely";
import type { OrgDb } from "../base/db.ts";

/** A page says every 15 seconds that somebody looks at it; then they count as there for a while. */
const COUNTS = sql`interval '40 seconds'`;
const MOST_SHOWN = 12;

/** Writes down that this person looks at something now, and forgets who has long left it. */
export async function bePresent(tx: OrgDb, subjectId: string, memberId: string): Promise<void> {
  await sql`
    with gone as (
      delete from presences where org_id = current_org() and subject_id = ${subjectId}
        and seen_at < now() - interval '1 hour' and member_id <> ${memberId}
    )
    insert into presences (subject_id, member_id) values (${subjectId}, ${memberId})
    on conflict (org_id, subject_id, member_id) do update set seen_at = now()`.execute(tx);
}

/** The others who look at it now, by name. */
export async function othersPresent(
  tx: OrgDb,
  subjectId: string,
  memberId: string,
): Promise<string[]> {
  const rows = await tx.selectFrom("presences as p")
    .innerJoin("members as m", "m.id", "p.member_id").select("m.name")
    .where("p.subject_id", "=", subjectId).where("p.member_id", "<>", memberId)
    .where(sql<boolean>`p.seen_at > now() - ${COUNTS}`)
    .orderBy("m.name_key").limit(MOST_SHOWN).execute();
  return rows.map(({ name }) => name);
}
