import { sql } from "kysely";
import type { OrgDb } from "../base/db.ts";
import type { Mail } from "../messages/outbox.ts";
import { findAction, type FoundAction } from "./actions.ts";
import { missingIn, obstaclesOf, readersOf } from "./draft_checks.ts";
import { readContext } from "./draft_context.ts";
import { strangersAmong } from "./draft_recipients.ts";
import { strangersOf } from "./draft_sources.ts";
import type { Draft } from "./drafts.ts";
import { findMailOf, mailOf } from "./executions.ts";
import { type Posting, viewPosting } from "./posting_views.ts";

/** Everything that a person looks at before they let a draft leave. */
export interface DraftView {
  action: FoundAction;
  /** The newest one, unless it was discarded. */
  draft?: Draft;
  /** The texts before it, newest first. */
  earlier: Draft[];
  people: { approved?: string; edited?: string };
  from: string;
  replyTo?: string;
  obstacles: string[];
  missing: string[];
  warnings: string[];
  /** Until it leaves. */
  secondsLeft: number;
  mail?: Mail;
  /** Of a text for a channel: where it would go, where else it could, and what was posted. */
  posting?: Posting;
}

export async function viewDraft(
  tx: OrgDb,
  accountId: string,
  actionId: string,
  publicUrl: URL,
): Promise<DraftView> {
  const action = await findAction(tx, accountId, actionId);
  const drafts = await listDrafts(tx, actionId);
  const [newest, ...others] = drafts;
  const draft = newest?.state === "discarded" ? undefined : newest;
  const context = draft && await readContext(tx, draft.id);
  const view = {
    action,
    draft,
    earlier: draft ? others : drafts,
    people: {
      approved: newest?.approver ?? undefined,
      edited: newest?.editor ?? undefined,
    },
    mail: await findMailOf(tx, actionId),
    secondsLeft: newest?.seconds_left ?? 0,
  };
  if (!context) return { ...view, from: "", obstacles: [], missing: [], warnings: [] };
  if (action.type === "SLACK") {
    return {
      ...view,
      ...await viewPosting(tx, action, context, publicUrl),
      from: "",
      missing: missingIn(context.draft),
    };
  }
  const letter = await mailOf(tx, context, publicUrl);
  return {
    ...view,
    from: letter.fromName ?? "",
    replyTo: letter.replyTo,
    obstacles: obstaclesOf(context.draft, context.account),
    missing: missingIn(context.draft),
    warnings: [
      ...context.contacts.filter(({ email, failing_why }) =>
        failing_why && readersOf(context.draft).includes(email)
      ).map(({ name, email, failing_why }) =>
        `Mail to ${name} at ${email} came back. ${failing_why}.`
      ),
      ...strangersAmong(readersOf(context.draft), context).map((address) =>
        `${address} is neither a contact of ${context.account.name} nor one of its team.`
      ),
      ...strangersOf(`${context.draft.subject}\n${context.draft.body}`, context, publicUrl).map(
        (link) =>
          `${link} is neither of ${context.account.name} nor of your team. Check that it ` +
          "belongs here.",
      ),
    ],
  };
}

const MOST_TEXTS = 20;

async function listDrafts(tx: OrgDb, actionId: string) {
  return await tx.selectFrom("drafts as d")
    .leftJoin("members as e", "e.id", "d.edited_by")
    .leftJoin("members as p", "p.id", "d.approved_by")
    .selectAll("d")
    .select(["e.name as editor", "p.name as approver"])
    .select(
      sql<number>`greatest(0, ceil(extract(epoch from d.leaves_at - now())))::int`
        .as("seconds_left"),
    )
    .where("d.action_id", "=", actionId)
    .orderBy("d.number", "desc").limit(MOST_TEXTS).execute();
}
