import { sql } from "kysely";
import { actAsMember } from "../base/acting.ts";
import type { OrgDb } from "../base/db.ts";
import { enqueueAll } from "../base/queue.ts";
import type { FailureCause } from "../base/schema.ts";
import { retryRun } from "./run_repairs.ts";

export interface SameCause {
  workflowId: string;
  nodeId: string;
  cause: FailureCause;
}

const MOST = 1000;

/** Every run that stands failed at this step for this cause, each by a job of its own. */
export async function retryAllOf(
  tx: OrgDb,
  { workflowId, nodeId, cause }: SameCause,
  memberId: string,
): Promise<number> {
  const { rows } = await sql<{ id: string }>`
    select id from runs where org_id = current_org() and state = 'failed'
      and workflow_id = ${workflowId} and node_id = ${nodeId} and failure ->> 'cause' = ${cause}
    order by id limit ${MOST}`.execute(tx);
  await enqueueAll(
    tx,
    "retry_runs",
    rows.map(({ id }) => ({ payload: { runId: id, memberId }, key: id })),
  );
  return rows.length;
}

/** As the person who asked for it. One that somebody has repaired meanwhile is left alone. */
export async function retryInBulk(
  tx: OrgDb,
  asked: { runId: string; memberId: string }[],
): Promise<void> {
  for (const { runId, memberId } of asked) {
    const run = await tx.selectFrom("runs").select("state").where("id", "=", runId).forUpdate()
      .executeTakeFirst();
    if (run?.state !== "failed") continue;
    actAsMember(tx, memberId);
    await retryRun(tx, runId);
  }
}
