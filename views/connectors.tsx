import type { Connection } from "../domain/connectors/connections.ts";
import { Button, LinkButton } from "./parts/buttons.tsx";
import { Banner } from "./parts/notices.tsx";
import { type StatusKind, StatusLabel } from "./parts/status.tsx";
import { RelativeTime } from "./parts/time.tsx";

export interface ListedService {
  key: string;
  name: string;
  about: string;
  /** Whoever runs Thread has told it who it is there. */
  isReady: boolean;
  /** What of it starts workflows, where anything does. */
  records?: { one: string };
  connections: (Connection & { workflows: number })[];
}

export interface CatalogueProps {
  services: ListedService[];
  mayChange: boolean;
  timeZone: string;
}

/** A card for each service, with every connection of it. */
export function Catalogue({ services, mayChange, timeZone }: CatalogueProps) {
  const broken = services.flatMap(({ connections }) =>
    connections.filter(({ state }) => state === "reconnect")
  );
  return (
    <div
      id="connectors"
      hx-get="/connectors"
      hx-trigger="connection from:#live throttle:2s"
      hx-select="#connectors"
      hx-swap="outerMorph"
    >
      <p class="lead">
        Where customers come from, and where messages go. None is needed: accounts can also be made
        by hand, by import, or by any system that can call an address.
      </p>
      {broken.map(({ id, name, reason }) => (
        <Banner
          kind="bad"
          title={`${name} has to be connected again`}
          action={<LinkButton href={`/connectors/${id}`}>See what to do</LinkButton>}
        >
          {reason}{" "}
          Nothing goes to or fro meanwhile; what happens there is not lost and is caught up with.
        </Banner>
      ))}
      <ul class="connector-cards">
        {services.map((service) => (
          <ServiceCard service={service} mayChange={mayChange} timeZone={timeZone} />
        ))}
      </ul>
    </div>
  );
}

function ServiceCard(
  { service, mayChange, timeZone }: {
    service: ListedService;
    mayChange: boolean;
    timeZone: string;
  },
) {
  const { key, name, about, connections, isReady } = service;
  const label = connections.length > 0 ? "Add a connection" : "Connect";
  return (
    <li class="connector-card" id={`service-${key}`}>
      <div class="connector-head">
        <h2>{name}</h2>
        {connections.length === 0 && <StatusLabel kind="none" chip>Not connected</StatusLabel>}
      </div>
      <p>{about}</p>
      {connections.map((connection) => (
        <ConnectionRow
          connection={connection}
          starts={service.records !== undefined}
          timeZone={timeZone}
        />
      ))}
      {!isReady && connections.length === 0 && (
        <p class="muted">
          Whoever runs this Thread sets {key.toUpperCase()}_CLIENT_ID and{" "}
          {key.toUpperCase()}_CLIENT_SECRET first.
        </p>
      )}
      <div class="connector-foot">
        {mayChange
          ? (
            <LinkButton
              href={`/connectors/${key}/connect`}
              kind={connections.length > 0 ? "plain" : "primary"}
              aria-label={`${label}: ${name}`}
            >
              {label}
            </LinkButton>
          )
          : <p class="muted">An admin connects it.</p>}
      </div>
    </li>
  );
}

function ConnectionRow(
  { connection, starts, timeZone }: {
    connection: ListedService["connections"][number];
    starts: boolean;
    timeZone: string;
  },
) {
  const { id, name, environment, last_event_at, workflows, simulated } = connection;
  return (
    <div class="connector-row">
      <p>
        <a href={`/connectors/${id}`}>{name}</a> <ConnectionState connection={connection} />
        {environment !== "production" && (
          <>
            {" "}
            <StatusLabel kind="info" chip>{ENVIRONMENT[environment]}</StatusLabel>
          </>
        )}
        {simulated && (
          <>
            {" "}
            <StatusLabel kind="info" chip>Simulation</StatusLabel>
          </>
        )}
      </p>
      <p class="muted">
        {last_event_at
          ? (
            <>
              Last event <RelativeTime at={last_event_at} timeZone={timeZone} />
            </>
          )
          : "No event received yet"}
        {starts && (
          <>
            {" "}· used by {workflows} {workflows === 1 ? "workflow" : "workflows"}
          </>
        )}
      </p>
    </div>
  );
}

const ENVIRONMENT = { production: "Production", sandbox: "Sandbox", development: "Development" };

export function ConnectionState({ connection }: { connection: Pick<Connection, "state"> }) {
  const { kind, words } = STATES[connection.state];
  return <StatusLabel kind={kind} chip>{words}</StatusLabel>;
}

const STATES: Record<Connection["state"], { kind: StatusKind; words: string }> = {
  pending: { kind: "warn", words: "Not finished" },
  connected: { kind: "ok", words: "Connected" },
  reconnect: { kind: "bad", words: "Connect again" },
  disconnected: { kind: "none", words: "Not connected" },
};

/** Leads to the service once more, with what is there kept. */
export function ConnectAgain({ id, label }: { id: string; label: string }) {
  return (
    <form method="post" action={`/connectors/${id}/attempts`}>
      <Button type="submit" kind="primary">{label}</Button>
    </form>
  );
}
