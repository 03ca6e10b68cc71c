import type { Selectable } from "kysely";
import type { Channels, Connections } from "../base/schema.ts";

/** A channel, with what it is reached by. */
export type Channel = Selectable<Channels> & {
  connection: string;
  state: Selectable<Connections>["state"];
  /** What people invite there. */
  bot: string | null;
};

/** As people know it. */
export function channelWords({ name }: { name: string }): string {
  return `#${name}`;
}

export type ChannelFault = "not_connected" | "no_channel" | "closed" | "not_invited";

export interface Fault {
  fault: ChannelFault;
  words: string;
}

/** Why nothing can be written there now, in one sentence. */
export function faultOf(channel: Channel): Fault | undefined {
  const name = channelWords(channel);
  if (channel.state !== "connected") {
    return { fault: "not_connected", words: notConnected(channel) };
  }
  if (channel.gone_at) {
    return { fault: "closed", words: `${name} is not there any more, or not seen by Thread.` };
  }
  if (channel.is_archived) return { fault: "closed", words: `${name} is archived in Slack.` };
  if (!channel.is_member) {
    return {
      fault: "not_invited",
      words: `Thread's app is not in ${name}: write “/invite @${channel.bot ?? "Thread"}” there.`,
    };
  }
}

export const NOT_CONNECTED = "Slack is not connected: an admin connects it under Connectors.";

const notConnected = ({ connection }: Channel) =>
  `${connection} is not connected any more: an admin connects it again under Connectors.`;
