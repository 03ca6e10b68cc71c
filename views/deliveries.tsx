import type { Connection } from "../domain/connectors/connections.ts";
import type { Delivery } from "../domain/connectors/deliveries.ts";
import type { Service } from "../domain/connectors/service.ts";
import { Button } from "./parts/buttons.tsx";
import { Tabs } from "./parts/page_header.tsx";
import { EmptyState } from "./parts/states.tsx";
import { type StatusKind, StatusLabel } from "./parts/status.tsx";
import { Pagination, RowActions, Table } from "./parts/table.tsx";
import { RelativeTime } from "./parts/time.tsx";

export interface DeliveryLogProps {
  connection: Connection;
  service: Service;
  rows: Delivery[];
  more?: string;
  filter: "all" | "failed";
  isFirst: boolean;
  timeZone: string;
}

const LIVE = "connection from:#live throttle:2s, run from:#live throttle:2s";

/** Everything that was told or found, and what became of it, in words. */
export function DeliveryLog(props: DeliveryLogProps) {
  const { connection, rows, more, filter, isFirst } = props;
  const at = `/connectors/${connection.id}/deliveries`;
  const isReading = rows.some(({ state }) => state === "waiting");
  const address = (before?: string) => {
    const query = new URLSearchParams();
    if (filter === "failed") query.set("only", filter);
    if (before) query.set("before", before);
    return query.size > 0 ? `${at}?${query}` : at;
  };
  return (
    <>
      <Tabs
        label="Deliveries"
        tabs={[
          { label: "All", href: at, current: filter === "all" },
          { label: "Failed", href: `${at}?only=failed`, current: filter === "failed" },
        ]}
      />
      <div
        id="deliveries"
        hx-get={address()}
        hx-trigger={isFirst ? `${LIVE}${isReading ? ", every 2s" : ""}` : undefined}
        hx-select="#deliveries"
        hx-swap="outerMorph"
      >
        {rows.length > 0 ? <Rows {...props} /> : <Nothing {...props} />}
      </div>
      <Pagination
        previous={isFirst ? undefined : address()}
        next={more && address(more)}
      />
    </>
  );
}

function Nothing({ filter, service, connection, isFirst }: DeliveryLogProps) {
  if (filter === "failed") return <EmptyState title="Nothing failed">All is well.</EmptyState>;
  if (!isFirst) return <EmptyState title="There is nothing older" />;
  return (
    <EmptyState title="No event received yet">
      {service.name} has told nothing so far. If a {service.records?.one ?? "channel"}{" "}
      was changed there, see <a href={`/connectors/${connection.id}/setup`}>Set up</a>.
    </EmptyState>
  );
}

function Rows({ connection, service, rows, timeZone }: DeliveryLogProps) {
  return (
    <Table
      caption="Deliveries"
      columns={[
        { label: "Record" },
        { label: "What became of it" },
        { label: "Came", wideOnly: true },
        { label: "When", wideOnly: true },
        { label: "Send again", quiet: true },
      ]}
    >
      {rows.map((row) => (
        <Row
          connection={connection}
          starts={service.records !== undefined}
          row={row}
          timeZone={timeZone}
        />
      ))}
    </Table>
  );
}

function Row(
  { connection, starts, row, timeZone }: {
    connection: Connection;
    /** Whether what is told can start a run. */
    starts: boolean;
    row: Delivery;
    timeZone: string;
  },
) {
  const { id, record_id, record_name, source, times, kind, arrived_at } = row;
  const name = record_name ?? record_id;
  return (
    <tr id={`delivery-${id}`}>
      <th scope="row">
        {name}
        <span class="cell-note wide-only">{kind}</span>
      </th>
      <td>
        <Fate row={row} starts={starts} />
      </td>
      <td class="wide-only">{SOURCES[source]}{times > 1 && `, ${times} times`}</td>
      <td class="wide-only">
        <RelativeTime at={arrived_at} timeZone={timeZone} />
      </td>
      <RowActions>
        <form method="post" action={`/connectors/${connection.id}/deliveries/${id}/copies`}>
          <Button type="submit" kind="quiet" small aria-label={`Send again: ${name}`}>
            Send again
          </Button>
        </form>
      </RowActions>
    </tr>
  );
}

const SOURCES: Record<Delivery["source"], string> = {
  hook: "Told",
  poll: "Found by looking",
  resent: "Sent again here",
  test: "A test",
};

function Fate(
  { row: { state, why, fates }, starts }: { row: Delivery; starts: boolean },
) {
  const { kind, words } = state === "waiting"
    ? { kind: "info" as StatusKind, words: "Being read" }
    : state === "failed"
    ? { kind: "bad" as StatusKind, words: "Failed" }
    : fates.some(({ fate }) => fate === "started")
    ? { kind: "ok" as StatusKind, words: "Started" }
    : { kind: "none" as StatusKind, words: starts ? "Nothing started" : "Taken" };
  return (
    <>
      <StatusLabel kind={kind}>{words}</StatusLabel>
      {fates.length === 0 && why && <span class="cell-note">{why}</span>}
      {state === "failed" && fates.length > 0 && <span class="cell-note">{why}</span>}
      {fates.map((one) => (
        <span class="cell-note">
          <a href={`/workflows/${one.workflow}`}>{one.name}</a>: {one.why || "Started "}
          {one.run && (
            <>
              {" "}
              <a href={`/runs/${one.run}`}>See the run</a>
            </>
          )}
        </span>
      ))}
    </>
  );
}
