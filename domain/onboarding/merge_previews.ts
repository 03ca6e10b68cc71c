import { sql } from "kysely";
import type { OrgDb } from "../base/db.ts";

/** What an account would bring into a merge, in numbers. */
export interface Belongings {
  contacts: number;
  notes: number;
  submissions: number;
  plan: { name: string; number: number | null; done: number; open: number } | null;
}

export async function belongingsOf(tx: OrgDb, ids: [string, string]) {
  const { rows } = await sql<Belongings & { id: string }>`
    select a.id,
      (select count(*)::int from contacts c where c.account_id = a.id and c.removed_at is null)
        as contacts,
      (select count(*)::int from notes n where n.account_id = a.id) as notes,
      (select count(*)::int from submissions s where s.account_id = a.id) as submissions,
      (select jsonb_build_object('name', p.template_name, 'number', p.revision_number,
        'done', (select count(*) from actions x where x.plan_id = p.id and x.state = 'completed'),
        'open', (select count(*) from actions x where x.plan_id = p.id
          and x.state not in ('completed', 'skipped', 'cancelled')))
        from plans p where p.account_id = a.id and p.ended_at is null) as plan
    from accounts a where a.id = any(${ids}::uuid[])`.execute(tx);
  const of = (id: string) => rows.find((row) => row.id === id)!;
  return [of(ids[0]), of(ids[1])] as [Belongings, Belongings];
}
