import { sql } from "kysely";
import { crashpoint } from "../base/crashpoint.ts";
import { type Actor, type Db, inOrg, type OrgDb, type SystemDb } from "../base/db.ts";
import { Upstream } from "../base/errors.ts";
import { recordEvent } from "../base/events.ts";
import { enqueue } from "../base/queue.ts";
import type { Outside } from "../base/outside.ts";
import { NotYet, PutOff } from "../base/queue_leases.ts";
import { type Channel, channelWords, faultOf } from "../messages/channel_words.ts";
import { selectChannels } from "../messages/channels.ts";
import { postLink } from "../messages/post_text.ts";
import type { Post } from "../messages/posts.ts";
import { openLine } from "./lines.ts";
import type { Posted } from "./messenger.ts";
import { messageServiceOf } from "./services.ts";

/** What became of a message. "underway": another process has it just now. */
export type PostOutcome =
  | { state: "sent"; channel: string; url: string | null }
  | { state: "failed" | "unknown"; words: string }
  /** It is tried again after so long. */
  | { state: "later"; words: string; seconds: number }
  | { state: "underway" };

export interface Ways {
  db: Db;
  out: Outside;
  orgId: string;
  signal?: AbortSignal;
}

const ACTOR: Actor = { kind: "system", cause: "job:send_post" };
/** A try is over long before: renewing, posting and writing down take under a minute. */
const LEASE = sql<Date>`now() + interval '75 seconds'`;
/** Waits between tries of what has surely not been posted, in seconds. */
const WAITS = [15, 60, 300, 900, 3600, 10_800, 21_600];
const CHANNEL_PACE_MS = 1100;

/**
 * Posts one message: marked as being sent in a transaction of its own, then the network with none
 * open, then the outcome. Whoever dies between leaves a mark that says so, and nobody posts again
 * what may stand there.
 */
export async function sendPost(
  ways: Ways,
  postId: string,
  /** Whoever calls tries again itself. */
  { alone = false } = {},
): Promise<PostOutcome> {
  const { db, out, orgId } = ways;
  const claimed = await inOrg(db, orgId, ACTOR, (tx) => claim(tx, postId));
  if ("state" in claimed) return claimed;
  const { post, channel } = claimed;
  crashpoint("post-before-slack");
  const posted = await tryOnce(ways, channel, withLink(post, out.publicUrl));
  crashpoint("post-after-slack");
  return await inOrg(db, orgId, ACTOR, async (tx) => {
    const outcome = await writeDown(tx, post, channel, posted);
    if (outcome.state === "later" && !alone) {
      const again = { key: `post:${postId}`, delaySeconds: outcome.seconds };
      await enqueue(tx, "send_post", { postId }, again);
    }
    return outcome;
  });
}

interface Claimed {
  post: Post;
  channel: Channel;
}

async function claim(tx: OrgDb, id: string): Promise<Claimed | PostOutcome> {
  const post = await tx.selectFrom("posts").selectAll()
    .select(sql<boolean>`coalesce(leased_until < now(), false)`.as("is_overdue"))
    .where("id", "=", id).forUpdate().executeTakeFirst();
  if (!post) return { state: "failed", words: "The message is not there any more." };
  const channel = await findChannel(tx, post.channel_id);
  if (post.state === "sending") {
    return post.is_overdue ? await writeDown(tx, post, channel, SILENT) : { state: "underway" };
  }
  if (post.state === "sent") return sentTo(channel, post.url);
  if (post.state !== "approved") return { state: post.state, words: post.error ?? "" };
  const fault = faultOf(channel);
  if (fault) return await writeDown(tx, post, channel, { refused: fault.words });
  await takeChannel(tx, channel);
  const leased = await tx.updateTable("posts").set({
    state: "sending",
    attempts: post.attempts + 1,
    lease_token: sql`gen_random_uuid()`,
    leased_until: LEASE,
  }).where("id", "=", id).returningAll().executeTakeFirstOrThrow();
  return { post: leased, channel };
}

async function findChannel(tx: OrgDb, id: string): Promise<Channel> {
  return await selectChannels(tx).where("h.id", "=", id).executeTakeFirstOrThrow() as Channel;
}

/** Whoever comes within the second waits for the next, in whatever process. */
async function takeChannel(tx: OrgDb, { id }: Channel): Promise<void> {
  const taken = await tx.updateTable("channels").set({ posted_at: sql<Date>`now()` })
    .where("id", "=", id)
    .where((e) =>
      e.or([
        e("posted_at", "is", null),
        e("posted_at", "<=", sql<Date>`now() - interval '1 second'`),
      ])
    ).returning("id").executeTakeFirst();
  if (!taken) throw new NotYet("Another message has just gone to this channel", CHANNEL_PACE_MS);
}

