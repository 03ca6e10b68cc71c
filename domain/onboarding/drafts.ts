import { type Selectable, sql } from "kysely";
import type { OrgDb } from "../base/db.ts";
import { enqueue, enqueueAll } from "../base/queue.ts";
import type { Drafts } from "../base/schema.ts";
import { newId } from "../base/tokens.ts";

export type Draft = Selectable<Drafts>;

const AT_ONCE = 100;

/**
 * Asks for a draft of each of these actions that has none on its way, except of meetings, which need
 * none. The rows are there at once; a job fills them.
 */
export async function askForDrafts(tx: OrgDb, actionIds: string[]): Promise<void> {
  if (actionIds.length === 0) return;
  const { rows } = await sql<{ id: string }>`
    insert into drafts (id, action_id, account_id, number)
    select asked.id, a.id, a.account_id,
      1 + coalesce((select max(number) from drafts d where d.action_id = a.id), 0)
    from unnest(${actionIds}::uuid[], ${actionIds.map(newId)}::uuid[]) as asked (action_id, id)
    join actions a on a.org_id = current_org() and a.id = asked.action_id
    where a.type <> 'SCHEDULE_MEETING'
    on conflict (org_id, action_id) where state in ('asked', 'ready', 'failed', 'approved')
    do nothing
    returning id`.execute(tx);
  const draftIds = rows.map(({ id }) => id);
  if (draftIds.length === 1) await enqueue(tx, "write_draft", { draftId: draftIds[0]! });
  else await enqueueAll(tx, "write_drafts", inChunks(draftIds));
}

function inChunks(draftIds: string[]) {
  return Array.from({ length: Math.ceil(draftIds.length / AT_ONCE) }, (_, i) => ({
    payload: { draftIds: draftIds.slice(i * AT_ONCE, (i + 1) * AT_ONCE) },
  }));
}

/** For actions that end without their draft: whatever of it is open is not sent any more. */
export async function dropDrafts(tx: OrgDb, actionIds: string[]): Promise<void> {
  if (actionIds.length === 0) return;
  await tx.updateTable("drafts")
    .set({ state: "discarded", leaves_at: null, version: sql`version + 1` })
    .where("action_id", "in", actionIds)
    .where("state", "in", ["asked", "ready", "failed", "approved"])
    .execute();
}
