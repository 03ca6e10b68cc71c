import { type Selectable, sql } from "kysely";
import type { OrgDb } from "../base/db.ts";
import { NotFound } from "../base/errors.ts";
import type { ImportRows } from "../base/schema.ts";
import { plan } from "./import_matches.ts";
import type { Reading } from "./import_values.ts";

export const ROWS_A_PAGE = 100;

export type RowStatus = "ready" | "fix" | "duplicate";

export type ImportRow =
  & Omit<Selectable<ImportRows>, "reading">
  & {
    reading: Partial<Reading>;
    plan: "create" | "update" | "skip";
    /** The account that this row may be about. */
    twin: string | null;
  };

export interface RowFilter {
  show: RowStatus | "all";
  /** The number of the row after, or before, which the page stands. */
  after?: number;
  before?: number;
}

export interface RowPage {
  rows: ImportRow[];
  previous?: number;
  next?: number;
}

export async function listRows(tx: OrgDb, importId: string, filter: RowFilter): Promise<RowPage> {
  const { show, after, before } = filter;
  const upwards = before !== undefined && after === undefined;
  const found = await rowsWithTwins(tx, importId)
    .$if(show !== "all", (q) => q.where("r.status", "=", show as RowStatus))
    .$if(after !== undefined, (q) => q.where("r.row_no", ">", after!))
    .$if(upwards, (q) => q.where("r.row_no", "<", before!))
    .orderBy("r.row_no", upwards ? "desc" : "asc")
    .limit(ROWS_A_PAGE + 1).execute() as unknown as ImportRow[];
  const more = found.length > ROWS_A_PAGE;
  const rows = found.slice(0, ROWS_A_PAGE);
  if (upwards) rows.reverse();
  return {
    rows,
    previous: (upwards ? more : after !== undefined) ? rows[0]?.row_no : undefined,
    next: upwards || more ? rows.at(-1)?.row_no : undefined,
  };
}

export async function findRow(tx: OrgDb, importId: string, rowNo: number): Promise<ImportRow> {
  const found = await rowsWithTwins(tx, importId).where("r.row_no", "=", rowNo).executeTakeFirst();
  if (!found) throw new NotFound();
  return found as unknown as ImportRow;
}

function rowsWithTwins(tx: OrgDb, importId: string) {
  return tx.selectFrom("import_rows as r").leftJoin("accounts as a", "a.id", "r.twin_account_id")
    .selectAll("r").select(["a.name as twin", plan.as("plan")])
    .where("r.import_id", "=", importId);
}

export interface RowCounts {
  all: number;
  ready: number;
  fix: number;
  duplicate: number;
  create: number;
  update: number;
  skip: number;
  /** Rows to be imported that hold a guess which nobody confirmed. */
  guessed: number;
}

export async function countRows(tx: OrgDb, importId: string): Promise<RowCounts> {
  const rows = await tx.selectFrom("import_rows")
    .select([
      "status",
      plan.as("plan"),
      sql<number>`count(*)`.as("count"),
      sql<number>`count(*) filter (where guesses <> '{}' and exists (
        select from jsonb_object_keys(guesses) field where not edits ? field))`.as("guessed"),
    ])
    .where("import_id", "=", importId)
    .groupBy(["status", sql`2`]).execute();
  const counts = { all: 0, ready: 0, fix: 0, duplicate: 0, create: 0, update: 0, skip: 0 };
  let guessed = 0;
  for (const row of rows) {
    counts.all += row.count;
    counts[row.status] += row.count;
    counts[row.plan] += row.count;
    if (row.plan !== "skip") guessed += row.guessed;
  }
  return { ...counts, guessed };
}

/** Rows that the same thing is wrong with, so that they can be put right together. */
export interface Repair {
  field: string;
  problem: string;
  count: number;
  /** Some of the texts that could not be read. */
  samples: string[];
}

const MOST_REPAIRS = 12;

/** `columnOf` answers where a field stands in the source. */
export async function listRepairs(
  tx: OrgDb,
  importId: string,
  columnOf: Record<string, number>,
): Promise<Repair[]> {
  const { rows } = await sql<Repair>`
    select p.key as field, p.value as problem, count(*) as count,
      (array_agg(distinct left(t.text, 60)) filter (where t.text <> ''))[1:3] as samples
    from import_rows r
    cross join lateral jsonb_each_text(r.problems) p
    cross join lateral (select coalesce(r.edits ->> p.key,
      r.cells ->> (${columnOf}::jsonb ->> p.key)::int, '') as text) t
    where r.import_id = ${importId} and r.status = 'fix'
    group by p.key, p.value order by count(*) desc, p.key, p.value limit ${MOST_REPAIRS}`
    .execute(tx);
  return rows.map((row) => ({ ...row, samples: row.samples ?? [] }));
}

export async function firstRows(tx: OrgDb, importId: string) {
  return await tx.selectFrom("import_rows").select(["row_no", "cells"])
    .where("import_id", "=", importId).orderBy("row_no").limit(5).execute();
}

/** The first accounts that the import made or changed. */
export async function importedAccounts(tx: OrgDb, importId: string, limit = 100) {
  return await tx.selectFrom("import_rows as r").innerJoin("accounts as a", "a.id", "r.account_id")
    .select(["a.id", "a.name", "r.outcome", "r.error"])
    .where("r.import_id", "=", importId).where("r.outcome", "in", ["created", "updated"])
    .orderBy("r.row_no").limit(limit).execute();
}
