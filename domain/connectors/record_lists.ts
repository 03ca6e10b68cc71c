import { type Selectable, sql } from "kysely";
import type { OrgDb } from "../base/db.ts";
import type { OutsideRecords } from "../base/schema.ts";

export type ListedRecord =
  & Pick<
    Selectable<OutsideRecords>,
    | ("id" | "record_id" | "name" | "url" | "stage_label" | "state" | "lacks")
    | ("account_id" | "changed_at" | "seen_at")
  >
  & { account_name: string | null };

export interface RecordFilter {
  only: "all" | "waiting";
  /** A stage's id; empty for all. */
  stage: string;
  /** Where the page before ended. */
  before?: string;
}

const PAGE = 50;

/** What was read of a connection, seen last first, each with the account that was made of it. */
export async function listRecords(
  tx: OrgDb,
  connectionId: string,
  { only, stage, before }: RecordFilter,
  limit = PAGE,
): Promise<{ rows: ListedRecord[]; more: string | undefined }> {
  const from = before === undefined ? undefined : readPlace(before);
  const rows = await tx.selectFrom("outside_records as r")
    .leftJoin(
      "accounts as a",
      (join) => join.onRef("a.id", "=", "r.account_id").onRef("a.org_id", "=", "r.org_id"),
    )
    .select([
      ...(["r.id", "r.record_id", "r.name", "r.url", "r.stage_label", "r.state"] as const),
      ...(["r.lacks", "r.account_id", "r.changed_at", "r.seen_at"] as const),
      "a.name as account_name",
      sql<string>`r.seen_at::text`.as("place"),
    ])
    .where("r.connection_id", "=", connectionId)
    .$if(only === "waiting", (q) => q.where("r.state", "=", "waiting"))
    .$if(stage !== "", (q) => q.where("r.stage", "=", stage))
    .$if(
      from !== undefined,
      (q) =>
        q.where(sql<boolean>`r.seen_at <= ${from!.seen}::timestamptz`).where(
          sql<boolean>`(r.seen_at < ${from!.seen}::timestamptz or r.id > ${from!.id}::uuid)`,
        ),
    )
    .orderBy("r.seen_at", "desc").orderBy("r.id").limit(limit + 1).execute();
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return { rows: page, more: rows.length > limit ? `${last!.place}~${last!.id}` : undefined };
}

function readPlace(text: string): { seen: string; id: string } | undefined {
  const [, seen, id] =
    /^(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{1,6})?[+-]\d\d(?::\d\d)?)~([0-9a-f-]{36})$/
      .exec(text) ?? [];
  const isTime = seen !== undefined && !isNaN(Date.parse(seen.replace(/([+-]\d\d)$/, "$1:00")));
  const isId = id !== undefined && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id);
  return isTime && isId ? { seen, id } : undefined;
}

const MOST_COUNTED = 1000;

/** No more than a thousand are counted: beyond that the number helps nobody. */
export async function countWaiting(tx: OrgDb, connectionId: string): Promise<number> {
  const { rows: [row] } = await sql<{ waiting: number }>`
    select count(*)::integer as waiting from (
      select from outside_records r where r.org_id = current_org()
        and r.connection_id = ${connectionId} and r.state = 'waiting' limit ${MOST_COUNTED}
    ) few`.execute(tx);
  return row!.waiting;
}
