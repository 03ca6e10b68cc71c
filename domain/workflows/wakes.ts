import type { OrgDb } from "../base/db.ts";
import type { Wake } from "./node.ts";
export async function wakeRun(
  _tx: OrgDb,
  _at: { runId: string; nodeId: string; visit: number },
  _wake: Wake,
) {
  await Promise.resolve();
}
