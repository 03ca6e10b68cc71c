import { sql } from "kysely";
import type { OrgDb } from "../base/db.ts";
import { writeCsv } from "./csv_files.ts";
import { plan } from "./import_matches.ts";
import { shownTexts } from "./import_values.ts";
import type { Import } from "./imports.ts";
import type { ImportRow } from "./import_rows.ts";

const AT_ONCE = 5000;

/** The rows that made no account, as they stand now and with the reason, to be sent once more. */
export async function skippedRowsCsv(tx: OrgDb, found: Import): Promise<string> {
  const columns = found.columns.map(({ name, field }, at) => ({ name, field, at }));
  let csv = writeCsv([["Row", "Why", ...columns.map(({ name }) => name)]]);
  for (let after = 0;;) {
    const rows = await tx.selectFrom("import_rows")
      .select(["row_no", "cells", "edits", "reading", "problems", "error", "twin_row"])
      .select(["twin_account_id", "decision", "outcome"])
      .where("import_id", "=", found.id).where("row_no", ">", after)
      .where(sql<boolean>`coalesce(outcome in ('skipped', 'rejected'), ${plan} = 'skip')`)
      .orderBy("row_no").limit(AT_ONCE).execute() as unknown as ImportRow[];
    csv += writeCsv(rows.map((row) => {
      const texts = shownTexts(row, found);
      const cells = columns.map(({ field, at }) => (field ? texts[field] : row.cells[at]) ?? "");
      return [String(row.row_no), whyNot(row), ...cells];
    }));
    if (rows.length < AT_ONCE) return csv;
    after = rows.at(-1)!.row_no;
  }
}

function whyNot({ error, problems, decision, twin_row, twin_account_id }: ImportRow): string {
  if (error) return error;
  const wrong = Object.values(problems);
  if (wrong.length > 0) return wrong.join(" ");
  if (decision === "skip") return "Somebody chose to skip it.";
  if (twin_row) return `Row ${twin_row} names the same company.`;
  return twin_account_id ? "It may be about more than one account." : "It was skipped.";
}
