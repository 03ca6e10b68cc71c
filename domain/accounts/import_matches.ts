import { sql } from "kysely";
import type { OrgDb } from "../base/db.ts";

interface Keys {
  row_no: number;
  match_key: string | null;
  domain: string | null;
}

interface Match {
  id: string;
  count: number;
}

export interface KnownAccounts {
  names: Map<string, Match>;
  domains: Map<string, Match>;
}

/**
 * Finds for each row the account it may be about, and the earlier row of the same file: by the
 * domain, and by the name without its legal form. Archived accounts and skipped rows do not count.
 * The keys are handed over as lists, because the planner knows nothing of rows that are new.
 */
export async function matchRows(tx: OrgDb, importId: string, rowNos: number[]): Promise<void> {
  const rows = await tx.selectFrom("import_rows").select(["row_no", "match_key", "domain"])
    .where("import_id", "=", importId).where(sql<boolean>`row_no = any(${rowNos}::int[])`)
    .execute();
  const [known, names, domains] = await Promise.all([
    knownAccounts(tx, rows),
    firstRows(tx, importId, "match_key", rows),
    firstRows(tx, importId, "domain", rows),
  ]);
  const matches = rows.map((row) => {
    const byName = known.names.get(row.match_key ?? "");
    const byDomain = known.domains.get(row.domain ?? "");
    const first = Math.min(
      names.get(row.match_key ?? "") ?? Infinity,
      domains.get(row.domain ?? "") ?? Infinity,
    );
    return {
      row_no: row.row_no,
      account: byDomain?.id ?? byName?.id ?? null,
      unclear: Boolean(byName && byDomain && byName.id !== byDomain.id) ||
        (byName?.count ?? 0) > 1 || (byDomain?.count ?? 0) > 1,
      earlier: first < row.row_no ? first : null,
    };
  });
  await sql`update import_rows r set twin_account_id = m.account, twin_unclear = m.unclear,
      twin_row = m.earlier,
      status = case when r.problems <> '{}' then 'fix'
        when m.account is not null or m.earlier is not null then 'duplicate' else 'ready' end
    from jsonb_to_recordset(${matches}::jsonb)
      as m (row_no int, account uuid, unclear boolean, earlier int)
    where r.import_id = ${importId} and r.row_no = m.row_no`.execute(tx);
}

/** Accounts in the lists that have one of these names or domains. */
export async function knownAccounts(
  tx: OrgDb,
  rows: Pick<Keys, "match_key" | "domain">[],
): Promise<KnownAccounts> {
  const find = async (column: "match_key" | "domain") => {
    const keys = keysOf(rows, column);
    if (keys.length === 0) return new Map<string, Match>();
    const { rows: found } = await sql<Match & { key: string }>`
      select ${sql.ref(column)} as key, min(id::text) as id, count(*) as count from accounts
      where ${sql.ref(column)} = any(${keys}::text[]) and archived_at is null
      group by 1`.execute(tx);
    return new Map(found.map(({ key, ...match }) => [key, match]));
  };
  const [names, domains] = await Promise.all([find("match_key"), find("domain")]);
  return { names, domains };
}

async function firstRows(
  tx: OrgDb,
  importId: string,
  column: "match_key" | "domain",
  rows: Keys[],
): Promise<Map<string, number>> {
  const keys = keysOf(rows, column);
  if (keys.length === 0) return new Map();
  const { rows: found } = await sql<{ key: string; first: number }>`
    select ${sql.ref(column)} as key, min(row_no) as first from import_rows
    where import_id = ${importId} and ${sql.ref(column)} = any(${keys}::text[])
      and decision is distinct from 'skip'
    group by 1`.execute(tx);
  return new Map(found.map(({ key, first }) => [key, first]));
}

function keysOf(rows: Pick<Keys, "match_key" | "domain">[], column: "match_key" | "domain") {
  return [...new Set(rows.map((row) => row[column]).filter((key) => key !== null))];
}

/** What is done with a row: what somebody decided, else what follows from its matches. */
export const plan = sql<"create" | "update" | "skip">`case
  when status = 'fix' then 'skip'
  when decision = 'update' and twin_account_id is null then 'skip'
  when decision is not null then decision
  when twin_row is not null or twin_unclear then 'skip'
  when twin_account_id is not null then 'update'
  else 'create' end`;
