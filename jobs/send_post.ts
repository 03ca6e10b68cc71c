import { inOrg } from "../domain/base/db.ts";
import { sendPost, settleOverduePosts } from "../domain/connectors/post_sending.ts";
import { settlePostedAction } from "../domain/onboarding/channel_posts.ts";
import type { Handler } from "./handler.ts";

const actor = { kind: "system", cause: "job:send_post" } as const;

/** Whoever dies between the two does both again: the first then finds nothing left to do. */
export const sendOnePost: Handler<"send_post"> = async (db, out, { orgId, signal, payload }) => {
  await sendPost({ db, out, orgId, signal }, payload.postId);
  await inOrg(db, orgId, actor, (tx) => settlePostedAction(tx, payload.postId));
};

export const settlePosts: Handler<"settle_posts"> = async (tx) => {
  for (const postId of await settleOverduePosts(tx)) await settlePostedAction(tx, postId);
};
