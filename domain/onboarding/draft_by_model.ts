import { type Actor, type Db, inOrg } from "../base/db.ts";
import type { Outside } from "../base/outside.ts";
import { draftText } from "../writing/drafting.ts";
import { framed, type Order, orderOf } from "./draft_briefs.ts";
import { type DraftContext, lockAccountsOf, readContext } from "./draft_context.ts";
import { fillDrafts, type WrittenDraft } from "./draft_writing.ts";

const actor: Actor = { kind: "system", cause: "job:write_draft" };

/**
 * Writes one draft with the language model, or by rules where it does not answer. No transaction is
 * open meanwhile. What leaves without review is written by rules alone, because nobody reads it.
 */
export async function writeDraftWithModel(
  db: Db,
  out: Outside,
  orgId: string,
  draftId: string,
  signal?: AbortSignal,
): Promise<void> {
  const context = await inOrg(db, orgId, actor, (tx) => readContext(tx, draftId));
  if (context?.draft.state !== "asked") return;
  const order = orderOf(context, out.publicUrl);
  const written = await write(db, out, orgId, { context, order, signal });
  await inOrg(db, orgId, actor, async (tx) => {
    lockAccountsOf(tx, [draftId]);
    await fillDrafts(tx, [{ context, written }], out.publicUrl);
  });
}

async function write(
  db: Db,
  out: Outside,
  orgId: string,
  { context, order, signal }: { context: DraftContext; order: Order; signal?: AbortSignal },
): Promise<WrittenDraft> {
  const drafted = await draftText(db, out, orgId, order.kind, order.brief, {
    signal,
    rulesOnly: context.action.send_without_review,
  });
  const { to, cc, bcc, problems } = order;
  const refused = drafted.problem
    ? [`Written by rules, because the language model did not write it: ${drafted.problem.words}`]
    : [];
  return {
    ...{ to, cc, bcc },
    ...framed(order, drafted),
    sources: drafted.sources,
    written_by: drafted.by,
    model: drafted.model,
    tokens: drafted.tokens || undefined,
    problems: [...problems, ...refused],
  };
}
