import { sql } from "kysely";
import { Buffer } from "node:buffer";
import type { OrgDb } from "../base/db.ts";
import { Refused } from "../base/errors.ts";
import { listFields } from "./account_fields.ts";
import { readCsv } from "./import_csv.ts";
import {
  guessColumns,
  type ImportColumn,
  type ImportField,
  importFields,
} from "./import_fields.ts";
import { type Proposal, readFreeText } from "./import_free_text.ts";
import { readJson } from "./import_json.ts";
import { changeImport, type Import } from "./imports.ts";
import { decodeText } from "./import_text.ts";

const AT_ONCE = 1000;
const SAMPLES = 3;

interface NewRow {
  line: number;
  cells: string[];
  snippet?: string;
  guesses?: Record<string, string>;
}

/** Turns the source into rows. A source that cannot be read says why, and can be read otherwise. */
export async function readImport(tx: OrgDb, found: Import): Promise<void> {
  const fields = importFields(await listFields(tx));
  const text = await sourceText(tx, found);
  try {
    const names: string[] = [];
    await keepRows(tx, found, rowsIn(text, found, fields, names), names, fields);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    await forgetRows(tx, found.id);
    await changeImport(tx, found.id, {
      state: "unreadable",
      problem: error.message,
      rows_count: 0,
    });
  }
}

/** The rows that somebody or something proposed for a free text. */
export async function keepProposals(
  tx: OrgDb,
  found: Import,
  proposals: Proposal[],
  remark: string | null,
): Promise<void> {
  const fields = importFields(await listFields(tx));
  const names = fields.map(({ label }) => label);
  await keepRows(tx, found, proposals.map((one) => proposedRow(one, fields)), names, fields);
  await changeImport(tx, found.id, { remark });
}

export async function sourceText(tx: OrgDb, { id, encoding }: Import): Promise<string> {
  const parts = await tx.selectFrom("import_sources").select("bytes")
    .where("import_id", "=", id).orderBy("part").execute();
  return decodeText(Buffer.concat(parts.map(({ bytes }) => bytes)), encoding);
}

/** `names` is filled while the rows are read. */
function* rowsIn(
  text: string,
  { format, separator, header }: Import,
  fields: ImportField[],
  names: string[],
): Generator<NewRow> {
  if (format === "csv") {
    let first = true;
    for (const row of readCsv(text, separator)) {
      if (first && header) names.push(...row.cells);
      else yield row;
      first = false;
    }
  } else if (format === "json") {
    const found = new Map<string, number>();
    yield* readJson(text, found);
    names.push(...found.keys());
  } else {
    names.push(...fields.map(({ label }) => label));
    for (const proposal of readFreeText(text, fields)) yield proposedRow(proposal, fields);
  }
}

function proposedRow({ line, snippet, values, sources }: Proposal, fields: ImportField[]): NewRow {
  const cells = fields.map(({ field }) => values[field] ?? "");
  const guesses = Object.fromEntries(
    Object.keys(values).map((field) => [field, sources?.[field] ?? snippet]),
  );
  return { line, cells, snippet, guesses };
}

async function keepRows(
  tx: OrgDb,
  found: Import,
  rows: Iterable<NewRow>,
  names: string[],
  fields: ImportField[],
): Promise<void> {
  await forgetRows(tx, found.id);
  const samples: string[][] = [];
  let count = 0;
  let waiting: NewRow[] = [];
  const flush = async () => {
    await insertRows(tx, found.id, count - waiting.length + 1, waiting);
    waiting = [];
  };
  for (const row of rows) {
    waiting.push(row);
    count++;
    keepSamples(samples, row.cells);
    if (waiting.length === AT_ONCE) await flush();
  }
  if (count === 0) throw new Refused(NOTHING[found.format]);
  await flush();
  const columns = columnsOf(found, names, samples, fields);
  await changeImport(tx, found.id, {
    state: "columns",
    problem: null,
    remark: null,
    rows_count: count,
    changes: 0,
    columns: columns,
  });
}

const NOTHING = {
  csv: "There are no rows in it beside the one that names the columns.",
  json: "There are no records in it.",
  text: "No account was found in this text. Write one a line, with its company's name first.",
};

function columnsOf(
  { format }: Import,
  names: string[],
  samples: string[][],
  fields: ImportField[],
): ImportColumn[] {
  const width = Math.max(names.length, samples.length);
  const all = Array.from({ length: width }, (_, at) => names[at]?.trim() || `Column ${at + 1}`);
  if (format !== "text") return guessColumns(all, samples, fields);
  return fields.map(({ field }, at) => ({
    name: all[at]!,
    field: samples[at]?.length ? field : "",
    guessed: false,
    samples: samples[at] ?? [],
  }));
}

function keepSamples(samples: string[][], cells: string[]): void {
  for (const [at, cell] of cells.entries()) {
    const kept = samples[at] ??= [];
    if (cell && kept.length < SAMPLES && !kept.includes(cell.slice(0, 120))) {
      kept.push(cell.slice(0, 120));
    }
  }
}

async function insertRows(tx: OrgDb, importId: string, first: number, rows: NewRow[]) {
  const values = rows.map((row, at) => ({ ...row, row_no: first + at }));
  await sql`insert into import_rows (import_id, row_no, line, cells, snippet, guesses)
    select ${importId}, r.row_no, r.line, r.cells, r.snippet, coalesce(r.guesses, '{}')
    from jsonb_to_recordset(${values}::jsonb)
      as r (row_no int, line int, cells jsonb, snippet text, guesses jsonb)`.execute(tx);
}

async function forgetRows(tx: OrgDb, importId: string): Promise<void> {
  await tx.deleteFrom("import_changes").where("import_id", "=", importId).execute();
  await tx.deleteFrom("import_rows").where("import_id", "=", importId).execute();
}
