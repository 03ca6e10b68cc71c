import { sql } from "kysely";
import type { OrgDb } from "../base/db.ts";
import { Refused } from "../base/errors.ts";
import { enqueue } from "../base/queue.ts";
import { listFields } from "./account_fields.ts";
import { assignable } from "./assignments.ts";
import { matchKey } from "./duplicates.ts";
import type { ImportColumn } from "./import_fields.ts";
import { matchRows } from "./import_matches.ts";
import { type Named, rowReader, type RowRules, textsOf } from "./import_values.ts";
import { changeImport, type Import, lockImport, refuseUnless } from "./imports.ts";

const AT_ONCE = 1000;

export interface Matching {
  /** The field of each column of the source, in its order; nothing where it is left out. */
  fields: string[];
  defaults: Record<string, string>;
}

/** Says what each column is. Every row is checked anew then; what was typed over rows stays. */
export async function matchColumns(
  tx: OrgDb,
  id: string,
  version: number,
  { fields, defaults }: Matching,
  memberId: string,
): Promise<void> {
  const found = await lockImport(tx, id, version);
  refuseUnless(found, ["columns", "review"]);
  const columns = found.columns.map((column, at) => ({
    ...column,
    field: fields[at] ?? "",
    guessed: column.guessed && fields[at] === column.field,
  }));
  refuseUnfit(columns);
  await changeImport(tx, id, {
    state: "checking",
    position: 0,
    columns: columns,
    defaults: defaults,
    changed_by: memberId,
  });
  await enqueue(tx, "advance_import", { importId: id }, { key: id });
}

function refuseUnfit(columns: ImportColumn[]): void {
  const given = columns.map(({ field }) => field).filter(Boolean);
  const twice = given.find((field, at) => given.indexOf(field) !== at);
  if (twice) {
    const [first, second] = columns.filter(({ field }) => field === twice);
    throw new Refused(`"${first!.name}" and "${second!.name}" go to the same field.`);
  }
  if (!given.includes("name")) throw new Refused("Say which column holds the company's name.");
}

/** Everything that a row is read with, as it is now. */
export async function rulesOf(
  tx: OrgDb,
  { columns, defaults, day_order }: Import,
  templates: Named[],
): Promise<RowRules> {
  const [own, csms, aes] = await Promise.all([
    listFields(tx),
    assignable(tx, "csm"),
    assignable(tx, "ae"),
  ]);
  return { columns, defaults, dayOrder: day_order, own, csms, aes, templates };
}

/** Checks the next rows. Answers whether there are more. */
export async function checkMore(tx: OrgDb, found: Import, templates: Named[]): Promise<boolean> {
  const last = Math.min(found.position + AT_ONCE, found.rows_count);
  const rules = await rulesOf(tx, found, templates);
  const rows = Array.from({ length: last - found.position }, (_, at) => found.position + at + 1);
  await checkRows(tx, found.id, rules, rows);
  await matchRows(tx, found.id, rows);
  const more = last < found.rows_count;
  await changeImport(tx, found.id, { position: last, ...(!more && { state: "review" }) });
  return more;
}

/** Reads rows by the rules and keeps what they say. Their matches are found afterwards. */
export async function checkRows(
  tx: OrgDb,
  importId: string,
  rules: RowRules,
  rowNos: number[],
): Promise<void> {
  const rows = await tx.selectFrom("import_rows")
    .select(["row_no", "cells", "edits", "guesses"])
    .where("import_id", "=", importId)
    .where(sql<boolean>`row_no = any(${rowNos}::int[])`)
    .execute();
  const read = rowReader(rules);
  const checked = rows.map(({ row_no, cells, edits, guesses }) => {
    const texts = textsOf({ cells, edits }, rules);
    const { reading, problems, guesses: derived } = read(texts);
    return {
      row_no,
      reading: reading ?? {},
      problems,
      guesses: { ...guesses, ...derived },
      match_key: texts.name?.trim() ? matchKey(texts.name) : null,
      domain: reading?.account.domain ?? null,
      template_id: reading?.template_id ?? null,
    };
  });
  await sql`update import_rows r set reading = c.reading, problems = c.problems,
      guesses = c.guesses, match_key = c.match_key, domain = c.domain,
      template_id = c.template_id,
      status = case when c.problems <> '{}' then 'fix' else 'ready' end
    from jsonb_to_recordset(${checked}::jsonb) as c (row_no int, reading jsonb, problems jsonb,
      guesses jsonb, match_key text, domain text, template_id uuid)
    where r.import_id = ${importId} and r.row_no = c.row_no`.execute(tx);
}
