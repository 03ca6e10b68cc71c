import { type Selectable, sql } from "kysely";
import type { AccountDb, OrgDb, SystemDb } from "../base/db.ts";
import { NotFound } from "../base/errors.ts";
import type { Uploads } from "../base/schema.ts";
import { newId } from "../base/tokens.ts";
import { refusal, RefusedInWords } from "../messages/words/refusal.ts";
import { type Saying, saying } from "../messages/words/words.ts";
import type { FileKind } from "../onboarding/action_types.ts";
import { giveRoomBack, MEGABYTE, mostFileBytes, takeRoom } from "./file_quotas.ts";
import { fileNameOf, readEnding } from "./file_types.ts";

export type Upload = Selectable<Uploads>;

/** Whose file it is, and what it was asked for with. */
export interface UploadPlace {
  accountId: string;
  contactId: string | null;
  /** Absent where it came without being asked for. */
  asked?: { actionId: string; slot: string };
  accepts: FileKind[];
}

export interface DeclaredFile {
  name: string;
  size: number;
  /** When it was last changed, in milliseconds; one without it is not gone on with. */
  modified?: number;
  /** The size is a limit only, as of a form that says how long it is as a whole. */
  atMost?: boolean;
}

/** As its owner sees it: what is there of it, and until when it is waited for. */
export interface UnderWay {
  id: string;
  slot: string | null;
  name: string;
  size: number;
  received: number;
}

const MOST_UNDER_WAY = 20;
const AT_ONCE = 20;
/** Until its first piece has come, nothing is kept for it but a promise of room. */
const SHORT_WAIT = sql<Date>`now() + interval '1 hour'`;
const LONG_WAIT = sql<Date>`now() + interval '7 days'`;

/** Makes room for a file, or finds the one that was broken off: the same name, size and time. */
export async function openUpload(
  tx: AccountDb | OrgDb,
  place: UploadPlace,
  file: DeclaredFile,
): Promise<Upload> {
  const name = fileNameOf(file.name);
  const { size, modified = null } = file;
  if (size < 1) throw refusal("files.empty");
  const read = readEnding(name, place.accepts);
  if (!read.ok) throw new RefusedInWords(read.problem);
  const most = await mostFileBytes(tx);
  if (size > most && !file.atMost) throw new RefusedInWords(tooLarge(most));
  const { accountId, contactId, asked } = place;
  await refuseTooMany(tx, accountId);
  const row = {
    account_id: accountId,
    contact_id: contactId,
    action_id: asked?.actionId ?? null,
    slot: asked?.slot ?? null,
    name,
    size: Math.min(size, most),
    modified,
  };
  const made = await tx.insertInto("uploads")
    .values({ ...row, id: newId(), type: read.type, expires_at: SHORT_WAIT })
    .onConflict((conflict) =>
      conflict.columns(SAME_FILE).where("expires_at", "is not", null).doNothing()
    )
    .returningAll()
    .executeTakeFirst();
  if (!made) return await findSame(tx, row);
  if (await takeRoom(tx, made.size)) return made;
  await tx.deleteFrom("uploads").where("id", "=", made.id).execute();
  throw refusal("files.noRoom");
}

const SAME_FILE = [
  ...["org_id", "contact_id", "action_id", "slot", "name", "size", "modified"] as const,
];

async function findSame(tx: AccountDb | OrgDb, row: Omit<Upload, IdColumns>): Promise<Upload> {
  return await tx.selectFrom("uploads").selectAll()
    .where("contact_id", "=", row.contact_id)
    .where("action_id", "=", row.action_id)
    .where("slot", "=", row.slot)
    .where("name", "=", row.name)
    .where("size", "=", row.size)
    .where("modified", "=", row.modified)
    .where("expires_at", "is not", null)
    .executeTakeFirstOrThrow();
}

type IdColumns = "org_id" | "id" | "type" | "received" | "created_at" | "expires_at";

/** One person's upload, held until the transaction ends. To everybody else it is not there. */
export async function lockUpload(
  tx: AccountDb | OrgDb,
  contactId: string | null,
  id: string,
): Promise<Upload> {
  const upload = await tx.selectFrom("uploads").selectAll().where("id", "=", id)
    .where("contact_id", "is not distinct from", contactId)
    .forUpdate().executeTakeFirst();
  if (!upload) throw new NotFound();
  return upload;
}

export async function findUpload(
  tx: AccountDb,
  contactId: string,
  id: string,
): Promise<UnderWay> {
  const found = await tx.selectFrom("uploads").select(SHOWN)
    .where("id", "=", id).where("contact_id", "=", contactId).executeTakeFirst();
  if (!found) throw new NotFound();
  return found;
}

/** What one person has begun to send for one task, and can go on with. */
export async function listUnderWay(
  tx: AccountDb,
  contactId: string,
  actionId: string,
): Promise<UnderWay[]> {
  return await tx.selectFrom("uploads").select(SHOWN)
    .where("action_id", "=", actionId)
    .where("contact_id", "=", contactId)
    .where("modified", "is not", null)
    .where("received", ">", 0)
    .where(sql<boolean>`expires_at > now()`)
    .orderBy("id")
    .execute();
}

const SHOWN = ["id", "slot", "name", "size", "received"] as const;

export async function cancelUpload(
  tx: AccountDb,
  contactId: string,
  id: string,
): Promise<{ name: string; actionId: string | null }> {
  const upload = await lockUpload(tx, contactId, id);
  if (!upload.expires_at) throw refusal("files.thereAlready", { file: upload.name });
  await dropUpload(tx, upload);
  return { name: upload.name, actionId: upload.action_id };
}

/** With all that came of it. */
export async function dropUpload(tx: AccountDb | OrgDb, { id, size }: Upload): Promise<void> {
  await tx.deleteFrom("uploads").where("id", "=", id).execute();
  await giveRoomBack(tx, size, 1);
}

/** For the clock: where something was begun that nobody goes on with. */
export async function orgsToSweep(tx: SystemDb): Promise<string[]> {
  const rows = await tx.selectFrom("uploads").select("org_id").distinct()
    .where(sql<boolean>`expires_at <= now()`).execute();
  return rows.map(({ org_id }) => org_id);
}

/** Answers whether there may be more of it. */
export async function sweepUploads(tx: OrgDb): Promise<boolean> {
  const { rows } = await sql<{ size: number }>`
    delete from uploads where id in (
      select id from uploads where expires_at <= now()
      order by expires_at limit ${AT_ONCE} for update skip locked)
    returning size`.execute(tx);
  await giveRoomBack(tx, rows.reduce((sum, { size }) => sum + size, 0), rows.length);
  return rows.length === AT_ONCE;
}

async function refuseTooMany(tx: AccountDb | OrgDb, accountId: string): Promise<void> {
  const { rows: [row] } = await sql<{ count: number }>`
    select count(*)::int as count from (select from uploads where account_id = ${accountId}
      and expires_at is not null limit ${MOST_UNDER_WAY}) as under_way`.execute(tx);
  if (row!.count < MOST_UNDER_WAY) return;
  throw refusal("files.underWay", { most: MOST_UNDER_WAY });
}

/** How long the next piece is waited for. What nobody can go on with is not waited for long. */
export function waitFor({ modified }: Upload) {
  return modified === null ? SHORT_WAIT : LONG_WAIT;
}

export function tooLarge(most: number): Saying {
  return saying("files.tooLarge", { megabytes: Math.round(most / MEGABYTE * 10) / 10 });
}
