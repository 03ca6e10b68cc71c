import { sql } from "kysely";
import type { AccountDb, OrgDb } from "../base/db.ts";
import { NotFound } from "../base/errors.ts";
import { recordEvent } from "../base/events.ts";
import { newId } from "../base/tokens.ts";
import { refusal, RefusedInWords } from "../messages/words/refusal.ts";
import type { FileKind } from "../onboarding/action_types.ts";
import { fileNameOf, readFileType } from "./file_types.ts";
import type { Author, Task } from "./submissions.ts";

export const MOST_BYTES = 25 * 1024 * 1024;
const CHUNK = 512 * 1024;
/** What one account may have in all. */
const MOST_IN_ALL = 1024 * 1024 * 1024;
const MOST_FILES = 1000;

export interface StoredFile {
  name: string;
  bytes: Uint8Array;
}

/** Keeps a file that was asked for. One of the same name becomes its newest version. */
export async function addFile(
  tx: AccountDb,
  { accountId, contactId }: Author,
  task: Task,
  slot: string,
  sent: { name: string; bytes: Uint8Array },
): Promise<string> {
  if (task.isClosed) throw refusal("files.closed");
  const accepts = acceptedIn(task, slot);
  const name = fileNameOf(sent.name);
  const { bytes } = sent;
  if (bytes.length === 0) throw refusal("files.empty");
  if (bytes.length > MOST_BYTES) {
    throw refusal("files.tooLarge", { megabytes: MOST_BYTES / 1024 / 1024 });
  }
  const read = readFileType(name, bytes, accepts);
  if (!read.ok) throw new RefusedInWords(read.problem);
  await refuseOverfull(tx, bytes.length);
  const id = newId();
  await tx.insertInto("files").values({
    id,
    account_id: accountId,
    action_id: task.id,
    slot,
    name,
    type: read.type,
    size: bytes.length,
    contact_id: contactId,
  }).execute();
  for (let position = 0; position * CHUNK < bytes.length; position++) {
    await tx.insertInto("file_chunks").values({
      file_id: id,
      account_id: accountId,
      position,
      bytes: bytes.subarray(position * CHUNK, (position + 1) * CHUNK),
    }).execute();
  }
  await recordEvent(tx, {
    kind: "submission.file_added",
    subjectId: task.id,
    accountId,
    data: { label: task.label, name },
  });
  return name;
}

/** For the customer, and for whoever of the organisation may see the account. */
export async function readFile(
  tx: AccountDb | OrgDb,
  accountId: string,
  id: string,
): Promise<StoredFile> {
  const file = await tx.selectFrom("files").select(["name", "size"])
    .where("id", "=", id)
    .where("account_id", "=", accountId)
    .executeTakeFirst();
  if (!file) throw new NotFound();
  const chunks = await tx.selectFrom("file_chunks").select("bytes")
    .where("file_id", "=", id)
    .orderBy("position")
    .execute();
  const bytes = new Uint8Array(Number(file.size));
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk.bytes, at);
    at += chunk.bytes.length;
  }
  return { name: file.name, bytes };
}

function acceptedIn({ asked }: Task, slot: string): FileKind[] {
  const file = asked.files?.find(({ id }) => id === slot);
  if (file) return file.accepts;
  const question = asked.questions?.find(({ id, type }) => id === slot && type === "file");
  if (!question) throw new NotFound();
  return [];
}

async function refuseOverfull(tx: AccountDb, more: number): Promise<void> {
  const { rows: [row] } = await sql<{ count: number; bytes: number }>`
    select count(*)::int as count, coalesce(sum(size), 0)::float8 as bytes from files`.execute(tx);
  if (row!.count >= MOST_FILES || row!.bytes + more > MOST_IN_ALL) {
    throw refusal("files.noRoom");
  }
}
