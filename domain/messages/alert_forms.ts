import { z } from "zod";
import type { AlertTopic } from "../base/schema.ts";
import { ALERTS } from "./alert_topics.ts";
import type { Alerts } from "./channel_alerts.ts";

/** The name of a channel, or nothing. */
export const channelTyped = z.string({ error: "Choose a channel." }).trim()
  .max(200, "Use at most 200 characters.")
  .refine((text) => text.isWellFormed() && !/\p{Cc}/u.test(text), "This is not a channel.");

/** Empty, the account has none. */
export const accountChannelForm = z.strictObject({ channel: channelTyped });

const named = ALERTS.map(({ topic }) => [`alert_${topic}`, channelTyped.optional()] as const);

export const alertsForm = z.strictObject({
  ...Object.fromEntries(named),
  quiet: z.literal("on", "Switch it on or off.").optional(),
  test_channel: channelTyped.optional(),
}).transform((typed): Alerts => {
  const text = (name: string) => (typed as Record<string, string | undefined>)[name] ?? "";
  return {
    channels: Object.fromEntries(
      ALERTS.map(({ topic }) => [topic, text(`alert_${topic}`)]),
    ) as Record<AlertTopic, string>,
    quiet: typed.quiet === "on",
    testChannel: text("test_channel"),
  };
});
