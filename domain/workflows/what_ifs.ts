import { type Selectable, sql } from "kysely";
import type { OrgDb } from "../base/db.ts";
import { NotFound, Refused } from "../base/errors.ts";
import { recordEvent } from "../base/events.ts";
import { enqueue } from "../base/queue.ts";
import type { WhatIfs, WhatIfStarts } from "../base/schema.ts";
import { newId } from "../base/tokens.ts";
import { countStarts } from "./what_if_starts.ts";
import type { Workflow } from "./workflows.ts";

export type WhatIf = Selectable<WhatIfs> & { asked_by_name: string | null };
export type ReplayedStart = Selectable<WhatIfStarts>;

/** More than that would take long, and the newest say most. */
export const MOST_STARTS = 2_000;

/** Asks what the draft would have done with all that has started this workflow in 90 days. */
export async function askWhatIf(tx: OrgDb, workflow: Workflow, by: string): Promise<string> {
  const starts = Math.min(MOST_STARTS, await countStarts(tx, workflow.id));
  if (starts === 0) {
    throw new Refused(
      "Nothing has started this workflow in the last 90 days, so nothing can be replayed.",
    );
  }
  const id = newId();
  const { numInsertedOrUpdatedRows } = await tx.insertInto("what_ifs").values({
    id,
    workflow_id: workflow.id,
    rev: workflow.rev,
    graph: sql`${workflow.draft}::jsonb`,
    version_id: workflow.published_id,
    starts,
    asked_by: by,
  }).onConflict((conflict) => conflict.doNothing()).executeTakeFirstOrThrow();
  if (numInsertedOrUpdatedRows === 0n) {
    throw new Refused("A replay of this workflow is under way. Wait for it, or cancel it.");
  }
  await recordEvent(tx, {
    kind: "workflow.what_if_asked",
    subjectId: workflow.id,
    data: { name: workflow.name, starts },
  });
  await enqueue(tx, "replay_starts", { whatIfId: id }, { key: id });
  return id;
}

const MOST_LISTED = 50;

export async function listWhatIfs(tx: OrgDb, workflowId: string): Promise<WhatIf[]> {
  return await named(tx).where("w.workflow_id", "=", workflowId).orderBy("w.id", "desc")
    .limit(MOST_LISTED).execute();
}

export async function findWhatIf(tx: OrgDb, workflowId: string, id: string): Promise<WhatIf> {
  const found = await named(tx).where("w.workflow_id", "=", workflowId).where("w.id", "=", id)
    .executeTakeFirst();
  if (!found) throw new NotFound();
  return found;
}

function named(tx: OrgDb) {
  return tx.selectFrom("what_ifs as w").leftJoin("members as m", "m.id", "w.asked_by")
    .selectAll("w").select("m.name as asked_by_name");
}

/** What has been replayed by then is kept. */
export async function cancelWhatIf(tx: OrgDb, workflowId: string, id: string): Promise<void> {
  await findWhatIf(tx, workflowId, id);
  const { numUpdatedRows } = await tx.updateTable("what_ifs")
    .set({ state: "cancelled", ended_at: sql<Date>`now()` })
    .where("id", "=", id).where("state", "=", "running").executeTakeFirst();
  if (numUpdatedRows === 0n) throw new Refused("This replay has ended already.");
}

export interface ReplayedPage {
  starts: ReplayedStart[];
  previous?: number;
  next?: number;
}

const PAGE = 50;

/** In the order in which they arrived, either all of them or those that would go another way. */
export async function listReplayed(
  tx: OrgDb,
  id: string,
  { all, after, before }: { all: boolean; after?: number; before?: number },
): Promise<ReplayedPage> {
  const backwards = before !== undefined && after === undefined;
  const found = await tx.selectFrom("what_if_starts").selectAll().where("what_if_id", "=", id)
    .$if(!all, (q) => q.where("different", "=", true))
    .$if(after !== undefined, (q) => q.where("position", ">", after!))
    .$if(backwards, (q) => q.where("position", "<", before!))
    .orderBy("position", backwards ? "desc" : "asc").limit(PAGE + 1).execute();
  const more = found.length > PAGE;
  const starts = found.slice(0, PAGE);
  if (backwards) starts.reverse();
  const [first, last] = [starts[0]?.position, starts.at(-1)?.position];
  return {
    starts,
    previous: (backwards ? more : after !== undefined) ? first : undefined,
    next: (backwards || more) ? last : undefined,
  };
}
