import { escalateTasks } from "../domain/workflows/task_escalations.ts";
import { replayBatch } from "../domain/workflows/what_if_replays.ts";
import type { Handler } from "./handler.ts";

export const escalateLateTasks: Handler<"escalate_tasks"> = (db, { publicUrl }, { orgId }) =>
  escalateTasks(db, orgId, publicUrl);

export const replayStarts: Handler<"replay_starts"> = (db, _out, { orgId, payload, signal }) =>
  replayBatch(db, orgId, payload.whatIfId, signal);
