import { z } from "zod";
import { text } from "../config_fields.ts";
import type { NodeKind } from "../node.ts";

interface Config {
  channel: string;
  text: string;
}

const NOT_CONNECTED = "Slack is not connected, so nothing can be posted.";

/** Offered, and refused until Slack can be connected: a post that is not made is never claimed. */
export const postSlack: NodeKind<Config> = {
  kind: "post_slack",
  label: "Post to Slack",
  group: "actions",
  about: "Posts to a channel. Connect Slack first.",
  config: z.object({
    channel: text("Enter a channel.", 80),
    text: text("Enter the text.", 3000),
  }),
  empty: { channel: "", text: "" },
  pure: true,
  fields: () => [
    { name: "channel", label: "Channel", input: "text", required: true },
    { name: "text", label: "Text", input: "long_text", variables: true, required: true },
  ],
  summary: ({ channel }) => channel || "No channel yet",
  ports: () => [{ name: "next", label: "" }],
  outputs: () => [],
  problems: (_, { node }) => [{ nodeId: node.id, text: NOT_CONNECTED, severity: "error" }],
  run: () => ({
    fail: {
      cause: "integration",
      text: NOT_CONNECTED,
      todo: "Connect Slack and retry from here, or skip this step.",
    },
  }),
};
