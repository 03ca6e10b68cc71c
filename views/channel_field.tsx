import { type Channel, channelWords } from "../domain/messages/channel_words.ts";
import { Field, type InputProps } from "./parts/fields.tsx";

export interface ChannelFieldProps
  extends Pick<InputProps, "name" | "label" | "hint" | "form" | "required" | "value"> {
  /** Of the page, where the list stands once for all its fields. */
  list: string;
}

/** Typed, with what Thread sees as suggestions: a workspace may have thousands. */
export function ChannelField({ list, ...props }: ChannelFieldProps) {
  return (
    <Field {...props} maxlength={200} autocomplete="off" extra={{ list, spellcheck: "false" }} />
  );
}

/** Two workspaces may have a channel of the same name: then each says whose it is. */
export function channelValue(channel: Channel | undefined, channels: Channel[]): string {
  if (!channel) return "";
  const places = new Set([channel, ...channels].map(({ connection_id }) => connection_id));
  return places.size < 2 ? channelWords(channel) : `#${channel.name} (${channel.connection})`;
}

export function ChannelList({ id, channels }: { id: string; channels: Channel[] }) {
  return (
    <datalist id={id}>
      {channels.map((channel) => (
        <option value={channelValue(channel, channels)}>
          {channel.is_member ? undefined : "Thread's app is not in it"}
        </option>
      ))}
    </datalist>
  );
}
