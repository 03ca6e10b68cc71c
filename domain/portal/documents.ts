import { sql } from "kysely";
import type { AccountDb, OrgDb } from "../base/db.ts";
import type { FileState } from "../base/schema.ts";

/** A file that the customer sent, with those that it replaced. */
export interface SentDocument {
  id: string;
  name: string;
  size: number;
  at: Date;
  state: FileState;
  /** Why it was asked for again. */
  why: string | null;
  /** Whose word that is, where the staff looks. */
  decidedBy: string | null;
  by: string | null;
  /** What it was asked for with. */
  actionId: string | null;
  task: string | null;
  /** The newest first, without itself. */
  older: OlderVersion[];
}

export interface OlderVersion {
  id: string;
  name: string;
  size: number;
  at: string;
  by: string | null;
  state: FileState;
}

const PAGE = 50;
const MOST_VERSIONS = 20;

/** Of one account, newest first; of several versions the newest stands for all. */
export async function listDocuments(
  tx: AccountDb | OrgDb,
  accountId: string,
  before?: string,
): Promise<{ documents: SentDocument[]; next?: string }> {
  const { rows } = await sql<SentDocument>`
    select f.id, f.name, f.size, f.created_at as at, f.state, f.returned_why as why,
      f.action_id as "actionId", a.label as task, c.name as by, null as "decidedBy",
      coalesce((
        select jsonb_agg(to_jsonb(v) order by v.id desc) from (
          select o.id, o.name, o.size, o.created_at as at, o.state, oc.name as by
          from files o left join contacts oc on oc.id = o.contact_id
          where o.action_id = f.action_id and o.slot = f.slot and o.name = f.name and o.id < f.id
          order by o.id desc limit ${MOST_VERSIONS}) v), '[]') as older
    from files f
    left join contacts c on c.id = f.contact_id
    left join actions a on a.id = f.action_id
    where f.account_id = ${accountId} ${before ? sql`and f.id < ${before}` : sql``}
      and not exists (select from files n where n.action_id = f.action_id and n.slot = f.slot
        and n.name = f.name and n.id > f.id)
    order by f.id desc limit ${PAGE + 1}`.execute(tx);
  const documents = rows.slice(0, PAGE);
  return { documents, next: rows.length > PAGE ? documents.at(-1)!.id : undefined };
}

/** The names of those who took files or asked for them again. */
export async function withDeciders(
  tx: OrgDb,
  documents: SentDocument[],
): Promise<SentDocument[]> {
  const decided = documents.filter(({ state }) => state !== "received").map(({ id }) => id);
  if (decided.length === 0) return documents;
  const rows = await tx.selectFrom("files as f").innerJoin("members as m", "m.id", "f.decided_by")
    .select(["f.id", "m.name"]).where("f.id", "in", decided).execute();
  const names = new Map(rows.map(({ id, name }) => [id, name]));
  return documents.map((one) => ({ ...one, decidedBy: names.get(one.id) ?? null }));
}
