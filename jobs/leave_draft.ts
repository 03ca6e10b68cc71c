import { inOrg } from "../domain/base/db.ts";
import { letDraftLeave } from "../domain/onboarding/executions.ts";
import type { Handler } from "./handler.ts";

const actor = { kind: "system", cause: "job:leave_draft" } as const;

export const leaveDraft: Handler<"leave_draft"> = (db, { publicUrl }, job) =>
  inOrg(db, job.orgId, actor, (tx) => letDraftLeave(tx, job.payload.draftId, publicUrl));
