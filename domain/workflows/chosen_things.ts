import { sql } from "kysely";
import type { OrgDb } from "../base/db.ts";
import type { Chosen } from "./step_values.ts";

export interface Thing {
  what: keyof Chosen;
  id: string;
  name: string;
  /** Of a queue: what it is for; of a connection or a stage: its service. */
  kind: string | null;
}

/** Everything of this organisation that a step can name, in one question. */
export async function thingsToChoose(tx: OrgDb): Promise<Thing[]> {
  const { rows } = await sql<Thing>`
    select 'member' as what, id::text, name, null as kind from members where deactivated_at is null
    union all select 'queue', id::text, name, kind from queues where archived_at is null
    union all select 'template', id::text, name, null from templates where status = 'published'
    union all select 'workflow', id::text, name, null from workflows
      where state <> 'archived' and published_id is not null
    union all select 'field', key, label, type from account_fields where retired_at is null
    union all select 'connection', id::text, name, service from connections
      where state not in ('pending', 'disconnected')
    union all select distinct 'stage', s ->> 'id', s ->> 'label', c.service
      from connections c join connection_schemas h on h.org_id = c.org_id and h.connection_id = c.id
      cross join jsonb_array_elements(h.stages) s
      where c.state not in ('pending', 'disconnected') and (s ->> 'active')::boolean
    union all select 'channel', h.id::text, '#' || h.name, c.service
      from channels h join connections c on c.org_id = h.org_id and c.id = h.connection_id
      where c.state = 'connected' and h.is_member and not h.is_archived and h.gone_at is null
    order by what, name limit 5000`.execute(tx);
  return rows;
}

export function chosenFrom(things: Thing[]): Chosen {
  const chosen: Chosen = {
    member: new Map(),
    queue: new Map(),
    template: new Map(),
    workflow: new Map(),
    connection: new Map(),
    stage: new Map(),
    channel: new Map(),
    field: new Map(),
  };
  for (const { what, id, name } of things) chosen[what].set(id, name);
  return chosen;
}
