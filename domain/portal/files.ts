import { sql } from "kysely";
import type { AccountDb, OrgDb } from "../base/db.ts";
import { NotFound } from "../base/errors.ts";
import { recordEvent } from "../base/events.ts";
import { refusal, RefusedInWords } from "../messages/words/refusal.ts";
import { type Saying, saying } from "../messages/words/words.ts";
import type { FileKind } from "../onboarding/action_types.ts";
import { giveRoomBack } from "./file_quotas.ts";
import { keepPiece, PIECE_BYTES } from "./file_pieces.ts";
import { type Author, findTask, type Task } from "./submissions.ts";
import {
  type DeclaredFile,
  dropUpload,
  lockUpload,
  openUpload,
  type Upload,
  type UploadPlace,
} from "./uploads.ts";

export interface FoundFile {
  id: string;
  name: string;
  size: number;
}

/** What has become of a piece that was sent. */
export type PieceTaken =
  | { state: "goes_on" | "there"; received: number; size: number; name: string }
  /** It does not begin where the last one ended. Nothing was kept of it. */
  | { state: "elsewhere"; received: number; size: number; name: string }
  /** The file cannot be taken. Nothing is kept of it. */
  | { state: "refused"; problem: Saying };

/** Begins to take a file that was asked for, or goes on with the one that was broken off. */
export async function beginFile(
  tx: AccountDb,
  author: Author,
  task: Task,
  slot: string,
  file: DeclaredFile,
): Promise<Upload> {
  if (task.isClosed) throw refusal("files.closed");
  const place = { ...author, asked: { actionId: task.id, slot }, accepts: acceptedIn(task, slot) };
  return await openUpload(tx, place, file);
}

/**
 * Takes the piece that begins at this byte. The same piece again changes nothing, so that whoever
 * does not know whether it arrived just sends it. Two that send the same file add to one another.
 */
export async function takePiece(
  tx: AccountDb,
  { contactId }: Author,
  id: string,
  piece: {
    at: number;
    bytes: Uint8Array;
    /** Where the size is a limit only, whoever sends it knows the end. */
    isEnd?: boolean;
  },
): Promise<PieceTaken> {
  const upload = await lockUpload(tx, contactId, id);
  const { size, received, name } = upload;
  const end = piece.at + piece.bytes.length;
  if (!upload.expires_at) return { state: "there", received, size, name };
  if (end <= received && !piece.isEnd) return { state: "goes_on", received, size, name };
  if (piece.at !== received) return { state: "elsewhere", received, size, name };
  const isLast = piece.isEnd ?? end === size;
  const problem = await keepPiece(tx, upload, piece.bytes, isLast) ??
    (isLast ? await finishAsked(tx, upload) : undefined);
  if (problem) {
    await dropUpload(tx, upload);
    return { state: "refused", problem };
  }
  return { state: isLast ? "there" : "goes_on", received: end, size, name };
}

/** Whoever sent it may have been slower than a colleague who sent the task. */
async function finishAsked(tx: AccountDb, upload: Upload): Promise<Saying | undefined> {
  const task = await findTask(tx, upload.action_id!);
  if (task.isClosed) return saying("files.closed");
  await finish(tx, upload, task.label);
}

/** Keeps a whole file that was asked for. One of the same name becomes its newest version. */
export async function addFile(
  tx: AccountDb,
  author: Author,
  task: Task,
  slot: string,
  { name, bytes }: { name: string; bytes: Uint8Array },
): Promise<string> {
  if (task.isClosed) throw refusal("files.closed");
  const place = { ...author, asked: { actionId: task.id, slot }, accepts: acceptedIn(task, slot) };
  const kept = await keepFile(tx, { ...place, label: task.label }, { name, size: bytes.length }, [
    bytes,
  ]);
  return kept.name;
}

/**
 * Keeps a file from where its bytes come piece by piece, such as one that came with a mail; its size
 * is what it has at most. What is not taken is refused and leaves nothing behind, so that the caller
 * may go on with the next.
 */
export async function keepFile(
  tx: AccountDb | OrgDb,
  place: UploadPlace & { label: string },
  { name, size }: Pick<DeclaredFile, "name" | "size">,
  bytes: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): Promise<FoundFile> {
  const upload = await openUpload(tx, place, { name, size, atMost: true });
  const problem = await keepPieces(tx, upload, bytes);
  if (problem) {
    await dropUpload(tx, upload);
    throw new RefusedInWords(problem);
  }
  await finish(tx, upload, place.label);
  return { id: upload.id, name: upload.name, size: upload.received };
}

async function keepPieces(
  tx: AccountDb | OrgDb,
  upload: Upload,
  bytes: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): Promise<Saying | undefined> {
  for await (const { piece, isEnd } of inPieces(bytes)) {
    const problem = await keepPiece(tx, upload, piece, isEnd);
    if (problem) return problem;
  }
}

/**
 * Cuts a stream as the database takes it: all pieces alike, and the last one known as such. Each is
 * gone when the next one is asked for: they share their memory.
 */
export async function* inPieces(
  stream: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): AsyncGenerator<{ piece: Uint8Array; isEnd: boolean }> {
  const piece = new Uint8Array(PIECE_BYTES);
  let filled = 0;
  for await (const chunk of stream) {
    for (let taken = 0; taken < chunk.length;) {
      if (filled === PIECE_BYTES) {
        yield { piece, isEnd: false };
        filled = 0;
      }
      const part = chunk.subarray(taken, taken + PIECE_BYTES - filled);
      piece.set(part, filled);
      filled += part.length;
      taken += part.length;
    }
  }
  yield { piece: piece.subarray(0, filled), isEnd: true };
}

/** From here on it is seen. */
async function finish(tx: AccountDb | OrgDb, upload: Upload, label: string): Promise<void> {
  const { id, account_id, action_id, slot, contact_id, name, type, received } = upload;
  await giveRoomBack(tx, upload.size - received, 0);
  await tx.updateTable("uploads").set({ size: received, expires_at: null })
    .where("id", "=", id).execute();
  await tx.insertInto("files")
    .values({ id, account_id, action_id, slot, name, type, size: received, contact_id })
    .execute();
  await recordEvent(tx, {
    kind: "submission.file_added",
    subjectId: action_id ?? account_id,
    accountId: account_id,
    data: { label, name },
  });
}

/** For the customer, and for whoever of the organisation may see the account. */
export async function findFile(
  tx: AccountDb | OrgDb,
  accountId: string,
  id: string,
): Promise<FoundFile> {
  const file = await tx.selectFrom("files").select(["id", "name", "size"])
    .where("id", "=", id)
    .where("account_id", "=", accountId)
    .executeTakeFirst();
  if (!file) throw new NotFound();
  return file;
}

/** The piece of a file in which this byte stands, from there on. */
export async function readPiece(
  tx: AccountDb | OrgDb,
  fileId: string,
  at: number,
): Promise<Uint8Array> {
  const { rows: [found] } = await sql<{ bytes: Uint8Array }>`
    select substr(bytes, ${at}::int - position + 1) as bytes from file_chunks
    where file_id = ${fileId} and position <= ${at}::int
    order by position desc limit 1`.execute(tx);
  if (!found || found.bytes.length === 0) throw new NotFound();
  return found.bytes;
}

export function acceptedIn({ asked }: Task, slot: string): FileKind[] {
  const file = asked.files?.find(({ id }) => id === slot);
  if (file) return file.accepts;
  const question = asked.questions?.find(({ id, type }) => id === slot && type === "file");
  if (!question) throw new NotFound();
  return [];
}
