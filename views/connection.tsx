import type { Connection } from "../domain/connectors/connections.ts";
import type { Listening } from "../domain/connectors/listeners.ts";
import type { Offer } from "../domain/connectors/schemas.ts";
import type { Service } from "../domain/connectors/service.ts";
import { ConnectAgain, ConnectionState } from "./connectors.tsx";
import { Permissions } from "./connect.tsx";
import { Button } from "./parts/buttons.tsx";
import { Copied } from "./parts/copied.tsx";
import { Banner } from "./parts/notices.tsx";
import { Section, Tabs } from "./parts/page_header.tsx";
import { EmptyState } from "./parts/states.tsx";
import { StatusLabel } from "./parts/status.tsx";
import { RelativeTime } from "./parts/time.tsx";

export type ConnectionTab =
  | "overview"
  | "records"
  | "setup"
  | "mappings"
  | "channels"
  | "alerts"
  | "posts"
  | "deliveries"
  | "settings";

export function ConnectionTabs(
  { connection, service, current }: {
    connection: Connection;
    service: Service;
    current: ConnectionTab;
  },
) {
  const { records, messages } = service;
  const at = `/connectors/${connection.id}`;
  const tab = (label: string, name: ConnectionTab, href: string) => ({
    label,
    href,
    current: name === current,
  });
  return (
    <Tabs
      label={connection.name}
      tabs={[
        tab("Overview", "overview", at),
        ...records
          ? [
            tab(capital(records.many), "records", `${at}/records`),
            tab("Field mappings", "mappings", `${at}/mappings`),
          ]
          : [],
        ...messages
          ? [
            tab("Channels", "channels", `${at}/channels`),
            tab("Alerts", "alerts", `${at}/alerts`),
            tab("Messages", "posts", `${at}/posts`),
          ]
          : [],
        tab("Deliveries", "deliveries", `${at}/deliveries`),
        tab("Set up", "setup", `${at}/setup`),
        tab("Settings", "settings", `${at}/settings`),
      ]}
    />
  );
}

const capital = (word: string) => word[0]!.toUpperCase() + word.slice(1);

export interface OverviewProps {
  connection: Connection;
  service: Service;
  offer?: Offer;
  /** Deliveries of the last day that came to nothing. */
  failed: number;
  listening: Listening[];
  /** Where the service calls; absent for who may not know it. */
  address?: string;
  mayChange: boolean;
  timeZone: string;
}

export function ConnectionOverview(props: OverviewProps) {
  const { connection, service } = props;
  return (
    <div
      id="connection"
      hx-get={`/connectors/${connection.id}`}
      hx-trigger="connection from:#live throttle:2s"
      hx-select="#connection"
      hx-swap="outerMorph"
    >
      <Trouble {...props} />
      <Section title="Health">
        <Health {...props} />
      </Section>
      {service.records && (
        <Section
          title="Workflows"
          lead={`Which ${service.records.many} start what is said in each workflow's start step, not here.`}
        >
          <Workflows {...props} />
        </Section>
      )}
      {service.messages && <Writing {...props} />}
      <Address {...props} />
      <Permissions service={service} />
    </div>
  );
}

/** What keeps it from working, and what to do about it. */
function Trouble({ connection, service, offer, mayChange }: OverviewProps) {
  const { id, name, state, reason } = connection;
  const again = mayChange
    ? <ConnectAgain id={id} label={state === "pending" ? "Continue" : "Connect again"} />
    : undefined;
  if (state !== "connected") {
    return (
      <Banner
        kind={state === "pending" ? "warn" : "bad"}
        title={TROUBLES[state](name)}
        action={again}
      >
        {reason && <p>{reason}</p>}
        <p>
          {service.records
            ? "Mappings and everything that was read stay."
            : "Channels and alerts stay as they are chosen."}{" "}
          What keeps a connection from being made:
        </p>
        <ul class="plain-points">{service.troubles.map((words) => <li>{words}</li>)}</ul>
      </Banner>
    );
  }
  if (!offer || offer.faults.length === 0) return null;
  return (
    <Banner kind="warn" title="Something is missing there" action={again}>
      <ul class="plain-points">{offer.faults.map((words) => <li>{words}</li>)}</ul>
    </Banner>
  );
}

const TROUBLES: Record<Exclude<Connection["state"], "connected">, (name: string) => string> = {
  pending: (name) => `${name} is not connected yet`,
  reconnect: (name) => `${name} has to be connected again`,
  disconnected: (name) => `${name} is disconnected`,
};