const SILENT: Posted = { unknown: "Thread stopped while it was being posted." };

/** One that was not let begin is no try. */
type Tried = Posted & { begun?: false };

async function tryOnce(ways: Ways, channel: Channel, text: string): Promise<Tried> {
  try {
    const line = await openLine(ways, channel.connection_id);
    const { messages } = messageServiceOf(line.connection.service);
    return await messages.post(line, { channel: channel.outside_id, text });
  } catch (error) {
    // Thrown before it left, or because Slack does not take the permission.
    if (error instanceof PutOff) {
      const later = { later: error.message, seconds: error.afterMs / 1000 };
      return error instanceof NotYet ? { ...later, begun: false } : later;
    }
    if (!(error instanceof Upstream)) throw error;
    const { message: words, retry } = error;
    return retry ? { later: words, seconds: WAITS[0]! } : { refused: words };
  }
}

/** Only the one who sends knows where people reach Thread. */
function withLink({ text, path }: Post, publicUrl: URL): string {
  if (!path) return text;
  return `${text}\n${postLink(new URL(path, publicUrl).href, "Open in Thread")}`;
}

async function writeDown(
  tx: OrgDb,
  post: Post,
  channel: Channel,
  posted: Tried,
): Promise<PostOutcome> {
  const outcome = outcomeOf(post, channel, posted);
  if (outcome.state === "underway") return outcome;
  const state = outcome.state === "later" ? "approved" : outcome.state;
  const words = "words" in outcome ? outcome.words.slice(0, 500) : null;
  const { numUpdatedRows } = await tx.updateTable("posts").set({
    state,
    error: words,
    leased_until: null,
    lease_token: null,
    ...(posted.begun === false && { attempts: post.attempts - 1 }),
    ...("posted" in posted && {
      outside_id: posted.posted,
      url: posted.url,
      sent_at: sql<Date>`now()`,
    }),
  }).where("id", "=", post.id).where("lease_token", "is not distinct from", post.lease_token)
    .where("state", "in", ["approved", "sending"]).executeTakeFirst();
  if (numUpdatedRows === 0n) return { state: "underway" };
  if (outcome.state !== "later") await record(tx, post, channel, outcome);
  return outcome;
}

function outcomeOf({ attempts }: Post, channel: Channel, posted: Posted): PostOutcome {
  if ("posted" in posted) return sentTo(channel, posted.url);
  if ("unknown" in posted) return { state: "unknown", words: posted.unknown };
  if ("refused" in posted) return { state: "failed", words: posted.refused };
  const wait = WAITS[attempts - 1];
  if (wait === undefined) return { state: "failed", words: posted.later };
  const seconds = Math.ceil(Math.max(1, posted.seconds, attempts > 1 ? wait : 0));
  return { state: "later", words: posted.later, seconds };
}

const sentTo = (channel: Channel, url: string | null): PostOutcome => (
  { state: "sent", channel: channelWords(channel), url }
);

async function record(
  tx: OrgDb,
  { id, account_id }: Post,
  channel: Channel,
  outcome: Exclude<PostOutcome, { state: "later" | "underway" }>,
): Promise<void> {
  await recordEvent(tx, {
    kind: `post.${outcome.state}`,
    subjectId: id,
    accountId: account_id ?? undefined,
    data: {
      channel: channelWords(channel),
      ...(outcome.state === "sent" ? { url: outcome.url } : { words: outcome.words }),
    },
  });
}

/** For the clock: where a process died, or fell silent, while it was posting. */
export async function orgsWithOverduePosts(tx: SystemDb): Promise<string[]> {
  const rows = await tx.selectFrom("posts").select("org_id").distinct()
    .where("state", "=", "sending").where(IS_PAST).execute();
  return rows.map(({ org_id }) => org_id);
}

const IS_PAST = sql<boolean>`leased_until < now()`;
const AT_ONCE = 200;

/** Gives each such message its outcome. Answers which these were. */
export async function settleOverduePosts(tx: OrgDb): Promise<string[]> {
  const overdue = await tx.selectFrom("posts").select("id")
    .where("state", "=", "sending").where(IS_PAST)
    .orderBy("leased_until").limit(AT_ONCE).execute();
  for (const { id } of overdue) await claim(tx, id);
  return overdue.map(({ id }) => id);
}
