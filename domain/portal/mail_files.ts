import type { OrgDb } from "../base/db.ts";
import type { LeftOut } from "../base/schema.ts";
import type { MailFile } from "../messages/inbound_reading.ts";
import { RefusedInWords } from "../messages/words/refusal.ts";
import { wordsIn } from "../messages/words/words.ts";
import { fileNameOf } from "./file_types.ts";
import { keepFile } from "./files.ts";

/** Smaller pictures within a text are logos and lines of a signature. */
const LEAST_PICTURE = 30_000;

export interface MailFilesTo {
  accountId: string;
  messageId: string;
  contactId: string | null;
  /** What it answers, where that asks for one file only. */
  asked?: { actionId: string; slot: string };
  label: string;
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
  { accountId, messageId, contactId, asked, label }: MailFilesTo,
  { name, bytes }: MailFile,
): Promise<string | undefined> {
  const place = { accountId, contactId, asked, accepts: [], label };
  try {
    const kept = await keepFile(tx, place, { name, size: bytes.length }, [bytes]);
    await tx.updateTable("files").set({ message_id: messageId }).where("id", "=", kept.id)
      .execute();
  } catch (error) {
    if (!(error instanceof RefusedInWords)) throw error;
    return wordsIn("en").say(error.saying);
  }
}
