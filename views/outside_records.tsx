import type { Connection } from "../domain/connectors/connections.ts";
import type { ListedRecord, RecordFilter } from "../domain/connectors/record_lists.ts";
import type { ListedStage } from "../domain/connectors/schemas.ts";
import type { RecordService } from "../domain/connectors/service.ts";
import { Button, LinkButton } from "./parts/buttons.tsx";
import { safeUrl } from "./parts/link.tsx";
import { Tabs } from "./parts/page_header.tsx";
import { EmptyState } from "./parts/states.tsx";
import { type StatusKind, StatusLabel } from "./parts/status.tsx";
import { Pagination, Table } from "./parts/table.tsx";
import { RelativeTime } from "./parts/time.tsx";

export interface RecordListProps {
  connection: Connection;
  service: RecordService;
  rows: ListedRecord[];
  more?: string;
  filter: RecordFilter;
  stages: ListedStage[];
  timeZone: string;
}

/** What was read of a connection, and what became of each, with what a waiting one still lacks. */
export function RecordList(props: RecordListProps) {
  const { connection, service, rows, more, filter, stages } = props;
  const at = `/connectors/${connection.id}/records`;
  const address = (change: Partial<RecordFilter>) => {
    const { only, stage, before } = { ...filter, before: undefined, ...change };
    const query = new URLSearchParams();
    if (only === "waiting") query.set("only", only);
    if (stage) query.set("stage", stage);
    if (before) query.set("before", before);
    return query.size > 0 ? `${at}?${query}` : at;
  };
  return (
    <>
      <Tabs
        label={capital(service.records.many)}
        tabs={[
          { label: "All", href: address({ only: "all" }), current: filter.only === "all" },
          {
            label: "Waiting",
            href: address({ only: "waiting" }),
            current: filter.only === "waiting",
          },
        ]}
      />
      {stages.length > 0 && <StageFilter at={at} filter={filter} stages={stages} />}
      <div
        id="records"
        hx-get={address({})}
        hx-trigger={filter.before === undefined ? "connection from:#live throttle:2s" : undefined}
        hx-select="#records"
        hx-swap="outerMorph"
      >
        {rows.length > 0 ? <Rows {...props} /> : <Nothing {...props} />}
      </div>
      <Pagination
        previous={filter.before === undefined ? undefined : address({})}
        next={more && address({ before: more })}
      />
    </>
  );
}

function StageFilter(
  { at, filter, stages }: { at: string; filter: RecordFilter; stages: ListedStage[] },
) {
  return (
    <form class="record-filter" method="get" action={at}>
      {filter.only === "waiting" && <input type="hidden" name="only" value="waiting" />}
      <label for="record-stage">Status there</label>
      <select class="input select" id="record-stage" name="stage">
        <option value="">Any</option>
        {stages.map(({ id, label }) => (
          <option value={id} selected={id === filter.stage}>{label}</option>
        ))}
      </select>
      <Button type="submit" kind="plain">Show</Button>
      {filter.stage !== "" && <LinkButton href={at} kind="quiet">Show all</LinkButton>}
    </form>
  );
}

function Nothing({ service, filter, connection }: RecordListProps) {
  const { many, one } = service.records;
  if (filter.only === "waiting") {
    return (
      <EmptyState title={`No ${one} waits`}>
        Each one that was read had everything that is required.
      </EmptyState>
    );
  }
  if (filter.stage !== "") return <EmptyState title={`No ${one} stands there`} />;
  return (
    <EmptyState title={`No ${many} read yet`}>
      They show here once {service.name}{" "}
      tells of one, or a look finds it. What was told stands in the{" "}
      <a href={`/connectors/${connection.id}/deliveries`}>deliveries</a>.
    </EmptyState>
  );
}

function Rows({ rows, service, timeZone }: RecordListProps) {
  return (
    <Table
      caption={capital(service.records.many)}
      columns={[
        { label: capital(service.records.one) },
        { label: "Status there", wideOnly: true },
        { label: "What became of it" },
        { label: "Read", wideOnly: true },
      ]}
    >
      {rows.map((row) => (
        <tr id={`record-${row.id}`}>
          <th scope="row">
            {row.url
              ? <a href={safeUrl(row.url)} rel="noreferrer">{row.name}</a>
              : row.name || row.record_id}
          </th>
          <td class="wide-only">{row.stage_label ?? "None"}</td>
          <td>
            <Fate row={row} />
          </td>
          <td class="wide-only">
            <RelativeTime at={row.seen_at} timeZone={timeZone} />
          </td>
        </tr>
      ))}
    </Table>
  );
}

function Fate({ row: { state, lacks, account_id, account_name } }: { row: ListedRecord }) {
  const [kind, words] = FATES[state];
  return (
    <>
      <StatusLabel kind={kind}>{words}</StatusLabel>
      {account_id && (
        <span class="cell-note">
          <a href={`/accounts/${account_id}`}>{account_name ?? "The account"}</a>
        </span>
      )}
      {state === "waiting" && lacks.map((text) => <span class="cell-note">{text}</span>)}
    </>
  );
}

const FATES: Record<ListedRecord["state"], [StatusKind, string]> = {
  linked: ["ok", "Became an account"],
  waiting: ["warn", "Waits for what is missing"],
  seen: ["none", "No account yet"],
  gone: ["none", "Archived, moved or deleted there"],
};

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
