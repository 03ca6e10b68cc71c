import type { Selectable } from "kysely";
import type { OrgDb } from "../base/db.ts";
import { NotFound, Refused } from "../base/errors.ts";
import type { SavedViews } from "../base/schema.ts";
import { newId } from "../base/tokens.ts";

export type SavedView = Selectable<SavedViews>;

const MOST = 20;

export async function listSavedViews(tx: OrgDb, memberId: string): Promise<SavedView[]> {
  return await tx.selectFrom("saved_views").selectAll()
    .where("member_id", "=", memberId).orderBy("id").execute();
}

/** `query` is what stands after the "?" of the list's address, without the page. */
export async function saveView(
  tx: OrgDb,
  memberId: string,
  name: string,
  query: string,
): Promise<void> {
  if ((await listSavedViews(tx, memberId)).length >= MOST) {
    throw new Refused(`You can keep ${MOST} views. Forget one before you save another.`);
  }
  const saved = await tx.insertInto("saved_views")
    .values({ id: newId(), member_id: memberId, name, query })
    .onConflict((conflict) => conflict.doNothing())
    .returning("id").executeTakeFirst();
  if (!saved) throw new Refused(`You have a view "${name}" already.`);
}

export async function forgetView(tx: OrgDb, memberId: string, id: string): Promise<SavedView> {
  const view = await tx.deleteFrom("saved_views")
    .where("id", "=", id).where("member_id", "=", memberId)
    .returningAll().executeTakeFirst();
  if (!view) throw new NotFound();
  return view;
}
