import { sql } from "kysely";
import type { AccountDb, OrgDb } from "../base/db.ts";
import { recordEvent } from "../base/events.ts";
import { findOrg } from "../people/orgs.ts";
import { staleError } from "../people/versions.ts";
import { sizeInWords } from "./file_types.ts";

export const MEGABYTE = 1024 * 1024;
/** Of one file, whatever an organisation may wish. */
export const MOST_FILE_BYTES = 500 * MEGABYTE;

export interface FileQuota {
  usedBytes: number;
  usedFiles: number;
  mostBytes: number;
  mostFiles: number;
  mostFileBytes: number;
  version: number;
}

/** What an organisation has that never kept a file. */
const NEW: FileQuota = {
  usedBytes: 0,
  usedFiles: 0,
  mostBytes: 50 * 1024 * MEGABYTE,
  mostFiles: 100_000,
  mostFileBytes: MOST_FILE_BYTES,
  version: 1,
};

/** Counted with each write. */
export async function findQuota(tx: OrgDb): Promise<FileQuota> {
  const row = await tx.selectFrom("file_quotas").selectAll().executeTakeFirst();
  if (!row) return NEW;
  return {
    usedBytes: row.used_bytes,
    usedFiles: row.used_files,
    mostBytes: row.most_bytes,
    mostFiles: row.most_files,
    mostFileBytes: row.most_file_bytes,
    version: row.version,
  };
}

/** The most that one file may have here. */
export async function mostFileBytes(tx: AccountDb | OrgDb): Promise<number> {
  const row = await tx.selectFrom("file_quotas").select("most_file_bytes").executeTakeFirst();
  return row?.most_file_bytes ?? MOST_FILE_BYTES;
}

/**
 * Takes room before a byte has come, so that no two uploads are promised the same. Answers whether
 * there was any.
 */
export async function takeRoom(tx: AccountDb | OrgDb, bytes: number): Promise<boolean> {
  const { rows } = await sql`
    insert into file_quotas (used_bytes, used_files) values (${bytes}, 1)
    on conflict (org_id) do update set
      used_bytes = file_quotas.used_bytes + excluded.used_bytes,
      used_files = file_quotas.used_files + excluded.used_files
    where file_quotas.used_bytes + excluded.used_bytes <= file_quotas.most_bytes
      and file_quotas.used_files < file_quotas.most_files
    returning org_id`.execute(tx);
  return rows.length > 0;
}

export async function giveRoomBack(
  tx: AccountDb | OrgDb,
  bytes: number,
  files: number,
): Promise<void> {
  if (bytes === 0 && files === 0) return;
  await tx.updateTable("file_quotas").set({
    used_bytes: sql<number>`used_bytes - ${bytes}`,
    used_files: sql<number>`used_files - ${files}`,
  }).execute();
}

/** Files that are there already stay, however large they are. */
export async function limitFiles(tx: OrgDb, version: number, bytes: number): Promise<void> {
  const { id } = await findOrg(tx);
  const before = await findQuota(tx);
  await tx.insertInto("file_quotas").defaultValues()
    .onConflict((conflict) => conflict.column("org_id").doNothing()).execute();
  const { numUpdatedRows } = await tx.updateTable("file_quotas")
    .set({ most_file_bytes: bytes, version: sql<number>`version + 1` })
    .where("version", "=", version).executeTakeFirst();
  if (numUpdatedRows === 0n) throw await staleError(tx, "this limit", id);
  await recordEvent(tx, {
    kind: "org.files_limited",
    subjectId: id,
    data: { from: sizeInWords(before.mostFileBytes), to: sizeInWords(bytes) },
  });
}
