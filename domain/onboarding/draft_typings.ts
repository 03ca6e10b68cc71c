import { type Selectable, sql } from "kysely";
import type { OrgDb } from "../base/db.ts";
import { NotFound, Refused } from "../base/errors.ts";
import type { DraftTypings, TypedDraft } from "../base/schema.ts";

export type Typing = Selectable<DraftTypings>;

/** What this person has typed over the draft and not saved, on whichever device. */
export async function findTyping(
  tx: OrgDb,
  draftId: string,
  memberId: string,
): Promise<Typing | undefined> {
  return await tx.selectFrom("draft_typings").selectAll()
    .where("draft_id", "=", draftId).where("member_id", "=", memberId).executeTakeFirst();
}

/** A page that was opened to type on: what was kept then, 0 for nothing. */
export interface TypingPage {
  page: string;
  typing: number;
}

export interface Typed extends TypingPage {
  words: TypedDraft;
  /** Of the draft that the page was opened on. */
  draftVersion: number;
}

const ELSEWHERE =
  "You have typed on another page since you opened this one, so this is not kept. " +
  "Save it here, or open the draft again to go on with the other.";

/** Keeps what is being typed, for whoever types it: the draft itself changes once they save. */
export async function keepTyping(
  tx: OrgDb,
  draftId: string,
  memberId: string,
  { words, draftVersion: draft_version, page, typing }: Typed,
): Promise<Typing> {
  const said = { words, draft_version, page };
  const kept = await ownTyping(tx, draftId, memberId, { page, typing })
    .set({ ...said, version: sql`version + 1`, typed_at: sql<Date>`now()` })
    .returningAll().executeTakeFirst();
  if (kept) return kept;
  const begun = typing === 0 && await tx.insertInto("draft_typings")
    .values({ draft_id: draftId, member_id: memberId, ...said })
    .onConflict((conflict) => conflict.doNothing()).returningAll().executeTakeFirst();
  if (!begun) throw new Refused(ELSEWHERE);
  return begun;
}

function ownTyping(tx: OrgDb, draftId: string, memberId: string, { page, typing }: TypingPage) {
  return tx.updateTable("draft_typings")
    .where("draft_id", "=", draftId).where("member_id", "=", memberId)
    .where((q) => q.or([q("page", "=", page), q("version", "=", typing)]));
}

/** It is saved. What the same person typed on another page meanwhile stays. */
export async function forgetTyping(
  tx: OrgDb,
  draftId: string,
  memberId: string,
  { page, typing }: TypingPage,
): Promise<void> {
  await tx.deleteFrom("draft_typings")
    .where("draft_id", "=", draftId).where("member_id", "=", memberId)
    .where((q) => q.or([q("page", "=", page), q("version", "=", typing)])).execute();
}

/** The text of an action that can be typed over. */
export async function draftToType(tx: OrgDb, accountId: string, actionId: string): Promise<string> {
  const found = await tx.selectFrom("actions as a")
    .leftJoin(
      "drafts as d",
      (on) =>
        on.onRef("d.action_id", "=", "a.id").on("d.state", "in", ["asked", "ready", "failed"]),
    )
    .select("d.id as draftId").where("a.id", "=", actionId).where("a.account_id", "=", accountId)
    .executeTakeFirst();
  if (!found) throw new NotFound();
  if (!found.draftId) {
    throw new Refused("This text is not open any more, so nothing of it is kept.");
  }
  return found.draftId;
}
