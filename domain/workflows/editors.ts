import { sql } from "kysely";
import type { OrgDb } from "../base/db.ts";

export interface Editor {
  id: string;
  name: string;
  node_id: string | null;
}

/** A browser says every fifteen seconds that it is still there. */
const GONE_AFTER = sql`interval '40 seconds'`;

export async function seeEditor(
  tx: OrgDb,
  workflowId: string,
  memberId: string,
  nodeId: string | null,
): Promise<void> {
  await tx.insertInto("workflow_editors")
    .values({ workflow_id: workflowId, member_id: memberId, node_id: nodeId })
    .onConflict((editor) =>
      editor.columns(["org_id", "workflow_id", "member_id"])
        .doUpdateSet({ node_id: nodeId, seen_at: sql`now()` })
    ).execute();
}

/** Everybody but the one who asks. */
export async function otherEditors(
  tx: OrgDb,
  workflowId: string,
  memberId: string,
): Promise<Editor[]> {
  return await tx.selectFrom("workflow_editors as e").innerJoin("members as m", "m.id", "e.member_id")
    .select(["m.id", "m.name", "e.node_id"])
    .where("e.workflow_id", "=", workflowId).where("e.member_id", "<>", memberId)
    .where("e.seen_at", ">", sql<Date>`now() - ${GONE_AFTER}`)
    .orderBy("m.name").limit(20).execute();
}