function Health({ connection, service, offer, failed, timeZone }: OverviewProps) {
  const { outside_name, last_event_at, last_success_at, last_failure_at, used, allowed } =
    connection;
  const when = (at: Date | null, never: string) =>
    at ? <RelativeTime at={at} timeZone={timeZone} /> : never;
  const isFailing = last_failure_at && (!last_success_at || last_failure_at > last_success_at);
  return (
    <dl class="connection-facts">
      <div>
        <dt>State</dt>
        <dd>
          <ConnectionState connection={connection} />
        </dd>
      </div>
      <div>
        <dt>There</dt>
        <dd>{outside_name ?? "Not known yet"}</dd>
      </div>
      <div>
        <dt>Last event received</dt>
        <dd>{when(last_event_at, "None yet")}</dd>
      </div>
      <div>
        <dt>Last answer</dt>
        <dd>{when(last_success_at, "None yet")}</dd>
      </div>
      <div>
        <dt>Last trouble</dt>
        <dd>
          {isFailing
            ? <StatusLabel kind="warn">{connection.last_failure}</StatusLabel>
            : when(last_failure_at, "None")}
        </dd>
      </div>
      <div>
        <dt>Deliveries that failed, 24 hours</dt>
        <dd>
          <a href={`/connectors/${connection.id}/deliveries?only=failed`}>{failed}</a>
        </dd>
      </div>
      {allowed !== null && used !== null && (
        <div>
          <dt>Allowance used</dt>
          <dd>{used.toLocaleString("en-US")} of {allowed.toLocaleString("en-US")} requests</dd>
        </div>
      )}
      <div>
        <dt>{service.records ? "Fields and stages read" : "Channels read"}</dt>
        <dd>
          {when(offer?.readAt ?? null, "Not yet")}
          <form method="post" action={`/connectors/${connection.id}/reading`}>
            <Button type="submit" kind="quiet" small>Read again</Button>
          </form>
        </dd>
      </div>
    </dl>
  );
}

/** What a service that is written to is for, and where each is chosen. */
function Writing({ connection: { id, settings } }: OverviewProps) {
  const at = `/connectors/${id}`;
  return (
    <Section title="What it is used for">
      <ul class="plain-points">
        <li>
          Messages to customers: reviewed on an account, posted in the channel that its settings
          name. <a href={`${at}/posts`}>See what was posted</a>
        </li>
        <li>
          Alerts of your team: <a href={`${at}/alerts`}>choose what is read where</a>
          {settings.quiet === true && (
            <>
              {" "}
              <strong>They are switched off.</strong>
            </>
          )}
        </li>
        <li>
          Steps “Post to Slack” of your <a href="/workflows">workflows</a>
        </li>
      </ul>
    </Section>
  );
}

function Workflows({ listening, connection }: OverviewProps) {
  if (listening.length === 0) {
    return (
      <EmptyState title="No workflow listens to it yet" level={3}>
        Choose {connection.name} in the start step of a <a href="/workflows">workflow</a>.
      </EmptyState>
    );
  }
  return (
    <ul class="plain-points">
      {listening.map(({ id, name, state }) => (
        <li>
          <a href={`/workflows/${id}`}>{name}</a>{" "}
          <StatusLabel kind={state === "active" ? "ok" : "warn"} chip>
            {state === "active"
              ? "Active"
              : state === "draft"
              ? "Draft: starts nothing"
              : "Paused: starts nothing"}
          </StatusLabel>
        </li>
      ))}
    </ul>
  );
}

function Address({ connection, address, mayChange, service }: OverviewProps) {
  if (!mayChange) return null;
  return (
    <Section
      title="Where it calls"
      lead="Whoever knows this address is heard, if what they send is signed or names your organisation there. Set up says where it goes."
    >
      {address
        ? (
          <p>
            <Copied text={address} what="address" />
          </p>
        )
        : <p class="muted">There is no address yet.</p>}
      {service.ears.shared
        ? null
        : (
          <form method="post" action={`/connectors/${connection.id}/address`}>
            <Button
              type="submit"
              kind="quiet"
              data-ask={address
                ? "The present address stops working at once. Put the new one in at the service."
                : undefined}
            >
              {address ? "Make a new address" : "Make an address"}
            </Button>
          </form>
        )}
    </Section>
  );
}
