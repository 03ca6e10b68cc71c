import type { OrgDb } from "../base/db.ts";
import { channelOf, type Target } from "../messages/channel_choices.ts";
import type { Channel } from "../messages/channel_words.ts";
import { offeredChannels } from "../messages/channels.ts";
import { asPosted } from "../messages/post_text.ts";
import { type Post, postOfAction } from "../messages/posts.ts";
import type { FoundAction } from "./actions.ts";
import { postObstacles, targetOfAction } from "./channel_posts.ts";
import type { DraftContext } from "./draft_context.ts";
import { strangersOf } from "./draft_sources.ts";

/** Where a text would be posted, where else it could be, and what became of it. */
export interface Posting {
  target: Target;
  channels: Channel[];
  /** A test account's text goes to one channel only. */
  isTest: boolean;
  /** As it is sent, with Slack's own marks. */
  text: string;
  /** Where it was approved for. */
  approved?: Channel;
  post?: Post;
}

export async function viewPosting(
  tx: OrgDb,
  action: FoundAction,
  context: DraftContext,
  publicUrl: URL,
): Promise<{ posting: Posting; obstacles: string[]; warnings: string[] }> {
  const { account, draft } = context;
  const target = await targetOfAction(tx, account, action.content);
  const approved = draft.channel_id ? await channelOf(tx, draft.channel_id) : undefined;
  return {
    posting: {
      target,
      channels: target.fault?.fault === "not_connected" ? [] : await offeredChannels(tx),
      isTest: account.test,
      text: asPosted(draft.body),
      ...(approved && { approved }),
      post: await postOfAction(tx, action.id),
    },
    obstacles: postObstacles(draft, account),
    warnings: strangersOf(draft.body, context, publicUrl).map((link) =>
      `${link} is neither of ${account.name} nor of your team. Check that it belongs here.`
    ),
  };
}
