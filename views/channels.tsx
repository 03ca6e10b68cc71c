import type { Connection } from "../domain/connectors/connections.ts";
import { type Channel, channelWords, faultOf } from "../domain/messages/channel_words.ts";
import { Button } from "./parts/buttons.tsx";
import { Section } from "./parts/page_header.tsx";
import { EmptyState } from "./parts/states.tsx";
import { StatusLabel } from "./parts/status.tsx";
import { Pagination, Table } from "./parts/table.tsx";
import { RelativeTime } from "./parts/time.tsx";

export interface ChannelsProps {
  connection: Connection;
  channels: Channel[];
  find: string;
  first: string;
  next?: string;
  isFirst: boolean;
  readAt?: Date;
  timeZone: string;
}

/** Every channel that Thread sees there, and whether it can write in it. */
export function ChannelsPage(props: ChannelsProps) {
  const { connection, channels, find, first, next, isFirst, readAt, timeZone } = props;
  const at = `/connectors/${connection.id}`;
  return (
    <Section
      title="Channels"
      lead={`Thread posts only where its app was invited. Write “/invite @${
        connection.settings.botName ?? "Thread"
      }” in a channel, and it can.`}
    >
      <form class="row" method="get" action={`${at}/channels`} role="search">
        <input
          class="input"
          type="search"
          name="find"
          value={find}
          maxlength={80}
          aria-label="Find a channel"
          placeholder="Find a channel"
        />
        <Button type="submit">Find</Button>
      </form>
      <div
        id="channels"
        hx-get={first}
        hx-trigger={isFirst ? "connection from:#live throttle:2s" : undefined}
        hx-select="#channels"
        hx-swap="outerMorph"
      >
        {channels.length > 0 ? <Rows channels={channels} /> : <Nothing find={find} />}
        <p class="muted">
          {readAt
            ? (
              <>
                Read <RelativeTime at={readAt} timeZone={timeZone} />.
              </>
            )
            : "Not read yet."}
        </p>
      </div>
      <Pagination previous={isFirst ? undefined : first} next={next} />
      <form method="post" action={`${at}/reading`}>
        <Button type="submit" kind="quiet">Read the list again</Button>
      </form>
    </Section>
  );
}

function Nothing({ find }: { find: string }) {
  return find
    ? <EmptyState title={`No channel is called like “${find}”`} level={3} />
    : (
      <EmptyState title="No channel yet" level={3}>
        They are here as soon as Slack has answered.
      </EmptyState>
    );
}

function Rows({ channels }: { channels: Channel[] }) {
  return (
    <Table
      caption="Channels"
      columns={[{ label: "Channel" }, { label: "Kind", wideOnly: true }, { label: "Thread" }]}
    >
      {channels.map((channel) => (
        <tr id={`channel-${channel.id}`}>
          <th scope="row">{channelWords(channel)}</th>
          <td class="wide-only">{kindOf(channel)}</td>
          <td>
            <ChannelState channel={channel} />
          </td>
        </tr>
      ))}
    </Table>
  );
}

const kindOf = ({ is_private, is_shared }: Channel) =>
  [is_private ? "Private" : "Public", is_shared && "shared with another organisation"]
    .filter(Boolean).join(", ");

export function ChannelState({ channel }: { channel: Channel }) {
  const fault = faultOf(channel);
  if (!fault) return <StatusLabel kind="ok">Can post</StatusLabel>;
  if (fault.fault === "not_invited") return <StatusLabel kind="warn">Not invited</StatusLabel>;
  return <StatusLabel kind="bad">{SHORT[fault.fault]}</StatusLabel>;
}

const SHORT = { not_connected: "Not connected", closed: "Closed", no_channel: "None" };
