import type { Connection } from "../domain/connectors/connections.ts";
import { Button } from "./parts/buttons.tsx";
import { Copied } from "./parts/copied.tsx";
import { Section } from "./parts/page_header.tsx";
import { StatusLabel } from "./parts/status.tsx";
import { RelativeTime } from "./parts/time.tsx";

export interface NotionCallsProps {
  connection: Connection;
  /** Whoever runs this Thread has told it what Notion signs with, for all connections at once. */
  shared: boolean;
  address?: string;
  /** What Notion signs with here; shown until its first event proves that it arrived there. */
  token?: string;
  timeZone: string;
}

/** How Notion comes to call as soon as a row changes. */
export function NotionCalls(props: NotionCallsProps) {
  return (
    <Section
      title="Real time"
      lead="Notion tells of each row within a minute or so, if it knows where to call."
    >
      <div
        id="notion-calls"
        hx-get={`/connectors/${props.connection.id}/settings`}
        hx-trigger="connection from:#live throttle:2s"
        hx-select="#notion-calls"
        hx-swap="outerMorph"
      >
        <Heard {...props} />
        {props.shared ? <Shared {...props} /> : <Own {...props} />}
      </div>
    </Section>
  );
}

function Heard({ connection: { last_event_at: at }, timeZone }: NotionCallsProps) {
  return (
    <p>
      {at
        ? (
          <>
            <StatusLabel kind="ok">Heard</StatusLabel> Notion called last{" "}
            <RelativeTime at={at} timeZone={timeZone} />.
          </>
        )
        : (
          <>
            <StatusLabel kind="none">Not heard yet</StatusLabel>{" "}
            Until Notion calls, rows are found by looking.
          </>
        )}
    </p>
  );
}

function Shared({ address }: NotionCallsProps) {
  return (
    <p>
      Whoever runs this Thread has set up the calls for all connections.
      {address && (
        <>
          {" "}They come to <Copied text={address} what="address" />
        </>
      )}
    </p>
  );
}

function Own({ connection, address, token }: NotionCallsProps) {
  const { id, hook_proven: isProven } = connection;
  return (
    <>
      <ol class="setup-steps">
        <li>
          {address ? <Copied text={address} what="address" /> : "Make an address for the calls."}
        </li>
        <li>
          In Notion's settings of the integration, under Webhooks, make a subscription with this
          address and the events of pages.
        </li>
        <li>
          {token
            ? (
              <>
                Notion has sent its verification token. Paste it there:{" "}
                <Copied text={token} what="verification token" />
              </>
            )
            : isProven
            ? "The verification token is in use."
            : "Notion sends a verification token, which shows here to be pasted there."}
        </li>
      </ol>
      <form method="post" action={`/connectors/${id}/address`}>
        <Button
          type="submit"
          kind="quiet"
          data-ask={address
            ? "The present address stops working at once, and Notion needs a new subscription."
            : undefined}
        >
          {address ? "Make a new address" : "Make an address"}
        </Button>
      </form>
    </>
  );
}
