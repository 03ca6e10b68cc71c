import { sql } from "kysely";
import type { OrgDb } from "../base/db.ts";
import type { LeftOut } from "../base/schema.ts";
import { newId } from "../base/tokens.ts";
import type { MailFile } from "../messages/inbound_reading.ts";
import { wordsIn } from "../messages/words/words.ts";
import { fileNameOf, readFileType } from "./file_types.ts";
import { MOST_BYTES } from "./files.ts";

const CHUNK = 512 * 1024;
const MOST_IN_ALL = 1024 * 1024 * 1024;
const MOST_FILES = 1000;
/** Smaller pictures within a text are logos and lines of a signature. */
const LEAST_PICTURE = 30_000;

export interface MailFilesTo {
  accountId: string;
  messageId: string;
  actionId: string | null;
  contactId: string | null;
  /** The one file that the action asks for, where it asks for one. */
  slot?: string;
}

/**
 * Keeps what came with a mail as documents of the account, each looked into as one that is sent in the
 * portal. What is not taken is named with the reason.
 */
export async function keepMailFiles(
  tx: OrgDb,
  to: MailFilesTo,
  files: MailFile[],
): Promise<LeftOut[]> {
  const leftOut: LeftOut[] = [];
  for (const file of files.filter(isWorthKeeping)) {
    const problem = await keepOne(tx, to, file);
    if (problem) leftOut.push({ name: fileNameOf(file.name), problem });
  }
  return leftOut;
}

function isWorthKeeping({ isInline, type, bytes }: MailFile): boolean {
  if (isInline && type.startsWith("image/")) return bytes.length >= LEAST_PICTURE;
  return !/^(message\/|text\/(calendar|rfc822-headers)|application\/(ics|ms-tnef|pgp-signature|pkcs7))/
    .test(type);
}

async function keepOne(
  tx: OrgDb,
  { accountId, messageId, actionId, contactId, slot }: MailFilesTo,
  { name: sent, bytes }: MailFile,
): Promise<string | undefined> {
  const name = fileNameOf(sent);
  if (bytes.length === 0) return "This file is empty.";
  if (bytes.length > MOST_BYTES) return "This file is larger than 25 MB.";
  const read = readFileType(name, bytes, []);
  if (!read.ok) return wordsIn("en").say(read.problem);
  if (await isFull(tx, accountId, bytes.length)) return "There is no room for more files.";
  const id = newId();
  await tx.insertInto("files").values({
    id,
    account_id: accountId,
    action_id: actionId,
    slot: actionId && contactId && slot ? slot : "mail",
    name,
    type: read.type,
    size: bytes.length,
    contact_id: contactId,
    message_id: messageId,
  }).execute();
  for (let position = 0; position * CHUNK < bytes.length; position++) {
    await tx.insertInto("file_chunks").values({
      file_id: id,
      account_id: accountId,
      position,
      bytes: bytes.subarray(position * CHUNK, (position + 1) * CHUNK),
    }).execute();
  }
}

async function isFull(tx: OrgDb, accountId: string, more: number): Promise<boolean> {
  const { rows: [row] } = await sql<{ count: number; bytes: number }>`
    select count(*)::int as count, coalesce(sum(size), 0)::float8 as bytes from files
    where account_id = ${accountId}`.execute(tx);
  return row!.count >= MOST_FILES || row!.bytes + more > MOST_IN_ALL;
}
