import { sql } from "kysely";
import type { OrgDb } from "../base/db.ts";
import type { Graph } from "./graph.ts";

/** Kept by the server, so that it can be pasted into another workflow, and on another machine. */
export async function keepClip(tx: OrgDb, memberId: string, fragment: Graph): Promise<void> {
  await tx.insertInto("workflow_clips").values({ member_id: memberId, fragment })
    .onConflict((clip) =>
      clip.columns(["org_id", "member_id"]).doUpdateSet({ fragment, copied_at: sql`now()` })
    ).execute();
}

export async function findClip(tx: OrgDb, memberId: string): Promise<Graph | undefined> {
  const row = await tx.selectFrom("workflow_clips").select("fragment")
    .where("member_id", "=", memberId).executeTakeFirst();
  return row?.fragment as Graph | undefined;
}
