import { sql } from "kysely";
import type { OrgDb } from "../base/db.ts";
import { Refused } from "../base/errors.ts";
import { enqueue } from "../base/queue.ts";
import { Stale } from "../people/versions.ts";
import { checkRows, rulesOf } from "./import_checks.ts";
import type { DayOrder } from "./import_days.ts";
import { matchRows } from "./import_matches.ts";
import { findRow, type ImportRow } from "./import_rows.ts";
import { type Named, shownTexts, type Texts } from "./import_values.ts";
import { changeImport, type Import, lockImport, refuseUnless } from "./imports.ts";

export type Decision = "create" | "update" | "skip";

/** Who changes rows, and what the cells may name. */
export interface Editor {
  memberId: string;
  templates: Named[];
}

export interface RowEdit {
  version: number;
  texts: Texts;
  decision: Decision | null;
}

const MOST_CHECKED_AT_ONCE = 1000;

/** Keeps what a person typed over the cells of one row, and checks it again. */
export async function editRow(
  tx: OrgDb,
  importId: string,
  rowNo: number,
  { version, texts, decision }: RowEdit,
  editor: Editor,
): Promise<ImportRow> {
  const found = await openForEdits(tx, importId);
  const before = await findRow(tx, importId, rowNo);
  const shown = shownTexts(before, found);
  const changed = Object.entries(texts).filter(([field, text]) => text !== (shown[field] ?? ""));
  if (changed.length === 0 && decision === before.decision) return before;
  if (before.version !== version) throw await staleRow(tx, before);
  const change = sql`edits = edits || ${
    Object.fromEntries(changed)
  }::jsonb, decision = ${decision}`;
  await changeRows(tx, found, [rowNo], change, editor);
  return await findRow(tx, importId, rowNo);
}

export type BulkEdit =
  | { kind: "set"; field: string; text: string }
  | { kind: "decide"; decision: Decision | null }
  | { kind: "confirm" };

/** The same for many rows. Answers how many there were. */
export async function editRows(
  tx: OrgDb,
  importId: string,
  rowNos: number[],
  edit: BulkEdit,
  editor: Editor,
): Promise<number> {
  const found = await openForEdits(tx, importId);
  const change = edit.kind === "set"
    ? sql`edits = edits || ${{ [edit.field]: edit.text }}::jsonb`
    : edit.kind === "decide"
    ? sql`decision = ${edit.decision}`
    : sql`edits = ${confirmed(found)}`;
  return await changeRows(tx, found, rowNos, change, editor);
}

/** Puts one text into every row that has this problem. */
export async function repairRows(
  tx: OrgDb,
  importId: string,
  { field, problem, text }: { field: string; problem: string; text: string },
  editor: Editor,
): Promise<number> {
  const found = await openForEdits(tx, importId);
  const rows = await tx.selectFrom("import_rows").select("row_no")
    .where("import_id", "=", importId).where("status", "=", "fix")
    .where(sql<boolean>`problems ->> ${field} = ${problem}`)
    .orderBy("row_no").execute();
  const change = sql`edits = edits || ${{ [field]: text }}::jsonb`;
  return await changeRows(tx, found, rows.map(({ row_no }) => row_no), change, editor);
}

/** Confirms every guess of the import as it stands. */
export async function confirmGuesses(tx: OrgDb, importId: string, editor: Editor): Promise<number> {
  const found = await openForEdits(tx, importId);
  const rows = await tx.selectFrom("import_rows").select("row_no")
    .where("import_id", "=", importId)
    .where(sql<boolean>`exists (select from jsonb_object_keys(guesses) g where not edits ? g)`)
    .orderBy("row_no").execute();
  const change = sql`edits = ${confirmed(found)}`;
  return await changeRows(tx, found, rows.map(({ row_no }) => row_no), change, editor);
}

/** Says which of two numbers is the month, for every date that can be read both ways. */
export async function chooseDayOrder(
  tx: OrgDb,
  importId: string,
  order: DayOrder,
  memberId: string,
): Promise<void> {
  const found = await openForEdits(tx, importId);
  await changeImport(tx, found.id, { day_order: order, changed_by: memberId });
  await checkAll(tx, importId);
}

