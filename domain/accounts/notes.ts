import { type Selectable, sql } from "kysely";
import type { OrgDb } from "../base/db.ts";
import { Forbidden, NotFound } from "../base/errors.ts";
import type { Notes } from "../base/schema.ts";
import { newId } from "../base/tokens.ts";
import { Stale } from "../people/versions.ts";
import { keepWords } from "./account_search.ts";
import { recordAccount } from "./accounts.ts";

export type Note = Selectable<Notes>;
export type NoteWithAuthor = Note & { author: string | null };

export interface NotePage {
  notes: NoteWithAuthor[];
  older?: string;
  newer?: string;
}

const PAGE = 30;

/** Newest first. `before` and `after` are the note at the edge of the page. */
export async function listNotes(
  tx: OrgDb,
  accountId: string,
  { before, after }: { before?: string; after?: string } = {},
): Promise<NotePage> {
  const upwards = after !== undefined && before === undefined;
  const found = await tx.selectFrom("notes as n")
    .leftJoin("members as m", "m.id", "n.author_id")
    .selectAll("n")
    .select("m.name as author")
    .where("n.account_id", "=", accountId)
    .$if(before !== undefined, (q) => q.where("n.id", "<", before!))
    .$if(upwards, (q) => q.where("n.id", ">", after!))
    .orderBy("n.id", upwards ? "asc" : "desc")
    .limit(PAGE + 1)
    .execute();
  const more = found.length > PAGE;
  const notes = found.slice(0, PAGE);
  if (upwards) notes.reverse();
  return {
    notes,
    older: upwards || more ? notes.at(-1)?.id : undefined,
    newer: (upwards ? more : before !== undefined) ? notes[0]?.id : undefined,
  };
}

export async function findNote(tx: OrgDb, accountId: string, id: string): Promise<Note> {
  const note = await tx.selectFrom("notes").selectAll()
    .where("id", "=", id).where("account_id", "=", accountId).executeTakeFirst();
  if (!note) throw new NotFound();
  return note;
}

export async function addNote(
  tx: OrgDb,
  accountId: string,
  authorId: string,
  body: string,
): Promise<Note> {
  const note = await tx.insertInto("notes")
    .values({ id: newId(), account_id: accountId, author_id: authorId, body })
    .returningAll()
    .executeTakeFirstOrThrow();
  await keepWords(tx, accountId, note.id, body);
  await recordAccount(tx, accountId, "account.note_added", { noteId: note.id });
  return note;
}

/** Only its author changes a note: others read it as theirs. */
export async function changeNote(
  tx: OrgDb,
  { account_id, id, author_id, body: before }: Note,
  authorId: string,
  version: number,
  body: string,
): Promise<void> {
  if (author_id !== authorId) throw new Forbidden("This note is somebody else's", "its author");
  if (body === before) return;
  const { numUpdatedRows } = await tx.updateTable("notes")
    .set({ body, changed_at: sql<Date>`now()`, version: sql`version + 1` })
    .where("id", "=", id)
    .where("version", "=", version)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) {
    throw new Stale("You changed this note elsewhere, so nothing was saved here.", undefined);
  }
  await keepWords(tx, account_id, id, body);
  await recordAccount(tx, account_id, "account.note_changed", { noteId: id });
}
