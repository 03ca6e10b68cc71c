import { sql } from "kysely";
import type { OrgDb } from "../base/db.ts";

export interface Listening {
  id: string;
  name: string;
  state: "draft" | "active" | "paused";
  publishedId: string | null;
  /** Of its start, as it is published, or drawn where it never was. */
  start: {
    on: string;
    /** Absent where it listens to every production connection. */
    connection?: string;
    stages?: string[];
  };
}

/** The workflows that begin with a service's records, drafts and paused ones too. */
export async function workflowsListening(tx: OrgDb): Promise<Listening[]> {
  const { rows } = await sql<Listening>`
    select w.id, w.name, w.state, w.published_id as "publishedId", s.config as start
    from workflows w
    left join workflow_versions v on v.org_id = w.org_id and v.id = w.published_id
    cross join lateral (
      select jsonb_path_query_first(coalesce(v.graph, w.draft),
        '$.nodes[*] ? (@.kind == "start").config') as config
    ) s
    where w.org_id = current_org() and w.state <> 'archived'
      and s.config ->> 'on' in (select distinct c.service from connections c
        where c.org_id = current_org())
    order by w.name limit 500`.execute(tx);
  return rows;
}

/** Those that hear this connection. */
export function listeningTo(
  all: Listening[],
  { id, service, environment }: { id: string; service: string; environment: string },
): Listening[] {
  return all.filter((one) =>
    one.start.on === service &&
    (one.start.connection ? one.start.connection === id : environment === "production")
  );
}
