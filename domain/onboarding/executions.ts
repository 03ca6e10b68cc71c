import { sql } from "kysely";
import { openPortalTo } from "../accounts/portal_access.ts";
import { crashpoint } from "../base/crashpoint.ts";
import type { OrgDb } from "../base/db.ts";
import { NotFound, Refused } from "../base/errors.ts";
import { enqueue } from "../base/queue.ts";
import { writeCustomerLetter } from "../messages/customer_letter.ts";
import { keepSentMail } from "../messages/sent_mails.ts";
import { findLetterhead } from "../messages/letterheads.ts";
import { type Mail, type NewMail, postMail } from "../messages/outbox.ts";
import { postOfAction } from "../messages/posts.ts";
import { sendAgain, settleAsArrived } from "../messages/unsettled.ts";
import { refreshAccounts } from "./account_rollups.ts";
import { lockAction, recordAction, updateAction } from "./actions.ts";
import { obstaclesOf } from "./draft_checks.ts";
import { type DraftContext, readContext } from "./draft_context.ts";
import { letPostLeave } from "./channel_posts.ts";
import { leadsToPortal } from "./portal_address.ts";
import {
  approveDraft,
  askForDrafts,
  type Draft,
  isFollowed,
  lockDraft,
  type Locked,
  recordDraft,
  takeBack,
  updateDraft,
} from "./drafts.ts";

/**
 * Carries out what a person has approved. Pressed on a draft that is ready, it is the approval.
 * Either way the mail leaves once, and a request opens in the portal.
 */
export async function executeAction(tx: OrgDb, id: string, version: number): Promise<Draft> {
  const action = await lockAction(tx, id, version);
  const draft = await tx.selectFrom("drafts").selectAll().where("action_id", "=", id)
    .where("state", "in", ["asked", "ready", "failed", "approved"]).executeTakeFirst();
  if (draft?.state === "ready") return await approveDraft(tx, draft.id, draft.version);
  if (draft?.state !== "approved" || action.state !== "approved") {
    throw new Refused(`"${action.label}" has no draft that could be sent. Write one first.`);
  }
  const hurried = await updateDraft(tx, draft.id, { leaves_at: sql<Date>`now()` });
  await enqueue(tx, "leave_draft", { draftId: draft.id });
  return hurried;
}

/**
 * Writes the mail of an approved draft whose ten seconds are over. If its account was archived, or
 * something it needs is gone, it goes back to the person who approved it.
 */
export async function letDraftLeave(tx: OrgDb, draftId: string, publicUrl: URL): Promise<void> {
  const locked = await lockDraft(tx, draftId);
  const { draft, action, account } = locked;
  if (draft.state !== "approved" || action.state !== "approved") return;
  if (!await isOver(tx, draftId)) return;
  if (action.type === "SLACK") return await letPostLeave(tx, locked);
  const [obstacle] = obstaclesOf(draft, account);
  if (obstacle) return void await takeBack(tx, locked, `It did not leave. ${obstacle}`);
  const context = (await readContext(tx, draftId))!;
  await postMail(tx, await mailOf(tx, context, publicUrl));
  await updateDraft(tx, draftId, { state: "left", left_at: sql<Date>`now()` });
  await recordDraft(tx, draft, action, "draft.left");
  if (context.action.type !== "SEND_EMAIL") await openRequest(tx, action);
  if (leadsToPortal(draft.body, context.org.id)) {
    await openPortalTo(tx, account.id, [...draft.to_addresses, ...draft.cc_addresses]);
  }
  crashpoint("draft-before-leaving");
}

/** By the database's clock, as the approval was. */
async function isOver(tx: OrgDb, draftId: string): Promise<boolean> {
  const row = await tx.selectFrom("drafts").select(sql<boolean>`leaves_at <= now()`.as("over"))
    .where("id", "=", draftId).executeTakeFirst();
  return row?.over ?? false;
}

/** The mail of a draft as its readers get it. */
export async function mailOf(
  tx: OrgDb,
  { draft, account, action, contacts, csm, org }: DraftContext,
  publicUrl: URL,
): Promise<NewMail> {
  const { replyTo, ...head } = await findLetterhead(tx, publicUrl);
  const [address = "", ...moreTo] = draft.to_addresses;
  return {
    class: "customer",
    ...writeCustomerLetter(draft, head),
    fromName: csm ? `${csm.name} (${org.name})` : org.name,
    replyTo: csm?.email ?? replyTo,
    to: { name: contacts.find(({ email }) => email === address)?.name ?? "", address },
    moreTo,
    cc: draft.cc_addresses,
    bcc: draft.bcc_addresses,
    takesReplies: true,
    accountId: account.id,
    subjectId: action.id,
    draftId: draft.id,
    approvedBy: draft.approved_by ?? undefined,
  };
}

