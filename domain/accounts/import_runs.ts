import { sql } from "kysely";
import type { OrgDb } from "../base/db.ts";
import { Refused } from "../base/errors.ts";
import { enqueue } from "../base/queue.ts";
import { createImported, type Planned } from "./import_creations.ts";
import { updateImported } from "./import_updates.ts";
import { knownAccounts, plan } from "./import_matches.ts";
import { countRows } from "./import_rows.ts";
import { changeImport, type Import, lockImport, recordImport, refuseUnless } from "./imports.ts";

const AT_ONCE = 500;

/** From here on accounts are made. Answers whether this press began it, or one before did. */
export async function confirmImport(
  tx: OrgDb,
  id: string,
  { version, templateId, memberId }: {
    version: number;
    templateId: string | null;
    memberId: string;
  },
): Promise<void> {
  const found = await lockImport(tx, id);
  if (["importing", "applying", "done"].includes(found.state)) return;
  refuseUnless(found, ["review"]);
  await lockImport(tx, id, version);
  const { create, update, skip } = await countRows(tx, id);
  if (create + update === 0) throw new Refused("No row is ready, so there is nothing to import.");
  await changeImport(tx, id, {
    state: "importing",
    position: 0,
    template_id: templateId,
    changed_by: memberId,
    confirmed_by: memberId,
  });
  await recordImport(tx, found, "confirmed", { creates: create, updates: update, skips: skip });
  await enqueue(tx, "advance_import", { importId: id }, { key: id });
}

/** Makes the accounts of the next rows. Answers whether there are more rows. */
export async function importMore(tx: OrgDb, found: Import): Promise<boolean> {
  const last = Math.min(found.position + AT_ONCE, found.rows_count);
  const rows = await plannedRows(tx, found, last);
  const known = await sinceKnown(tx, rows);
  const late = rows.filter((row) => row.plan === "create" && known.has(row.row_no));
  const created = await createImported(
    tx,
    found,
    rows.filter((row) => row.plan === "create" && !known.has(row.row_no)),
  );
  const updated = await updateImported(tx, found, rows.filter((row) => row.plan === "update"));
  const outcomes = [
    ...created,
    ...updated,
    ...late.map(({ row_no }) => ({
      row_no,
      outcome: "rejected",
      error: "An account of this name or domain was added after the review.",
    })),
    ...rows.filter((row) => row.plan === "skip").map(({ row_no }) => ({
      row_no,
      outcome: "skipped",
    })),
  ];
  await sql`update import_rows r set outcome = o.outcome, account_id = o.account_id, error = o.error,
      template_id = case when o.outcome = 'created' then coalesce(r.template_id, ${found.template_id})
        when o.outcome = 'updated' then r.template_id end
    from jsonb_to_recordset(${outcomes}::jsonb)
      as o (row_no int, outcome text, account_id uuid, error text)
    where r.import_id = ${found.id} and r.row_no = o.row_no`.execute(tx);
  const count = (outcome: string) => outcomes.filter((one) => one.outcome === outcome).length;
  await changeImport(tx, found.id, {
    position: last,
    created_count: found.created_count + count("created"),
    updated_count: found.updated_count + count("updated"),
    skipped_count: found.skipped_count + count("skipped"),
    rejected_count: found.rejected_count + count("rejected"),
  });
  return last < found.rows_count;
}

/** The accounts that got a template are set up before the import is over. */
export async function finishImport(tx: OrgDb, found: Import): Promise<void> {
  await changeImport(tx, found.id, { state: "done", finished_at: sql<Date>`now()` });
  const { created_count: created, updated_count: updated } = found;
  await recordImport(tx, found, "finished", { created, updated });
}

async function plannedRows(tx: OrgDb, { id, position }: Import, last: number) {
  return await tx.selectFrom("import_rows")
    .select(["row_no", "reading", "status", "match_key", "domain", "twin_account_id"])
    .select(plan.as("plan"))
    .where("import_id", "=", id)
    .where("row_no", ">", position).where("row_no", "<=", last)
    .orderBy("row_no").execute() as unknown as Planned[];
}

/** Rows that matched no account when they were reviewed, and match one now. */
async function sinceKnown(tx: OrgDb, rows: Planned[]): Promise<Set<number>> {
  const fresh = rows.filter(({ status, plan }) => status === "ready" && plan === "create");
  const { names, domains } = await knownAccounts(tx, fresh);
  const late = fresh.filter(({ match_key, domain }) =>
    names.has(match_key ?? "") || domains.has(domain ?? "")
  );
  return new Set(late.map(({ row_no }) => row_no));
}
