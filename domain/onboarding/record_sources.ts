import { sql } from "kysely";
import { formatDay } from "../base/calendar.ts";
import type { OrgDb } from "../base/db.ts";
import type { OutsideTexts, ServiceKey } from "../base/schema.ts";
import { SERVICE_NAMES } from "../base/service_names.ts";
import type { Source } from "../writing/sources.ts";

/** What a record that an account follows says in whole texts: notes, activities, long fields. */
export interface RecordText {
  account_id: string;
  id: string;
  kind: OutsideTexts["kind"];
  title: string;
  body: string;
  at: Date | null;
  record: string;
  service: ServiceKey;
}

/** Fields first, then the latest; what the connected user may not read was never kept. */
export async function recordTexts(
  tx: OrgDb,
  accountIds: string[],
  most: number,
): Promise<RecordText[]> {
  const { rows } = await sql<RecordText>`
    select a.id as account_id, t.* from unnest(${accountIds}::uuid[]) as a (id)
    cross join lateral (
      select x.id, x.kind, x.title, x.body, x.written_at as at, r.name as record, c.service
      from outside_records r
      join connections c on c.org_id = r.org_id and c.id = r.connection_id
      join outside_texts x on x.org_id = r.org_id and x.outside_record_id = r.id
      where r.account_id = a.id
      order by x.kind = 'field' desc, x.written_at desc nulls last, x.id desc limit ${most}
    ) t`.execute(tx);
  return rows;
}

export function recordSource({ id, body, ...told }: RecordText): Source {
  return { kind: "record", label: labelOf(told), text: body, id };
}

/** 'Note "Call" of 3 May 2026, Northwind 2026 in Salesforce' */
function labelOf({ kind, title, at, record, service }: Omit<RecordText, "id" | "body">): string {
  const from = `${record} in ${SERVICE_NAMES[service]}`;
  if (kind === "field") return `${title}, ${from}`;
  const day = at ? ` of ${formatDay(at.toISOString().slice(0, 10), "en-GB")}` : "";
  return `${KINDS[kind]} "${title}"${day}, ${from}`;
}

const KINDS = { note: "Note", activity: "Activity", history: "History" };