/** Takes the last edit back, whatever it was and whoever made it. */
export async function undoLastEdit(tx: OrgDb, importId: string, editor: Editor): Promise<number> {
  const found = await openForEdits(tx, importId);
  if (found.changes === 0) throw new Refused("There is no edit to take back.");
  const { rows } = await sql<{ row_no: number }>`
    with gone as (
      delete from import_changes where import_id = ${importId} and change_no = ${found.changes}
      returning row_no, edits, decision
    )
    update import_rows r set edits = g.edits, decision = g.decision, version = r.version + 1,
      changed_by = ${editor.memberId}
    from gone g where r.import_id = ${importId} and r.row_no = g.row_no
    returning r.row_no`.execute(tx);
  const rowNos = rows.map(({ row_no }) => row_no);
  await checkEdited(tx, found, rowNos, editor);
  await touch(tx, found, found.changes - 1, editor);
  return rowNos.length;
}

async function openForEdits(tx: OrgDb, importId: string): Promise<Import> {
  const found = await lockImport(tx, importId);
  refuseUnless(found, ["review"]);
  return found;
}

async function changeRows(
  tx: OrgDb,
  found: Import,
  rowNos: number[],
  change: ReturnType<typeof sql>,
  editor: Editor,
): Promise<number> {
  if (rowNos.length === 0) return 0;
  const changeNo = found.changes + 1;
  const { rows } = await sql<{ row_no: number }>`
    with before as (
      insert into import_changes (import_id, change_no, row_no, edits, decision)
      select import_id, ${changeNo}, row_no, edits, decision from import_rows
      where import_id = ${found.id} and row_no = any(${rowNos}::int[])
      returning row_no
    )
    update import_rows set ${change}, version = version + 1, changed_by = ${editor.memberId}
    where import_id = ${found.id} and row_no in (select row_no from before)
    returning row_no`.execute(tx);
  await checkEdited(tx, found, rows.map(({ row_no }) => row_no), editor);
  await touch(tx, found, changeNo, editor);
  return rows.length;
}

async function checkAll(tx: OrgDb, importId: string) {
  await changeImport(tx, importId, { state: "checking", position: 0 });
  await enqueue(tx, "advance_import", { importId }, { key: importId });
}

/** The rows themselves, and those that named the same company before or do so now. */
async function checkEdited(tx: OrgDb, found: Import, rowNos: number[], { templates }: Editor) {
  if (rowNos.length > MOST_CHECKED_AT_ONCE) return await checkAll(tx, found.id);
  const keys = async () =>
    await tx.selectFrom("import_rows").select(["match_key", "domain"])
      .where("import_id", "=", found.id).where(sql<boolean>`row_no = any(${rowNos}::int[])`)
      .execute();
  const before = await keys();
  const rules = await rulesOf(tx, found, templates);
  await checkRows(tx, found.id, rules, rowNos);
  const named = [...before, ...await keys()];
  const names = named.map(({ match_key }) => match_key).filter((key) => key !== null);
  const domains = named.map(({ domain }) => domain).filter((key) => key !== null);
  const same = await tx.selectFrom("import_rows").select("row_no")
    .where("import_id", "=", found.id)
    .where((e) =>
      e.or([
        sql<boolean>`row_no = any(${rowNos}::int[])`,
        sql<boolean>`match_key = any(${names}::text[])`,
        sql<boolean>`domain = any(${domains}::text[])`,
      ])
    ).execute();
  await matchRows(tx, found.id, same.map(({ row_no }) => row_no));
}

/** Not a version of the import: whoever edits another row goes on. */
async function touch(tx: OrgDb, found: Import, changes: number, { memberId }: Editor) {
  await tx.updateTable("imports")
    .set({ changes, changed_by: memberId, changed_at: sql<Date>`now()` })
    .where("id", "=", found.id).execute();
}

/** Each guess becomes what it says, as if it had been typed. */
function confirmed({ columns }: Import) {
  const columnOf = Object.fromEntries(
    columns.map(({ field }, at) => [field, at]).filter(([field]) => field),
  );
  return sql`(select coalesce(jsonb_object_agg(g.field, coalesce(
      cells ->> (${columnOf}::jsonb ->> g.field)::int, '')), '{}')
    from jsonb_object_keys(guesses) as g (field)
    where coalesce(cells ->> (${columnOf}::jsonb ->> g.field)::int, '') <> '')
    || case when guesses ? 'contact_name' and reading #>> '{contact,name}' is not null
      then jsonb_build_object('contact_name', reading #>> '{contact,name}') else '{}' end
    || edits`;
}

async function staleRow(tx: OrgDb, row: ImportRow): Promise<Stale> {
  const member = row.changed_by === null
    ? undefined
    : await tx.selectFrom("members").select("name").where("id", "=", row.changed_by)
      .executeTakeFirst();
  return new Stale(
    `${member?.name ?? "Somebody"} changed this row while you had it open, so what you typed is ` +
      "not saved yet. Change it once more to keep yours.",
    undefined,
  );
}
