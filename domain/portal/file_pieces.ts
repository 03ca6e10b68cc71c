import { sql } from "kysely";
import { binaryRow, int4 } from "../base/binary_rows.ts";
import { type AccountDb, copyIn, type OrgDb } from "../base/db.ts";
import { uuidBytes } from "../base/signatures.ts";
import { type Saying, saying } from "../messages/words/words.ts";
import { OVERLAP, problemOfStart, problemOfText } from "./file_contents.ts";
import { isZip, typeOf } from "./file_types.ts";
import { tooLarge, type Upload, waitFor } from "./uploads.ts";
import { findDirectory, problemOfZip, ZIP_TAIL } from "./zip_contents.ts";

/** What goes into the database at once. A longer piece would not fit a row. */
export const PIECE_BYTES = 512 * 1024;
export const MOST_PIECE_BYTES = 1024 * 1024;
/** A file must not become a million rows. Only its end may be shorter. */
const LEAST_PIECE_BYTES = 64 * 1024;

/** Looks at what came and keeps it. Answers what is wrong with it, and then nothing was kept. */
export async function keepPiece(
  tx: AccountDb | OrgDb,
  upload: Upload,
  bytes: Uint8Array,
  isLast: boolean,
): Promise<Saying | undefined> {
  const problem = problemOfLength(upload, bytes, isLast) ??
    await problemOfContent(tx, upload, bytes, isLast);
  if (problem) return problem;
  await insertPiece(tx, upload, bytes);
  upload.received += bytes.length;
  await tx.updateTable("uploads").set({ received: upload.received, expires_at: waitFor(upload) })
    .where("id", "=", upload.id).execute();
  return isLast && isZip(upload.type) ? await problemOfArchive(tx, upload) : undefined;
}

/** As bytes on the wire too, so that a large file costs hardly any memory: see migration 0050. */
async function insertPiece(
  tx: AccountDb | OrgDb,
  { id, account_id, received }: Upload,
  bytes: Uint8Array,
): Promise<void> {
  const values = [uuidBytes(id), uuidBytes(account_id), int4(received), bytes];
  await copyIn(tx, COPY, binaryRow(values));
}

const COPY =
  sql`copy file_arrivals (file_id, account_id, position, bytes) from stdin (format binary)`;

function problemOfLength(
  { size, received }: Upload,
  bytes: Uint8Array,
  isLast: boolean,
): Saying | undefined {
  if (bytes.length === 0) return saying("files.empty");
  if (received + bytes.length > size) return tooLarge(size);
  const fits = bytes.length <= MOST_PIECE_BYTES && (isLast || bytes.length >= LEAST_PIECE_BYTES);
  return fits ? undefined : saying("files.badPiece");
}

async function problemOfContent(
  tx: AccountDb | OrgDb,
  { id, type, received }: Upload,
  bytes: Uint8Array,
  isLast: boolean,
): Promise<Saying | undefined> {
  if (received === 0) {
    return problemOfStart(type, bytes) ?? problemOfText(type, new Uint8Array(), bytes, isLast);
  }
  if (typeOf(type)?.starts) return;
  const before = await readBytes(tx, id, Math.max(0, received - OVERLAP), received);
  return problemOfText(type, before, bytes, isLast);
}

async function problemOfArchive(
  tx: AccountDb | OrgDb,
  { id, type, received: total }: Upload,
): Promise<Saying | undefined> {
  const tail = await readBytes(tx, id, Math.max(0, total - ZIP_TAIL), total);
  const directory = findDirectory(tail, total);
  const listed = directory
    ? await readBytes(tx, id, directory.at, directory.at + directory.size)
    : new Uint8Array();
  return problemOfZip(type, listed, total);
}

/** A part of a file, which may stand in several pieces. */
export async function readBytes(
  tx: AccountDb | OrgDb,
  fileId: string,
  from: number,
  to: number,
): Promise<Uint8Array> {
  const { rows } = await sql<{ position: number; bytes: Uint8Array }>`
    select greatest(position, ${from}::int) as position,
      substr(bytes, greatest(${from}::int - position, 0) + 1, ${to}::int - greatest(position, ${from}::int))
        as bytes
    from file_chunks
    where file_id = ${fileId} and position < ${to} and position >= (
      select max(position) from file_chunks where file_id = ${fileId} and position <= ${from})
    order by position`.execute(tx);
  const found = new Uint8Array(Math.max(0, to - from));
  for (const { position, bytes } of rows) found.set(bytes, position - from);
  return found;
}
