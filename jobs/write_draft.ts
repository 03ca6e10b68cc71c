import { type Actor, type Db, inOrg } from "../domain/base/db.ts";
import type { Outside } from "../domain/base/outside.ts";
import { enqueueAll } from "../domain/base/queue.ts";
import { writeDraftWithModel } from "../domain/onboarding/draft_by_model.ts";
import { failDraft, writeDraftsByRules } from "../domain/onboarding/draft_writing.ts";
import { providerOf } from "../domain/writing/provider.ts";
import type { Handler } from "./handler.ts";

const actor: Actor = { kind: "system", cause: "job:write_draft" };
/** After that many tries a person should not wait any longer: they can write it themselves. */
const MOST_TRIES = 3;

export const writeDraft: Handler<"write_draft"> = async (db, out, job) => {
  const { draftId } = job.payload;
  try {
    if (providerOf(out)) await writeDraftWithModel(db, out, job.orgId, draftId, job.signal);
    else await byRules(db, out, job, [draftId]);
  } catch (error) {
    if (job.signal.aborted || job.attempts < MOST_TRIES) throw error;
    await inOrg(db, job.orgId, actor, (tx) => failDraft(tx, draftId, "Thread could not write it."));
  }
};

/** Many at once. Each goes its own way where a model writes, or where one of them stops the rest. */
export const writeDrafts: Handler<"write_drafts"> = async (db, out, job) => {
  const { draftIds } = job.payload;
  if (!providerOf(out) && job.attempts < 2) return await byRules(db, out, job, draftIds);
  await inOrg(
    db,
    job.orgId,
    actor,
    (tx) => enqueueAll(tx, "write_draft", draftIds.map((draftId) => ({ payload: { draftId } }))),
  );
};

function byRules(db: Db, { publicUrl }: Outside, { orgId }: { orgId: string }, ids: string[]) {
  return inOrg(db, orgId, actor, (tx) => writeDraftsByRules(tx, ids, publicUrl));
}
