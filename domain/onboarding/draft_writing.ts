import { sql } from "kysely";
import type { OrgDb } from "../base/db.ts";
import { recordEvent } from "../base/events.ts";
import { type DraftContext, readContexts } from "./draft_context.ts";
import { writeByRules, type WrittenDraft } from "./draft_rules.ts";

/** Fills those of these drafts that still wait for it, all in one transaction. */
export async function writeDraftsByRules(
  tx: OrgDb,
  draftIds: string[],
  publicUrl: URL,
): Promise<void> {
  const contexts = await readContexts(tx, draftIds);
  await fillDrafts(
    tx,
    contexts.map((context) => ({ context, written: writeByRules(context, publicUrl) })),
  );
}

export interface Filling {
  context: DraftContext;
  written: WrittenDraft;
}

/** A draft that was filled, discarded or replaced meanwhile stays as it is. */
export async function fillDrafts(tx: OrgDb, fillings: Filling[]): Promise<void> {
  if (fillings.length === 0) return;
  const rows = fillings.map(({ context, written }) => ({
    id: context.draft.id,
    ...written,
    problem: written.problems.join(". "),
  }));
  const filled = await sql<{ id: string }>`
    update drafts d set state = 'ready', version = d.version + 1,
      to_addresses = w."to", cc_addresses = w.cc, bcc_addresses = w.bcc,
      subject = w.subject, body = w.body, sources = w.sources, sentences = w.sentences,
      written_by = w.written_by, model = w.model, tokens = w.tokens,
      problem = nullif(w.problem, '')
    from jsonb_to_recordset(${rows}::jsonb) as w (id uuid, "to" text[], cc text[], bcc text[],
      subject text, body text, sources jsonb, sentences jsonb, written_by text, model text,
      tokens integer, problem text)
    where d.org_id = current_org() and d.id = w.id and d.state = 'asked'
    returning d.id`.execute(tx);
  const ids = new Set(filled.rows.map(({ id }) => id));
  const done = fillings.filter(({ context }) => ids.has(context.draft.id));
  await markReady(tx, done.map(({ context }) => context.action.id));
  for (const { context: { draft, action }, written } of done) {
    await recordEvent(tx, {
      kind: "draft.written",
      subjectId: action.id,
      accountId: draft.account_id,
      data: { label: action.label, number: draft.number, by: written.written_by },
    });
  }
}

/** A text for a channel is copied by hand, so only what is mailed waits for an approval. */
async function markReady(tx: OrgDb, actionIds: string[]) {
  if (actionIds.length === 0) return;
  await tx.updateTable("actions").set({ state: "draft_ready" })
    .where("id", "in", actionIds).where("state", "=", "due").where("type", "<>", "SLACK")
    .execute();
}
