import type { AwaitedCalls } from "../domain/connectors/awaited_calls.ts";
import type { Connection } from "../domain/connectors/connections.ts";
import type { Service } from "../domain/connectors/service.ts";
import { Button } from "./parts/buttons.tsx";
import { Section } from "./parts/page_header.tsx";
import { StatusLabel } from "./parts/status.tsx";
import { RelativeTime } from "./parts/time.tsx";

export interface SetupTestProps {
  connection: Connection;
  service: Service;
  awaited?: AwaitedCalls;
  timeZone: string;
}

/** Waits with the administrator until the service has told something. */
export function SetupTest(props: SetupTestProps) {
  const { connection, service, awaited } = props;
  const at = `/connectors/${connection.id}`;
  const waits = awaited && !awaited.isOver &&
    !awaited.calls.some(({ state }) => state !== "waiting");
  return (
    <Section
      title="Test now"
      lead={`Begin, then change a test ${
        nounOf(service)
      } there. What ${service.name} tells shows up here.`}
    >
      <div
        id="setup-test"
        hx-get={waits ? `${at}/setup?since=${awaited.since.toISOString()}` : undefined}
        hx-trigger={waits ? "every 3s" : undefined}
        hx-select="#setup-test"
        hx-swap="outerMorph"
        role="status"
      >
        {awaited && <Outcome {...props} awaited={awaited} />}
        <form method="get" action={`${at}/setup`}>
          <Button type="submit" name="wait" value="yes" kind={awaited ? "plain" : "primary"}>
            {awaited ? "Test again" : "Test now"}
          </Button>
        </form>
      </div>
    </Section>
  );
}

const nounOf = ({ records }: Service) => records?.one ?? "channel";

type Waited = SetupTestProps & { awaited: AwaitedCalls };

function Outcome({ connection, service, awaited, timeZone }: Waited) {
  const { since, calls, isOver } = awaited;
  if (calls.length === 0) {
    return isOver ? <Nothing service={service} connection={connection} /> : (
      <p>
        <StatusLabel kind="warn">Waiting for {service.name}</StatusLabel> since{" "}
        <RelativeTime at={since} timeZone={timeZone} />. This page looks by itself.
      </p>
    );
  }
  return (
    <ul class="plain-points">
      {calls.map(({ record_name, record_id, state, why, arrived_at }) => (
        <li>
          <StatusLabel kind={state === "failed" ? "bad" : state === "done" ? "ok" : "info"}>
            {state === "waiting" ? "Heard, and being read" : "Heard"}
          </StatusLabel>{" "}
          {record_name ?? record_id}, <RelativeTime at={arrived_at} timeZone={timeZone} />
          {why && `: ${why}`}{" "}
          <a href={`/connectors/${connection.id}/deliveries`}>See it among the deliveries</a>
        </li>
      ))}
    </ul>
  );
}

/** In the order in which it is mostly found. */
function Nothing({ service, connection }: Pick<SetupTestProps, "service" | "connection">) {
  return (
    <>
      <p>
        <StatusLabel kind="bad">Nothing came</StatusLabel> in 15 minutes. Look whether
      </p>
      <ul class="plain-points">
        <li>the {nounOf(service)} was really saved with another value there;</li>
        <li>what tells Thread is switched on there, for this {nounOf(service)};</li>
        <li>
          the address there is letter for letter the one under{" "}
          <a href={`/connectors/${connection.id}`}>Overview</a>;
        </li>
        <li>{service.name}'s own log of what it sent shows an error.</li>
      </ul>
      <p class="muted">
        Until it works, Thread looks by itself as often as Settings says, so nothing is lost.
      </p>
    </>
  );
}
