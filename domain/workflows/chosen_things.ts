import { sql } from "kysely";
import type { OrgDb } from "../base/db.ts";
import type { Chosen } from "./step_values.ts";

export interface Thing {
  what: keyof Chosen;
  id: string;
  name: string;
  /** Of a queue: what it is for. */
  kind: string | null;
}

/** Everything of this organisation that a step can name, in one question. */
export async function thingsToChoose(tx: OrgDb): Promise<Thing[]> {
  const { rows } = await sql<Thing>`
    select 'member' as what, id, name, null as kind from members where deactivated_at is null
    union all select 'queue', id, name, kind from queues where archived_at is null
    union all select 'template', id, name, null from templates where status = 'published'
    union all select 'workflow', id, name, null from workflows
      where state <> 'archived' and published_id is not null
    order by what, name limit 5000`.execute(tx);
  return rows;
}

export function chosenFrom(things: Thing[]): Chosen {
  const chosen: Chosen = {
    member: new Map(),
    queue: new Map(),
    template: new Map(),
    workflow: new Map(),
  };
  for (const { what, id, name } of things) chosen[what].set(id, name);
  return chosen;
}
