import { z } from "zod";
import { sendPost } from "../../connectors/post_sending.ts";
import { inOrg, type OrgDb } from "../../base/db.ts";
import { Refused } from "../../base/errors.ts";
import { NotYet, PutOff } from "../../base/queue_leases.ts";
import { type Channel, channelWords, faultOf } from "../../messages/channel_words.ts";
import { channelNamed } from "../../messages/channels.ts";
import { chosenTarget, targetsOf } from "../../messages/channel_choices.ts";
import { asPosted } from "../../messages/post_text.ts";
import { insertPost, type Post, postFor } from "../../messages/posts.ts";
import { text } from "../config_fields.ts";
import { invalid, StepFailed } from "../failures.ts";
import type { Answer, Errand, Failure, NodeKind, Problem, Step } from "../node.ts";

interface Config {
  channel: string;
  text: string;
}

/** Left in the field, each run posts to the channel of its own account. */
const OWN = "account";
const OWN_LABEL = "The account's own channel";

/**
 * The message is written in the run's transaction and posted by its job, once. What may have been
 * posted is never posted again by itself.
 */
export const postSlack: NodeKind<Config> = {
  kind: "post_slack",
  label: "Post to Slack",
  group: "actions",
  about: "Posts to a channel that Thread's app was invited to.",
  config: z.object({
    channel: text("Choose a channel.", 120),
    text: text("Enter the text.", 3000),
  }) as z.ZodType<Config>,
  empty: { channel: OWN, text: "" },
  fields: () => [
    {
      name: "channel",
      label: "Channel",
      hint: "One of your team, or the one that is chosen in each account's settings.",
      input: "channel",
      options: [{ value: OWN, label: OWN_LABEL }],
      required: true,
    },
    { name: "text", label: "Text", input: "long_text", variables: true, required: true },
  ],
  summary: ({ channel = "" }, names) =>
    channel === OWN ? OWN_LABEL : names.of("channel", channel) ?? channel,
  ports: () => [{ name: "next", label: "" }],
  outputs: () => [
    { key: "channel", label: "Channel", type: "text", sample: "#customer-acme" },
    { key: "url", label: "Address of the message", type: "text", sample: "https://" },
  ],
  problems: async ({ channel }, { tx, node }) => await problemsOf(tx, node.id, channel),
  run: async (step) => {
    const { tx, run, node, visit, config, rehearsal } = step;
    const channel = await channelOf(step);
    if (rehearsal) {
      rehearsal.would({ kind: "call", words: `Slack message to ${channelWords(channel)}` });
      return { follow: "next", output: { channel: channelWords(channel), url: "" } };
    }
    const key = keyOf(run.id, node.id, visit);
    const before = await postFor(tx, key);
    if (before) return await goOnWith(tx, before, channel);
    await insertPost(tx, {
      channelId: channel.id,
      cause: "workflow",
      key,
      text: asPosted(config.text),
      ...(run.accountId && { accountId: run.accountId }),
    });
    return { wait: { job: key } };
  },
  wake: (_, wake) => {
    if (!("job" in wake)) throw new Error("It waits for its job");
    return { follow: "next", output: wake.job };
  },
  outside: (errand) => post(errand),
};

const keyOf = (runId: string, nodeId: string, visit: number) => `run:${runId}/${nodeId}/${visit}`;

/** Where it goes; of a test account's run only to the channel for trying. */
async function channelOf({ tx, run, config }: Step<Config>): Promise<Channel> {
  const account = run.accountId
    ? await tx.selectFrom("accounts").select(["id", "test"]).where("id", "=", run.accountId)
      .executeTakeFirst()
    : undefined;
  if (!account && config.channel === OWN) {
    throw new StepFailed(invalid("The run has no account yet, so it has no channel.", "channel"));
  }
  try {
    if (account) {
      const named = config.channel === OWN || account.test ? "" : config.channel;
      return await chosenTarget(tx, account, named);
    }
    if (run.sandbox) return await chosenTarget(tx, { id: run.id, test: true }, "");
    const channel = await channelNamed(tx, config.channel);
    const fault = faultOf(channel);
    if (fault) throw new Refused(fault.words);
    return channel;
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    throw new StepFailed(unposted(error.message));
  }
}

/** This visit was here before: it failed, or somebody has settled it since. */
async function goOnWith(tx: OrgDb, post: Post, channel: Channel): Promise<Answer> {
  if (post.state === "sent") {
    return { follow: "next", output: { channel: channelWords(channel), url: post.url ?? "" } };
  }
  if (post.state === "unknown") return { fail: mayBeThere(post.error ?? "the answer was lost") };
  if (post.state === "failed") {
    await tx.updateTable("posts")
      .set({ state: "approved", attempts: 0, error: null, channel_id: channel.id })
      .where("id", "=", post.id).execute();
  }
  return { wait: { job: post.dedupe_key } };
}

async function post(errand: Errand<Config>): Promise<Record<string, unknown>> {
  const { db, out, orgId, signal, run, node, visit } = errand;
  const key = keyOf(run.id, node.id, visit);
  const actor = { kind: "system", cause: `run:${run.id}/${node.id}` } as const;
  const written = await inOrg(db, orgId, actor, (tx) => postFor(tx, key));
  if (!written) throw new StepFailed(unposted("Its message is not there any more."));
  const outcome = await sendPost({ db, out, orgId, signal }, written.id, { alone: true });
  switch (outcome.state) {
    case "sent":
      return { channel: outcome.channel, url: outcome.url ?? "" };
    case "failed":
      throw new StepFailed(unposted(outcome.words));
    case "unknown":
      throw new StepFailed(mayBeThere(outcome.words));
    case "later":
      throw new PutOff(outcome.words, outcome.seconds * 1000);
    case "underway":
      throw new NotYet("It is being posted", 5000);
  }
}

function unposted(words: string): Failure {
  return {
    cause: "integration",
    text: `It was not posted. ${words}`,
    todo: "Put that right and retry from here, or skip this step.",
  };
}

function mayBeThere(words: string): Failure {
  return {
    cause: "integration",
    text: `It may have been posted: ${words}`,
    todo:
      "Look in the channel. Say under Messages of the Slack connection what became of it, then " +
      "retry from here; or skip this step.",
  };
}

/** What would keep it from posting if it ran now. */
async function problemsOf(tx: OrgDb, nodeId: string, channel: string): Promise<Problem[]> {
  const none = { id: "00000000-0000-0000-0000-000000000000", test: false };
  if (channel === OWN) {
    const { fault } = (await targetsOf(tx, none, []))("");
    if (fault?.fault !== "not_connected") return [];
    return [{ nodeId, field: "channel", text: fault.words, severity: "error" }];
  }
  const { fault } = (await targetsOf(tx, none, [channel]))(channel);
  if (!fault) return [];
  const severity = fault.fault === "not_invited" ? "warning" : "error";
  return [{ nodeId, field: "channel", text: fault.words, severity }];
}
