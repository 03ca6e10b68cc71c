import { type Selectable, sql } from "kysely";
import type { OrgDb } from "../base/db.ts";
import { NotFound, Refused } from "../base/errors.ts";
import { recordEvent } from "../base/events.ts";
import { enqueue } from "../base/queue.ts";
import type { Posts } from "../base/schema.ts";
import { newId } from "../base/tokens.ts";
import { MOST_POSTED } from "./post_text.ts";

export type Post = Selectable<Posts>;

export interface NewPost {
  channelId: string;
  cause: Post["cause"];
  /** The same for the same cause, which is told once. */
  key: string;
  text: string;
  /** The page of Thread that it leads to. */
  path?: string;
  accountId?: string;
  /** The action that it carries out, by its draft. */
  subjectId?: string;
  draftId?: string;
  approvedBy?: string;
}

/** Writes the message and the job that sends it. Undefined where that cause has been told. */
export async function writePost(tx: OrgDb, post: NewPost): Promise<string | undefined> {
  const written = await insertPost(tx, post);
  if (written) await enqueue(tx, "send_post", { postId: written });
  return written;
}

/** For who sends it without that job. */
export async function insertPost(tx: OrgDb, post: NewPost): Promise<string | undefined> {
  const row = await tx.insertInto("posts").values({
    id: newId(),
    channel_id: post.channelId,
    cause: post.cause,
    dedupe_key: post.key,
    text: storable(post.text),
    path: post.path?.slice(0, 300) ?? null,
    account_id: post.accountId ?? null,
    subject_id: post.subjectId ?? null,
    draft_id: post.draftId ?? null,
    approved_by: post.approvedBy ?? null,
  }).onConflict((same) => same.columns(["org_id", "dedupe_key"]).doNothing())
    .returning("id").executeTakeFirst();
  return row?.id;
}

export async function findPost(tx: OrgDb, id: string): Promise<Post> {
  const found = await tx.selectFrom("posts").selectAll().where("id", "=", id).executeTakeFirst();
  if (!found) throw new NotFound();
  return found;
}

export async function postFor(tx: OrgDb, key: string): Promise<Post | undefined> {
  return await tx.selectFrom("posts").selectAll().where("dedupe_key", "=", key).executeTakeFirst();
}

/** What was last written for an action. */
export async function postOfAction(tx: OrgDb, actionId: string): Promise<Post | undefined> {
  return await tx.selectFrom("posts").selectAll().where("subject_id", "=", actionId)
    .orderBy("id", "desc").limit(1).executeTakeFirst();
}

export type ListedPost = Post & { channel: string; account: string | null };

const PAGE = 50;

/** Of one connection, newest first. */
export async function listPosts(
  tx: OrgDb,
  connectionId: string,
  { before, open = false }: { before?: string; open?: boolean } = {},
): Promise<{ posts: ListedPost[]; more?: string }> {
  const rows = await tx.selectFrom("posts as p")
    .innerJoin("channels as h", "h.id", "p.channel_id")
    .leftJoin("accounts as a", "a.id", "p.account_id")
    .selectAll("p").select(["h.name as channel", "a.name as account"])
    .where("h.connection_id", "=", connectionId)
    .$if(open, (q) => q.where("p.state", "in", ["failed", "unknown"]))
    .$if(before !== undefined, (q) => q.where("p.id", "<", before!))
    .orderBy("p.id", "desc").limit(PAGE + 1).execute();
  const posts = rows.slice(0, PAGE);
  return { posts, ...(rows.length > PAGE && { more: posts.at(-1)!.id }) };
}

/** A person has seen it in the channel. */
export async function settlePosted(tx: OrgDb, id: string, memberId: string): Promise<Post> {
  const post = await lockOpen(tx, id);
  if (post.state !== "unknown") {
    throw new Refused("This message was refused, so it cannot stand there.");
  }
  const settled = { state: "sent", sent_at: sql<Date>`coalesce(sent_at, now())` } as const;
  return await settle(tx, post, memberId, "arrived", settled);
}

/** A person takes the chance of a second copy, or what was wrong has been put right. */
export async function sendPostAgain(tx: OrgDb, id: string, memberId: string): Promise<Post> {
  const post = await lockOpen(tx, id);
  const again = await settle(tx, post, memberId, "again", { state: "approved", attempts: 0 });
  await enqueue(tx, "send_post", { postId: id });
  return again;
}

async function settle(
  tx: OrgDb,
  post: Post,
  memberId: string,
  how: "arrived" | "again",
  outcome: {
    state: "sent" | "approved";
    sent_at?: ReturnType<typeof sql<Date>>;
    attempts?: number;
  },
): Promise<Post> {
  const settled = await tx.updateTable("posts")
    .set({ ...outcome, error: null, settled_by: memberId, lease_token: null, leased_until: null })
    .where("id", "=", post.id).returningAll().executeTakeFirstOrThrow();
  await recordEvent(tx, {
    kind: "post.settled",
    subjectId: post.id,
    accountId: post.account_id ?? undefined,
    data: { how, from: post.state },
  });
  return settled;
}

async function lockOpen(tx: OrgDb, id: string): Promise<Post> {
  const post = await tx.selectFrom("posts").selectAll().where("id", "=", id)
    .forUpdate().executeTakeFirst();
  if (!post) throw new NotFound();
  if (post.state === "unknown" || post.state === "failed") return post;
  throw new Refused("Somebody has settled this message already.");
}

/** PostgreSQL keeps no NUL in text, and half of a surrogate pair is no text. */
function storable(text: string): string {
  return text.toWellFormed().replaceAll("\0", "").slice(0, MOST_POSTED) || "—";
}
