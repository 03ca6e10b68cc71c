import { sql } from "kysely";
import type { OrgDb } from "../base/db.ts";
import { NotFound, Refused } from "../base/errors.ts";
import { channelOf, chosenTarget, type Target, targetsOf } from "../messages/channel_choices.ts";
import { faultOf } from "../messages/channel_words.ts";
import { asPosted, MOST_POSTED } from "../messages/post_text.ts";
import {
  type Post,
  postOfAction,
  sendPostAgain,
  settlePosted,
  writePost,
} from "../messages/posts.ts";
import { refreshAccounts } from "./account_rollups.ts";
import { lockAction, recordAction, updateAction } from "./actions.ts";
import { missingIn } from "./draft_checks.ts";
import {
  approve,
  type Draft,
  isFollowed,
  lockDraft,
  type Locked,
  recordDraft,
  takeBack,
  updateDraft,
} from "./drafts.ts";

interface Written {
  name: string;
  archived_at: Date | null;
}

/** Why this text may not be posted, each in one sentence; nothing where it may. */
export function postObstacles(draft: Pick<Draft, "subject" | "body">, account: Written): string[] {
  const missing = missingIn(draft).map((name) => `{{${name}}}`);
  const text = asPosted(draft.body);
  return [
    ...(account.archived_at
      ? [`${account.name} is archived. Restore it before anything is posted for it.`]
      : []),
    ...(missing.length > 0
      ? [`Nothing is known for ${missing.join(", ")}. Fill it in on the account, or write it here.`]
      : []),
    ...(text === "" ? ["It has no text."] : []),
    ...(text.length > MOST_POSTED ? ["It is longer than a channel takes. Make it shorter."] : []),
  ];
}

/** Where the text of an action would go, as the action or its account says. */
export async function targetOfAction(
  tx: OrgDb,
  account: { id: string; test: boolean },
  content: unknown,
): Promise<Target> {
  const named = (content as { channel?: string }).channel ?? "";
  return (await targetsOf(tx, account, [named]))(named);
}

/**
 * A person's word that the text may be posted, and where. It leaves in ten seconds, unless they take
 * that back.
 */
export async function postDraft(
  tx: OrgDb,
  id: string,
  version: number,
  typed: string,
): Promise<Draft> {
  const { draft, action, account } = await lockDraft(tx, id, version);
  if (action.type !== "SLACK") throw new NotFound();
  if (draft.state !== "ready" || (action.state !== "due" && action.state !== "failed")) {
    throw new Refused(`"${action.label}" does not wait to be posted any more.`);
  }
  if (action.held) throw new Refused(`"${action.label}" is on hold.`);
  const [obstacle] = postObstacles(draft, account);
  if (obstacle) throw new Refused(obstacle);
  const channel = await chosenTarget(tx, await testOf(tx, account.id), typed);
  await updateDraft(tx, id, { channel_id: channel.id });
  return await approve(tx, { draft, action });
}

async function testOf(tx: OrgDb, id: string): Promise<{ id: string; test: boolean }> {
  return await tx.selectFrom("accounts").select(["id", "test"]).where("id", "=", id)
    .executeTakeFirstOrThrow();
}

/** When its ten seconds are over. What has changed meanwhile brings it back to who approved it. */
export async function letPostLeave(tx: OrgDb, locked: Locked): Promise<void> {
  const { draft, action, account } = locked;
  const channel = draft.channel_id ? await channelOf(tx, draft.channel_id) : undefined;
  const why = postObstacles(draft, account)[0] ??
    (channel ? faultOf(channel)?.words : "No channel is chosen.");
  if (why || !channel) return void await takeBack(tx, locked, `It was not posted. ${why}`);
  await writePost(tx, {
    channelId: channel.id,
    cause: "action",
    key: `draft:${draft.id}`,
    text: asPosted(draft.body),
    accountId: account.id,
    subjectId: action.id,
    draftId: draft.id,
    ...(draft.approved_by && { approvedBy: draft.approved_by }),
  });
  const left = { state: "left", left_at: sql<Date>`now()` } as const;
  await recordDraft(tx, await updateDraft(tx, draft.id, left), action, "draft.left");
}

/**
 * Brings an action up to date with its message, whatever has become of that. Called twice it
 * changes nothing more.
 */
export async function settlePostedAction(tx: OrgDb, postId: string): Promise<void> {
  const find = () => tx.selectFrom("posts").selectAll().where("id", "=", postId).executeTakeFirst();
  const draftId = (await find())?.draft_id;
  if (!draftId) return;
  const { draft, action } = await lockDraft(tx, draftId);
  if (draft.state !== "left" || await isFollowed(tx, draft)) return;
  const post = (await find())!;
  if (post.state === "sent") await settleAsPosted(tx, post, draft, action);
  else if (post.state === "failed" || post.state === "unknown") {
    await settleAsFailed(tx, post, action);
  } else if (action.state === "failed") {
    await updateAction(tx, action.id, { state: "approved", problem: null });
    await refreshAccounts(tx, [action.account_id]);
  }
}

async function settleAsPosted(tx: OrgDb, post: Post, draft: Draft, action: Locked["action"]) {
  if (action.state !== "approved" && action.state !== "failed") return;
  await updateAction(tx, action.id, {
    state: "completed",
    problem: null,
    executed_at: post.sent_at,
    executed_by: draft.approved_by,
    finished_at: post.sent_at,
    finished_by: draft.approved_by,
  });
  await recordAction(tx, action, "executed", { draftId: draft.id, postId: post.id, url: post.url });
  await recordAction(tx, action, "completed");
  await refreshAccounts(tx, [action.account_id]);
}

async function settleAsFailed(tx: OrgDb, post: Post, action: Locked["action"]) {
  if (action.state !== "approved") return;
  const problem = post.state === "unknown"
    ? `It may have been posted: ${post.error ?? "the answer was lost"}`
    : `It was not posted: ${post.error ?? "Slack refused it"}`;
  await updateAction(tx, action.id, { state: "failed", problem });
  await recordAction(tx, action, "failed", { problem });
  await refreshAccounts(tx, [action.account_id]);
}

/** A person has seen it in the channel. */
export async function confirmPost(tx: OrgDb, actionId: string, memberId: string): Promise<void> {
  const { id } = await lastPost(tx, actionId);
  await settlePosted(tx, id, memberId);
  await settlePostedAction(tx, id);
}

/** A person takes the chance of a second copy, or has put right what was wrong. */
export async function postActionAgain(tx: OrgDb, actionId: string, memberId: string) {
  await lockAction(tx, actionId);
  const { id } = await lastPost(tx, actionId);
  await sendPostAgain(tx, id, memberId);
  await settlePostedAction(tx, id);
}

async function lastPost(tx: OrgDb, actionId: string): Promise<Post> {
  const post = await postOfAction(tx, actionId);
  if (!post) throw new NotFound();
  return post;
}