async function openRequest(tx: OrgDb, action: Locked["action"]) {
  const opened = await tx.updateTable("actions")
    .set({ portal_visible: true, opened_at: sql<Date>`now()` })
    .where("id", "=", action.id).where("opened_at", "is", null)
    .returning("id").executeTakeFirst();
  if (opened) await recordAction(tx, action, "opened");
}

/**
 * Brings an action up to date with its mail, whatever has become of that. Called after each try, by
 * the clock, and after a person has decided; called twice it changes nothing more.
 */
export async function settleExecution(tx: OrgDb, mailId: string): Promise<void> {
  const draftId = (await mailRow(tx, mailId))?.draft_id;
  if (!draftId) return;
  const { draft, action } = await lockDraft(tx, draftId);
  if (draft.state !== "left" || await isFollowed(tx, draft)) return;
  const mail = (await mailRow(tx, mailId))!;
  if (mail.state === "sent") await settleAsSent(tx, mail, draft, action);
  else if (mail.state === "failed" || mail.state === "unknown") {
    await settleAsFailed(tx, mail, action);
  } else if (action.state === "failed") {
    await updateAction(tx, action.id, { state: "approved", problem: null });
    await refreshAccounts(tx, [action.account_id]);
  }
}

async function settleAsSent(tx: OrgDb, mail: Mail, draft: Draft, action: Locked["action"]) {
  if (action.state !== "approved" && action.state !== "failed") return;
  const executed = {
    executed_at: mail.sent_at,
    executed_by: draft.approved_by,
    problem: mail.error,
  };
  if (action.type === "SEND_EMAIL") {
    await updateAction(tx, action.id, {
      ...executed,
      state: "completed",
      finished_at: mail.sent_at,
      finished_by: draft.approved_by,
    });
  } else await updateAction(tx, action.id, { ...executed, state: "executed" });
  await keepSentMail(tx, mail, { actionId: action.id, memberId: draft.approved_by });
  await recordAction(tx, action, "executed", { draftId: draft.id, mailId: mail.id });
  if (action.type === "SEND_EMAIL") await recordAction(tx, action, "completed");
  await refreshAccounts(tx, [action.account_id]);
}

async function settleAsFailed(tx: OrgDb, mail: Mail, action: Locked["action"]) {
  if (action.state !== "approved") return;
  const problem = mail.state === "unknown"
    ? `It may have been sent: ${mail.error ?? "the answer was lost"}`
    : `It was not sent: ${mail.error ?? "the mail server refused it"}`;
  await updateAction(tx, action.id, { state: "failed", problem });
  await recordAction(tx, action, "failed", { problem });
  await refreshAccounts(tx, [action.account_id]);
}

/** A person has learned that the mail of this action arrived. */
export async function confirmArrival(tx: OrgDb, actionId: string, memberId: string) {
  const { id } = await lastMail(tx, actionId);
  await settleAsArrived(tx, id, memberId);
  await settleExecution(tx, id);
}

/** A person takes the chance of a second copy, or has put right what was wrong. */
export async function sendActionAgain(tx: OrgDb, actionId: string, memberId: string) {
  await lockAction(tx, actionId);
  const { id } = await lastMail(tx, actionId);
  await sendAgain(tx, id, memberId);
  await settleExecution(tx, id);
}

async function lastMail(tx: OrgDb, actionId: string): Promise<Mail> {
  const mail = await findMailOf(tx, actionId);
  if (!mail) throw new NotFound();
  return mail;
}

/** For an action that is open and has no text on its way. What was sent stays sent. */
export async function askAnew(tx: OrgDb, actionId: string): Promise<void> {
  const action = await lockAction(tx, actionId);
  if (action.state !== "due" && action.state !== "failed") {
    throw new Refused(`"${action.label}" does not need a draft now.`);
  }
  const mail = await findMailOf(tx, actionId);
  if (mail?.state === "unknown") {
    throw new Refused("Its email may have been sent. Say first whether it arrived.");
  }
  if ((await postOfAction(tx, actionId))?.state === "unknown") {
    throw new Refused("Its message may have been posted. Say first whether it stands there.");
  }
  if (action.state === "failed") {
    await updateAction(tx, actionId, { state: "due", problem: null });
    await refreshAccounts(tx, [action.account_id]);
  }
  await askForDrafts(tx, [actionId]);
}

/** What was last sent for an action. */
export async function findMailOf(tx: OrgDb, actionId: string): Promise<Mail | undefined> {
  return await tx.selectFrom("mails").selectAll().where("subject_id", "=", actionId)
    .where("draft_id", "is not", null).orderBy("id", "desc").limit(1).executeTakeFirst();
}

async function mailRow(tx: OrgDb, id: string): Promise<Mail | undefined> {
  return await tx.selectFrom("mails").selectAll().where("id", "=", id).executeTakeFirst();
}
