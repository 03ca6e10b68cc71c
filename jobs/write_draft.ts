import { inOrg } from "../domain/base/db.ts";
import { writeDraftsByRules } from "../domain/onboarding/draft_writing.ts";
import type { Handler } from "./handler.ts";

const actor = { kind: "system", cause: "job:write_draft" } as const;

export const writeDraft: Handler<"write_draft"> = (db, { publicUrl }, job) =>
  inOrg(db, job.orgId, actor, (tx) => writeDraftsByRules(tx, [job.payload.draftId], publicUrl));

export const writeDrafts: Handler<"write_drafts"> = (db, { publicUrl }, job) =>
  inOrg(db, job.orgId, actor, (tx) => writeDraftsByRules(tx, job.payload.draftIds, publicUrl));
