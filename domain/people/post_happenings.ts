type Data = Record<string, unknown>;

const where = (data: Data) => String(data.channel ?? "a channel");
const because = (data: Data) => data.words ? `: ${data.words}` : "";

/** What becomes of messages in channels, after the name of who did it. */
export const POST_SENTENCES: Record<string, (data: Data) => string> = {
  "post.sent": (data) => `posted a message to ${where(data)}`,
  "post.failed": (data) => `could not post a message to ${where(data)}${because(data)}`,
  "post.unknown": (data) => `may have posted a message to ${where(data)}${because(data)}`,
  "post.settled": (data) =>
    data.how === "arrived"
      ? "said that a message stands in its channel"
      : "had a message posted again",
  "account.channel_chosen": (data) =>
    data.to
      ? `chose ${data.to} as the Slack channel of ${data.name}`
      : `took the Slack channel of ${data.name} away`,
};
