import { sql } from "kysely";
import type { LintContext, Problem } from "./node.ts";

/** A queue that is gone, that asks for something else, or in which nobody would see what waits. */
export async function queueProblems(
  { tx, node }: LintContext,
  { queueId, kind, field = "queue" }: {
    queueId: string;
    kind?: "approval" | "assignment" | "custom";
    field?: string;
  },
): Promise<Problem[]> {
  if (!/^[0-9a-f-]{36}$/.test(queueId)) return [];
  const queue = await tx.selectFrom("queues as q")
    .select(["q.name", "q.kind", "q.archived_at"])
    .select(sql<boolean>`exists (select from queue_members m
      join members p on p.org_id = m.org_id and p.id = m.member_id
      where m.org_id = q.org_id and m.queue_id = q.id and p.deactivated_at is null)`.as("manned"))
    .where("q.id", "=", queueId).executeTakeFirst();
  const say = (text: string, severity: Problem["severity"] = "error") => [
    { nodeId: node.id, field, text, severity },
  ];
  if (!queue) return say("The queue is not there any more.");
  if (queue.archived_at) return say(`The queue "${queue.name}" is archived.`);
  if (kind && queue.kind !== kind) return say(`The queue "${queue.name}" ${ASKS[queue.kind]}.`);
  if (!queue.manned) return say(`Nobody is a member of the queue "${queue.name}".`);
  return [];
}

const ASKS = {
  approval: "asks for approvals",
  assignment: "asks who takes an account over",
  custom: "is for tasks of its own",
};
