import type { Db } from "../base/db.ts";
export async function replayBatch(_db: Db, _orgId: string, _id: string, _signal: AbortSignal) {
  await Promise.resolve();
}
