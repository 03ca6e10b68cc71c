import type { Child } from "hono/jsx";
import type { Connection } from "../domain/connectors/connections.ts";
import type { Service } from "../domain/connectors/service.ts";
import type { ServiceKey } from "../domain/base/schema.ts";
import { Copied } from "./parts/copied.tsx";
import { Banner } from "./parts/notices.tsx";
import { Section } from "./parts/page_header.tsx";
import type { FormState } from "./parts/fields.tsx";
import { HubspotSetup } from "./setup_hubspot.tsx";
import { NotionSetup } from "./setup_notion.tsx";
import { SalesforceSetup } from "./setup_salesforce.tsx";
import { SlackSetup } from "./setup_slack.tsx";
import { SetupTest, type SetupTestProps } from "./setup_trial.tsx";

export interface SetupProps {
  connection: Connection;
  service: Service;
  /** Where the service calls; absent for who may not know it, and where there is none yet. */
  address?: string;
  /** Where it sends people back to. */
  returnAddress: string;
  mayChange: boolean;
  /** Where Thread's own calls come from, as far as its operator has said it. */
  outgoing: string[];
  /** What came since somebody has begun to wait for it. */
  awaited?: SetupTestProps["awaited"];
  timeZone: string;
  form?: FormState;
}

const GUIDES: Partial<Record<ServiceKey, (props: SetupProps) => Child>> = {
  hubspot: HubspotSetup,
  notion: NotionSetup,
  salesforce: SalesforceSetup,
  slack: SlackSetup,
};

/** What an administrator does at the service, step by step. */
export function Setup(props: SetupProps) {
  const { connection, service } = props;
  if (connection.simulated) return <NothingToDo connection={connection} />;
  const Guide = GUIDES[service.key] ?? OnlyAddresses;
  return (
    <div class="setup">
      <Guide {...props} />
      <SetupTest {...props} />
      <Outgoing {...props} />
      <Section title="If it cannot be connected">
        <ul class="plain-points">{service.troubles.map((words) => <li>{words}</li>)}</ul>
      </Section>
    </div>
  );
}

/** For whoever lets in only the addresses that they know. */
function Outgoing({ service, outgoing }: SetupProps) {
  return (
    <Section
      title="Addresses that Thread calls from"
      lead={`Where ${service.name} or its network lets in only known addresses, allow these.`}
    >
      {outgoing.length > 0
        ? (
          <ul class="plain-points">
            {outgoing.map((one) => (
              <li>
                <Copied text={one} what={`address ${one}`} />
              </li>
            ))}
          </ul>
        )
        : (
          <p class="muted">
            Whoever runs this Thread has not said them: <code>OUTGOING_ADDRESSES</code>{" "}
            is not set. Ask them before you restrict addresses.
          </p>
        )}
    </Section>
  );
}

function NothingToDo({ connection }: { connection: Connection }) {
  return (
    <Banner kind="info" title="There is nothing to set up">
      {connection.name} answers from within Thread. Let a deal happen there under{" "}
      <a href="/connectors">Connectors</a>.
    </Banner>
  );
}

function OnlyAddresses({ service, address, returnAddress, mayChange }: SetupProps) {
  return (
    <Section title={`At ${service.name}`}>
      <p>
        The address to return to: <Copied text={returnAddress} what="address to return to" />
      </p>
      <CallAddress service={service} address={address} mayChange={mayChange} />
    </Section>
  );
}

/** Where the service calls, for who may know it. */
export function CallAddress(
  { service, address, mayChange }: Pick<SetupProps, "service" | "address" | "mayChange">,
) {
  if (!mayChange) return <p class="muted">An admin sees the address that {service.name} calls.</p>;
  if (!address) return <p class="muted">It has no address yet: make one under Overview.</p>;
  return (
    <p>
      {service.name} calls <Copied text={address} what="address for its calls" />
    </p>
  );
}
