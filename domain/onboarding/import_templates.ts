import { sql } from "kysely";
import { changeImport, type Import } from "../accounts/imports.ts";
import type { OrgDb } from "../base/db.ts";
import { applyToAccounts } from "./plan_applications.ts";

const MOST = 500;
const AT_ONCE = 200;

/** What the rows of an import may name: templates with a revision to apply. */
export async function importableTemplates(tx: OrgDb): Promise<{ id: string; name: string }[]> {
  return await tx.selectFrom("templates").select(["id", "name"])
    .where("status", "=", "published").where("published_revision_id", "is not", null)
    .orderBy("name_key").orderBy("id").limit(MOST).execute();
}

interface Waiting {
  row_no: number;
  account_id: string;
  template_id: string;
}

/**
 * Gives the next imported accounts the plan that their row names. None of it begins by itself, so
 * that nothing is sent to customers who only moved house. Answers whether there may be more.
 */
export async function applyImported(tx: OrgDb, found: Import): Promise<boolean> {
  const rows = await tx.selectFrom("import_rows").select(["row_no", "account_id", "template_id"])
    .where("import_id", "=", found.id).where("row_no", ">", found.position)
    .where("account_id", "is not", null).where("template_id", "is not", null)
    .where("template_applied_at", "is", null)
    .orderBy("row_no").limit(AT_ONCE).execute() as Waiting[];
  const known = new Set((await importableTemplates(tx)).map(({ id }) => id));
  const failures: { account_id: string; error: string }[] = [];
  for (const [templateId, some] of Map.groupBy(rows, (row) => row.template_id)) {
    const ids = some.map(({ account_id }) => account_id);
    const error = "Its template is no longer published.";
    if (!known.has(templateId)) failures.push(...ids.map((account_id) => ({ account_id, error })));
    else {
      const { refused } = await applyToAccounts(tx, ids, templateId, { startFirst: false });
      failures.push(
        ...refused.map(({ accountId, why }) => ({ account_id: accountId, error: why })),
      );
    }
  }
  const rowNos = rows.map(({ row_no }) => row_no);
  await sql`update import_rows r set template_applied_at = now(), error = (
      select f.error from jsonb_to_recordset(${failures}::jsonb) as f (account_id uuid, error text)
      where f.account_id = r.account_id limit 1)
    where r.import_id = ${found.id} and r.row_no = any(${rowNos}::int[])`.execute(tx);
  await changeImport(tx, found.id, { position: rowNos.at(-1) ?? found.rows_count });
  return rows.length === AT_ONCE;
}
