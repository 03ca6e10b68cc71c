import { type Selectable, sql } from "kysely";
import type { OrgDb } from "../base/db.ts";
import { NotFound, Refused } from "../base/errors.ts";
import { recordEvent } from "../base/events.ts";
import { enqueue } from "../base/queue.ts";
import type { Imports } from "../base/schema.ts";
import { staleError } from "../people/versions.ts";
import { listFields } from "./account_fields.ts";
import { detectFormat, type ImportFormat } from "./import_detect.ts";
import { type ImportColumn, importFields } from "./import_fields.ts";
import { MOST_BYTES } from "./import_limits.ts";
import { decodeText, detectEncoding, refuseBinary } from "./import_text.ts";
import type { Encoding, Separator } from "./import_words.ts";

export type Import = Omit<Selectable<Imports>, "columns" | "encoding" | "separator"> & {
  columns: ImportColumn[];
  encoding: Encoding;
  separator: Separator;
};

export interface ListedImport extends Import {
  by: string;
}

export interface ImportPage {
  imports: ListedImport[];
  older?: string;
}

const PAGE = 50;
const HEAD = 64_000;
const PART = 1_000_000;

/** Newest first. */
export async function listImports(tx: OrgDb, before?: string): Promise<ImportPage> {
  const found = await tx.selectFrom("imports as i")
    .innerJoin("members as m", "m.id", "i.created_by")
    .selectAll("i").select("m.name as by")
    .$if(before !== undefined, (q) => q.where("i.id", "<", before!))
    .orderBy("i.id", "desc").limit(PAGE + 1).execute() as unknown as ListedImport[];
  const imports = found.slice(0, PAGE);
  return { imports, older: found.length > PAGE ? imports.at(-1)!.id : undefined };
}

export async function findImport(tx: OrgDb, id: string): Promise<ListedImport> {
  const found = await tx.selectFrom("imports as i")
    .innerJoin("members as m", "m.id", "i.created_by")
    .selectAll("i").select("m.name as by")
    .where("i.id", "=", id).executeTakeFirst();
  if (!found) throw new NotFound();
  return found as unknown as ListedImport;
}

/** Two people who work on one import decide one after the other; the second is told. */
export async function lockImport(tx: OrgDb, id: string, version?: number): Promise<Import> {
  const found = await tx.selectFrom("imports").selectAll().where("id", "=", id).forUpdate()
    .executeTakeFirst();
  if (!found) throw new NotFound();
  if (version !== undefined && found.version !== version) {
    throw await staleError(tx, "this import", id);
  }
  return found as unknown as Import;
}

export interface Upload {
  id: string;
  name: string;
  bytes: Uint8Array;
  memberId: string;
}

/** The id comes with the form, so that a form which is sent twice begins one import. */
export async function startImport(tx: OrgDb, upload: Upload): Promise<void> {
  const { id, name, bytes, memberId } = upload;
  if (bytes.length > MOST_BYTES) {
    const size = (bytes.length / 1_000_000).toFixed(1);
    throw new Refused(`An import has at most 10 MB. This one has ${size} MB.`);
  }
  const encoding = detectEncoding(bytes);
  refuseBinary(bytes, encoding);
  const head = decodeText(bytes.subarray(0, HEAD), encoding);
  if (head.trim() === "") throw new Refused("There is nothing in it.");
  const detected = detectFormat(head, name, importFields(await listFields(tx)));
  const kept = name.trim().toWellFormed().replaceAll(/\p{Cc}/gu, " ").slice(0, 200);
  const added = await tx.insertInto("imports").values({
    id,
    name: kept || "Pasted text",
    encoding,
    ...detected,
    created_by: memberId,
    changed_by: memberId,
  }).onConflict((conflict) => conflict.columns(["org_id", "id"]).doNothing())
    .returning("id").executeTakeFirst();
  if (!added) return;
  for (let part = 0; part * PART < bytes.length; part++) {
    await tx.insertInto("import_sources").values({
      import_id: id,
      part,
      bytes: bytes.subarray(part * PART, (part + 1) * PART),
    }).execute();
  }
  await recordImport(tx, { id, name: kept || "Pasted text" }, "started");
  await enqueue(tx, "advance_import", { importId: id }, { key: id });
}

/** How much was sent. */
export async function sourceBytes(tx: OrgDb, id: string): Promise<number> {
  const { bytes } = await tx.selectFrom("import_sources")
    .select(sql<number>`coalesce(sum(length(bytes)), 0)::int`.as("bytes"))
    .where("import_id", "=", id).executeTakeFirstOrThrow();
  return bytes;
}

export interface ReadingChoice {
  format: ImportFormat;
  separator: Separator;
  encoding: Encoding;
  header: boolean;
}

/** Reads the same source in another way. What was typed over its rows goes. */
export async function readAgain(
  tx: OrgDb,
  id: string,
  version: number,
  choice: ReadingChoice,
  memberId: string,
): Promise<void> {
  const found = await lockImport(tx, id, version);
  refuseUnless(found, ["unreadable", "columns", "review"]);
  await changeImport(tx, id, { ...choice, state: "reading", position: 0, changed_by: memberId });
  await enqueue(tx, "advance_import", { importId: id }, { key: id });
}

/** Nothing was created from it yet, so nothing but the import itself goes. */
export async function removeImport(tx: OrgDb, id: string): Promise<Import> {
  const found = await lockImport(tx, id);
  refuseUnless(found, ["reading", "extracting", "unreadable", "columns", "checking", "review"]);
  await tx.deleteFrom("imports").where("id", "=", id).execute();
  await recordImport(tx, found, "removed");
  return found;
}

export async function changeImport(
  tx: OrgDb,
  id: string,
  change: Record<string, unknown>,
): Promise<void> {
  await tx.updateTable("imports")
    .set({ ...change, version: sql`version + 1`, changed_at: sql<Date>`now()` })
    .where("id", "=", id).execute();
}

export function refuseUnless({ state }: Pick<Import, "state">, states: Import["state"][]): void {
  if (states.includes(state)) return;
  if (["importing", "applying", "done"].includes(state)) {
    throw new Refused("This import is confirmed already, so nothing of it can be changed.");
  }
  if (["undoing", "undone"].includes(state)) throw new Refused("This import was undone.");
  throw new Refused("Thread is still reading this import. Wait a moment and try again.");
}

export async function recordImport(
  tx: OrgDb,
  { id, name }: Pick<Import, "id" | "name">,
  what: string,
  data: Record<string, unknown> = {},
): Promise<void> {
  await recordEvent(tx, { kind: `import.${what}`, subjectId: id, data: { name, ...data } });
}
