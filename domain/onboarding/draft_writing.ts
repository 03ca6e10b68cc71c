import { sql } from "kysely";
import type { OrgDb } from "../base/db.ts";
import { NotFound } from "../base/errors.ts";
import { recordEvents } from "../base/events.ts";
import type { DraftSentence, DraftSource } from "../base/schema.ts";
import { oneLine } from "../messages/outgoing.ts";
import { refreshAccounts } from "./account_rollups.ts";
import { actionType } from "./action_types.ts";
import { framed, orderOf, writeByRules } from "./draft_briefs.ts";
import { obstaclesOf, readersOf } from "./draft_checks.ts";
import { type DraftContext, lockAccountsOf, readContext, readContexts } from "./draft_context.ts";
import { strangersAmong } from "./draft_recipients.ts";
import { strangersOf } from "./draft_sources.ts";
import { valuesOf } from "./draft_values.ts";
import {
  approve,
  type Draft,
  type DraftWords,
  lockDraft,
  recordDraft,
  updateDraft,
} from "./drafts.ts";
import { fillVariables } from "./variables.ts";

/** What fills a draft, whoever wrote it. */
export interface WrittenDraft {
  to: string[];
  cc: string[];
  bcc: string[];
  subject: string;
  body: string;
  sources: DraftSource[];
  sentences: DraftSentence[];
  written_by: "model" | "rules";
  model?: string;
  tokens?: number;
  /** What its reader should know, such as a role that nobody has. */
  problems: string[];
}

/** Fills those of these drafts that still wait for it, all in one transaction. */
export async function writeDraftsByRules(
  tx: OrgDb,
  draftIds: string[],
  publicUrl: URL,
): Promise<void> {
  lockAccountsOf(tx, draftIds);
  const contexts = (await readContexts(tx, draftIds))
    .filter(({ draft }) => draft.state === "asked");
  await fillDrafts(
    tx,
    contexts.map((context) => ({ context, written: draftByRules(context, publicUrl) })),
    publicUrl,
  );
}

/** Says what the action says, with this account's own values and what is known of it. */
export function draftByRules(context: DraftContext, publicUrl: URL): WrittenDraft {
  const order = orderOf(context, publicUrl);
  const written = writeByRules(order);
  const { to, cc, bcc, problems } = order;
  const { sources } = written;
  return { to, cc, bcc, ...framed(order, written), sources, written_by: "rules", problems };
}

/** A person names values as a template does; they are put in when the text is saved. */
export async function withValues(
  tx: OrgDb,
  draftId: string,
  words: DraftWords,
  publicUrl: URL,
): Promise<DraftWords> {
  const context = await readContext(tx, draftId);
  if (!context) throw new NotFound();
  const values = valuesOf(context, publicUrl);
  const { subject, body } = words;
  return {
    ...words,
    subject: oneLine(fillVariables(subject, values).text, 500),
    body: fillVariables(body, values).text.slice(0, 50_000),
  };
}

/** Its action can still be done by hand, and the text be written by a person. */
export async function failDraft(tx: OrgDb, draftId: string, words: string): Promise<void> {
  const { draft, action } = await lockDraft(tx, draftId);
  if (draft.state !== "asked") return;
  const failed = await updateDraft(tx, draftId, { state: "failed", problem: words });
  await recordDraft(tx, failed, action, "draft.failed", { words });
}

export interface Filling {
  context: DraftContext;
  written: WrittenDraft;
}

/** A draft that was filled, discarded or replaced meanwhile stays as it is. */
export async function fillDrafts(tx: OrgDb, fillings: Filling[], publicUrl: URL): Promise<void> {
  const drafts = await writeDown(tx, fillings);
  const done = fillings.flatMap(({ context, written }) => {
    const draft = drafts.get(context.draft.id);
    return draft ? [{ context: { ...context, draft }, written }] : [];
  });
  if (done.length === 0) return;
  await markReady(tx, done.map(({ context }) => context.action.id));
  await recordEvents(
    tx,
    done.map(({ context: { draft, action }, written }) => ({
      kind: "draft.written",
      subjectId: action.id,
      accountId: draft.account_id,
      data: { label: action.label, number: draft.number, by: written.written_by },
    })),
  );
  await refreshAccounts(tx, done.map(({ context }) => context.account.id));
  for (const { context } of done) {
    if (!mayLeaveUnread(context, publicUrl)) continue;
    const { draft, action } = context;
    await approve(
      tx,
      { draft, action: { ...action, account_id: draft.account_id } },
      { without_review: true },
    );
  }
}

async function writeDown(tx: OrgDb, fillings: Filling[]): Promise<Map<string, Draft>> {
  if (fillings.length === 0) return new Map();
  const rows = fillings.map(({ context, written }) => ({
    id: context.draft.id,
    ...written,
    subject: written.subject.slice(0, 500),
    body: written.body.slice(0, 50_000),
    problem: written.problems.join(". "),
  }));
  const filled = await sql<Draft>`
    update drafts d set state = 'ready', version = d.version + 1,
      to_addresses = w."to", cc_addresses = w.cc, bcc_addresses = w.bcc,
      subject = w.subject, body = w.body, sources = w.sources, sentences = w.sentences,
      written_by = w.written_by, model = w.model, tokens = w.tokens,
      problem = nullif(w.problem, '')
    from jsonb_to_recordset(${rows}::jsonb) as w (id uuid, "to" text[], cc text[], bcc text[],
      subject text, body text, sources jsonb, sentences jsonb, written_by text, model text,
      tokens integer, problem text)
    where d.org_id = current_org() and d.id = w.id and d.state = 'asked'
    returning d.*`.execute(tx);
  return new Map(filled.rows.map((draft) => [draft.id, draft]));
}

/** A text for a channel is copied by hand, so only what is mailed waits for an approval. */
async function markReady(tx: OrgDb, actionIds: string[]) {
  await tx.updateTable("actions").set({ state: "draft_ready", version: sql`version + 1` })
    .where("id", "in", actionIds).where("state", "=", "due").where("type", "<>", "SLACK")
    .execute();
}

/**
 * Only where the action says so, and everything in the mail is the team's own: its text, nothing
 * missing from it, and nobody but the account's people to read it.
 */
function mayLeaveUnread(context: DraftContext, publicUrl: URL): boolean {
  const { action, draft, account } = context;
  return action.send_without_review && actionType(action.type).executable &&
    action.state === "due" && !action.held && draft.written_by === "rules" &&
    draft.problem === null && obstaclesOf(draft, account).length === 0 &&
    strangersAmong(readersOf(draft), context).length === 0 &&
    strangersOf(`${draft.subject}\n${draft.body}`, context, publicUrl).length === 0;
}
