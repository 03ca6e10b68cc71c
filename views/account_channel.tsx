import { type Channel, channelWords, faultOf } from "../domain/messages/channel_words.ts";
import { ChannelField, ChannelList, channelValue } from "./channel_field.tsx";
import { ChannelState } from "./channels.tsx";
import { Button } from "./parts/buttons.tsx";
import type { FormState } from "./parts/fields.tsx";
import { FormActions } from "./parts/forms.tsx";
import { Section } from "./parts/page_header.tsx";

export interface AccountChannelProps {
  account: { id: string; test: boolean };
  channel?: Channel;
  channels: Channel[];
  isConnected: boolean;
  editable: boolean;
  form?: FormState;
}

/** Where this customer's messages are posted. */
export function AccountChannel(props: AccountChannelProps) {
  const { account, channel, channels, isConnected, editable, form } = props;
  const fault = channel && faultOf(channel);
  return (
    <Section
      title="Slack channel"
      lead="Where reviewed messages to this customer are posted, and what its workflows post."
    >
      {channel && (
        <p>
          <strong>{channelWords(channel)}</strong> <ChannelState channel={channel} />
        </p>
      )}
      {fault && <p class="muted">{fault.words}</p>}
      {account.test && (
        <p class="muted">
          A test account posts only in the channel for trying that is set under Connectors.
        </p>
      )}
      {!isConnected && !channel && (
        <p class="muted">Slack is not connected: an admin connects it under Connectors.</p>
      )}
      {isConnected && editable && (
        <form class="form" method="post" action={`/accounts/${account.id}/channel`}>
          <ChannelField
            name="channel"
            label="Channel"
            hint="Empty, it has none."
            form={form}
            value={channelValue(channel, channels)}
            list="account-channels"
            required={false}
          />
          <ChannelList id="account-channels" channels={channels} />
          <FormActions>
            <Button type="submit">Save channel</Button>
          </FormActions>
        </form>
      )}
    </Section>
  );
}
